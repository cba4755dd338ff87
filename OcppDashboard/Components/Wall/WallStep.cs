using OcppDashboard.State;

namespace OcppDashboard.Components.Wall;

/// <summary>
/// The time that a tile counts durations to. It moves only as fast as what the tile shows: in seconds while something is younger than two
/// minutes, in minutes after that, so that a wall of a thousand old states is drawn once a minute.
/// </summary>
public static class WallStep
{
    public static readonly TimeSpan Seconds = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Young = TimeSpan.FromMinutes(2);

    public static DateTimeOffset Of(ChargePointSnapshot chargePoint, DateTimeOffset now)
    {
        if (!chargePoint.Online) return Floor(now, IsYoung(chargePoint.OfflineSince));
        foreach (var connector in chargePoint.Connectors)
            if (IsYoung(connector.Since) || IsYoung(connector.Transaction?.StartedAt)) return Floor(now, true);
        return Floor(now, false);

        bool IsYoung(DateTimeOffset? since) => since is { } at && now - at < Young;
    }

    private static DateTimeOffset Floor(DateTimeOffset now, bool inSeconds) => new(now.UtcTicks - now.UtcTicks % (inSeconds ? Seconds : Minute).Ticks, TimeSpan.Zero);
}
