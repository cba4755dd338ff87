using System.Globalization;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>
/// Reads the dates of one column as people and programs write them. Times without a zone are UTC; a date alone is its first moment, or its
/// last second where the column says "until". Which of day and month comes first is known only when some date of the column shows it.
/// </summary>
/// <param name="all">All fields of the column.</param>
/// <param name="isUntil">The day that is named still counts.</param>
internal sealed class CsvDates(IEnumerable<string> all, bool isUntil)
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
    private static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "d.M.yyyy", "d MMM yyyy", "d-MMM-yyyy", "d MMMM yyyy", "MMM d, yyyy"];
    private static readonly string[] Times = ["", " H:mm", " H:mm:ss", " H:mm:ss.FFFFFFF", " H:mm:ss,FFFFFFF", " h:mm tt", " h:mm:ss tt"];
    private static readonly string[] Zones = ["", "zzz", " zzz"];
    private static readonly string[] YearFirst = [.. Days.SelectMany(day => Times, (day, time) => day + time).SelectMany(_ => Zones, (text, zone) => text + zone)];
    private static readonly string[] DayFirst = Slashed("d/M/yyyy", "d-M-yyyy"), MonthFirst = Slashed("M/d/yyyy", "M-d-yyyy");
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Lazy<bool?> isDayFirst = new(() => Order(all));

    /// <returns>The time, or a sentence that says why it is none.</returns>
    public (DateTimeOffset? At, string? Problem) Read(string text)
    {
        var plain = Plain(text);
        if (Exact(plain, YearFirst) is { } at) return (Until(at, plain), null);
        if (SinceEpoch(plain) is { } moment) return (moment, null);
        var (day, month) = (Exact(plain, DayFirst), Exact(plain, MonthFirst));
        if (day == month && day is not null) return (Until(day.Value, plain), null);
        if (day is not null && month is not null && isDayFirst.Value is null)
            return (null, $"The expiry \"{text}\" can be {day:d MMMM} or {month:d MMMM}: write it as {day:yyyy-MM-dd} or {month:yyyy-MM-dd}.");
        var chosen = isDayFirst.Value == false ? month ?? day : day ?? month;
        return chosen is { } found
            ? (Until(found, plain), null)
            : (null, $"The expiry \"{text}\" is no date such as 2027-01-31, 31.01.2027 or 2027-01-31T12:00:00Z.");
    }

    /// <summary>Letters that say the same: T, Z and a comma before the fraction.</summary>
    private static string Plain(string text)
    {
        text = text.Trim();
        if (text.Length > 11 && text[10] is 'T' or 't') text = $"{text[..10]} {text[11..]}";
        if (text.EndsWith(" UTC", StringComparison.OrdinalIgnoreCase)) text = text[..^4] + "Z";
        return text.EndsWith('Z') || text.EndsWith('z') ? text[..^1].TrimEnd() + "+00:00" : text;
    }

    private static DateTimeOffset? Exact(string text, string[] forms) =>
        DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, Utc, out var at) ? at : null;

    /// <summary>Seconds or milliseconds since 1970.</summary>
    private static DateTimeOffset? SinceEpoch(string text)
    {
        if (text.Length is not (10 or 13) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var at = text.Length == 10 ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
        return at > Earliest && at < Latest ? at : null;
    }

    private DateTimeOffset Until(DateTimeOffset at, string text) => isUntil && !text.Contains(':', StringComparison.Ordinal) ? at.AddDays(1).AddSeconds(-1) : at;

    /// <summary>True where some date can only have the day first, false where only the month; null where none or both are seen.</summary>
    private static bool? Order(IEnumerable<string> all)
    {
        bool day = false, month = false;
        foreach (var text in all)
        {
            var plain = Plain(text);
            var (asDay, asMonth) = (Exact(plain, DayFirst), Exact(plain, MonthFirst));
            day |= asDay is not null && asMonth is null;
            month |= asMonth is not null && asDay is null;
        }
        return day == month ? null : day;
    }

    private static string[] Slashed(params string[] days) => [.. days.SelectMany(_ => Times, (day, time) => day + time).SelectMany(_ => Zones, (text, zone) => text + zone)];
}
