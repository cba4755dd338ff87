namespace OcppDashboard;

/// <summary>Numbers with the thing that they count: <c>1 key</c>, <c>0 keys</c>, <c>2 entries</c>. The one place where texts get their plural.</summary>
public static class Quantity
{
    /// <param name="one">The thing in the singular: "key".</param>
    /// <param name="many">Its plural where that is not the singular with an s: "entries".</param>
    public static string Of(long count, string one, string? many = null) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} {Noun(count, one, many)}");

    /// <summary>The thing alone, as the number wants it.</summary>
    public static string Noun(long count, string one, string? many = null) => count == 1 ? one : many ?? one + "s";
}
