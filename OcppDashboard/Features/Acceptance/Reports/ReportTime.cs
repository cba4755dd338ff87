using System.Globalization;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>Times and spans as a report writes them: the same letters under every culture.</summary>
/// <param name="zone">The zone that people read the report in; machines get UTC.</param>
public sealed class ReportTime(TimeZoneInfo zone)
{
    public TimeZoneInfo Zone { get; } = zone;

    /// <returns><c>12 May 2026</c>.</returns>
    public string Day(DateTimeOffset at) => Write(at, "d MMM yyyy");

    /// <returns><c>13:58</c>.</returns>
    public string Minute(DateTimeOffset at) => Write(at, "HH:mm");

    /// <returns><c>13:58:04</c>.</returns>
    public string Second(DateTimeOffset at) => Write(at, "HH:mm:ss");

    /// <returns><c>13:58:04.120</c>.</returns>
    public string Millisecond(DateTimeOffset at) => Write(at, "HH:mm:ss.fff");

    /// <returns><c>12 May 2026, 13:58</c>.</returns>
    public string DayMinute(DateTimeOffset at) => Write(at, "d MMM yyyy, HH:mm");

    /// <returns><c>12 May 2026, 13:58 to 15:11</c>, with the second day where it is another.</returns>
    public string Span(DateTimeOffset from, DateTimeOffset? to) => to is not { } end ? $"{DayMinute(from)}, not ended"
        : Day(from) == Day(end) ? $"{DayMinute(from)} to {Minute(end)}" : $"{DayMinute(from)} to {DayMinute(end)}";

    /// <returns><c>Europe/Amsterdam (UTC+02:00)</c>: the zone and its offset at that time.</returns>
    public string ZoneAt(DateTimeOffset at)
    {
        var offset = Zone.GetUtcOffset(at);
        if (offset == TimeSpan.Zero && Zone.Id is "UTC" or "Etc/UTC") return "UTC";
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{Zone.Id} (UTC{sign}{offset:hh\\:mm})");
    }

    /// <returns><c>2026-05-12T11:58:04.120Z</c>.</returns>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <returns><c>0.4 s</c>, <c>41 s</c>, <c>2 min 5 s</c>, <c>1 h 3 min</c>.</returns>
    public static string Took(TimeSpan span)
    {
        var seconds = Math.Max(0, span.TotalSeconds);
        if (seconds < 9.95) return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        var whole = (long)Math.Round(seconds, MidpointRounding.AwayFromZero);
        return whole < 60 ? $"{Digits(whole)} s" : whole < 3600 ? $"{Digits(whole / 60)} min {Digits(whole % 60)} s" : $"{Digits(whole / 3600)} h {Digits(whole / 60 % 60)} min";
    }

    /// <summary>Seconds with a point and one digit, for tables.</summary>
    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <returns><c>1,902</c>.</returns>
    public static string Grouped(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private string Write(DateTimeOffset at, string format) => TimeZoneInfo.ConvertTime(at, Zone).ToString(format, CultureInfo.InvariantCulture);
}
