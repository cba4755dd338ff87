namespace OcppDashboard.Ocpp.Messages;

/// <summary>
/// An enumerated value that a charge point sent: one of the specification's values, or other text kept as it came
/// (charger-quirks D24). <c>default</c> is "absent".
/// </summary>
/// <param name="Known">The specification's value, or null when <paramref name="Text"/> is not one of them.</param>
/// <param name="Text">The text on the wire; null or empty when the member was absent.</param>
public readonly record struct OcppEnum<T>(T? Known, string? Text) where T : struct, Enum
{
    public bool IsAbsent => string.IsNullOrEmpty(Text);

    /// <summary>True for text that the specification does not list.</summary>
    public bool IsUnknown => !IsAbsent && Known is null;

    public bool Is(T value) => Known is { } known && EqualityComparer<T>.Default.Equals(known, value);

    public override string ToString() => Text ?? "";

    public static OcppEnum<T> Parse(string? text) =>
        string.IsNullOrEmpty(text) ? default : EnumNames<T>.ByName.TryGetValue(text, out var known) ? new(known, EnumNames<T>.ByValue[known]) : new(null, text);

    public static implicit operator OcppEnum<T>(T value) => new(value, EnumNames<T>.ByValue[value]);
}

/// <summary>Names and values of an enumeration, looked up without allocation.</summary>
internal static class EnumNames<T> where T : struct, Enum
{
    public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(v => v, v => v.ToString());
    public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);
    public static readonly (byte[] Utf8, T Value)[] Utf8 = [.. ByValue.Select(p => (System.Text.Encoding.UTF8.GetBytes(p.Value), p.Key))];
}
