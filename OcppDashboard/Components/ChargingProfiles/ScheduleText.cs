using System.Globalization;
using OcppDashboard.Components.Shared;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.ChargingProfiles;

/// <summary>Spans and limits of charging schedules as people write them.</summary>
public static class ScheduleText
{
    /// <summary>Beyond any charge point, and far from where arithmetic ends.</summary>
    public const decimal Largest = 1_000_000_000;

    /// <returns><c>17:00</c>, <c>0:00:30</c>, <c>168:00</c>: hours, minutes and seconds where there are any.</returns>
    public static string Span(int seconds)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}");
        return seconds % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{seconds % 60:00}");
    }

    /// <summary>Reads what <see cref="Span"/> writes.</summary>
    /// <returns>Seconds; null when it is no span.</returns>
    public static int? Span(string? text)
    {
        var parts = (text ?? "").Trim().Split(':');
        if (parts.Length > 3) return null;
        var numbers = new int[3];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || (i > 0 && numbers[i] > 59) || numbers[i] > 10_000) return null;
        return parts.Length == 1 && numbers[0] != 0 ? null : (numbers[0] * 3600) + (numbers[1] * 60) + numbers[2];
    }

    /// <summary>Reads a limit; a comma is taken for a point.</summary>
    public static decimal? Limit(string? text) =>
        decimal.TryParse((text ?? "").Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) && limit <= Largest ? limit : null;

    /// <returns><c>16</c>, <c>10.5</c>.</returns>
    public static string Limit(decimal limit) => limit.ToString("0.##", CultureInfo.InvariantCulture);

    /// <returns><c>16 A</c>, <c>11 kW</c>; <c>no limit</c>.</returns>
    public static string Limit(decimal? limit, ChargingRateUnit unit) => limit switch
    {
        null => "no limit",
        { } value when unit == ChargingRateUnit.W && value >= 1000 => $"{(value / 1000).ToString("0.##", CultureInfo.InvariantCulture)} kW",
        { } value => $"{Limit(value)} {unit}",
    };

    /// <returns><c>16 A</c>, <c>0 – 32 A</c>.</returns>
    public static string Range(ChargingSchedule schedule)
    {
        var unit = schedule.ChargingRateUnit.Known ?? ChargingRateUnit.A;
        if (schedule.ChargingSchedulePeriod.Count == 0) return Units.None;
        var (least, most) = (schedule.ChargingSchedulePeriod.Min(p => p.Limit), schedule.ChargingSchedulePeriod.Max(p => p.Limit));
        return least == most ? Limit(most, unit) : $"{Limit(least, unit)} – {Limit(most, unit)}";
    }

    /// <summary>How long a schedule is drawn: its duration, its recurrence, or a while beyond its last step.</summary>
    public static int Drawn(ChargingProfile profile)
    {
        var schedule = profile.ChargingSchedule;
        if (profile.ChargingProfileKind == ChargingProfileKind.Recurring) return (profile.RecurrencyKind == RecurrencyKind.Weekly ? 7 : 1) * 86_400;
        if (schedule.Duration is > 0 and var duration) return duration;
        var last = schedule.ChargingSchedulePeriod.Count == 0 ? 0 : schedule.ChargingSchedulePeriod.Max(p => p.StartPeriod);
        return Math.Max(3600, last + Math.Max(900, last / 4));
    }
}
