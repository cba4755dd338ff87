using System.Globalization;
using OcppDashboard.Components.Messages;

namespace OcppDashboard.Components.Shared;

/// <summary>The viewer's time zone, one per circuit. Times are kept in UTC and shown through this.</summary>
public sealed class ViewerClock(TimeProvider time)
{
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <param name="id">IANA name as browsers report it; an unknown one leaves UTC.</param>
    public void SetZone(string? id)
    {
        if (id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)) Zone = zone;
    }

    public DateTimeOffset ToLocal(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public string Text(DateTimeOffset at, TimeFormat format) => ToLocal(at).ToString(format switch
    {
        TimeFormat.Time => "HH:mm",
        TimeFormat.Seconds => "HH:mm:ss",
        TimeFormat.Milliseconds => "HH:mm:ss.fff",
        TimeFormat.Date => "yyyy-MM-dd",
        TimeFormat.DateTimeSeconds => "yyyy-MM-dd HH:mm:ss",
        _ => "yyyy-MM-dd HH:mm",
    }, CultureInfo.InvariantCulture);

    /// <summary>As short as it is clear: the time today, weekday and time within a week, otherwise the date.</summary>
    public string Short(DateTimeOffset at)
    {
        var (local, today) = (ToLocal(at), ToLocal(Now).Date);
        var format = local.Date == today ? "HH:mm" : local.Date < today && (today - local.Date).TotalDays < 7 ? "ddd HH:mm" : "yyyy-MM-dd";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>For the title attribute: <c>2026-05-12 10:58:04 UTC</c>.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

public enum TimeFormat { Time, Seconds, Milliseconds, Date, DateTime, DateTimeSeconds, Short }
