using System.Globalization;

namespace OcppDashboard.Components.Shared;

/// <summary>Times as a <c>datetime-local</c> input has them, in the viewer's zone.</summary>
public static class LocalInput
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.fff"];

    public static string Write(DateTimeOffset value, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(value, zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>With seconds and thousandths where there are any: what is edited and saved stays the time that it was.</summary>
    public static string WriteExactly(DateTimeOffset value, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(value, zone).ToString(
        value.Millisecond != 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff" : value.Second != 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <returns>UTC; null when it is no time. A local time that the clocks skip is moved on by the hour that they skip.</returns>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        if (local.Year is < 2 or > 9998) return null;
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
