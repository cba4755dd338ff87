using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Metering;

/// <summary>When something happened, as far as a charge point's stamp can be believed (charger-quirks E). Nothing is refused for its time.</summary>
public static class ChargePointTime
{
    private static readonly TimeSpan FarFuture = TimeSpan.FromDays(2);

    /// <summary>How far ahead a clock may be: what is stamped later than that was still not after its receipt (E2, E8).</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(2);

    /// <param name="receivedAt">UTC.</param>
    /// <param name="skew">By how much its clock is known to be off, see <see cref="StampOffset.Skew"/>.</param>
    /// <param name="clockIsOff">True when the stamp could not be used: the time of receipt stands in.</param>
    /// <returns>UTC.</returns>
    public static DateTimeOffset Resolve(OcppTimestamp? stamp, DateTimeOffset receivedAt, TimeSpan skew, out bool clockIsOff)
    {
        clockIsOff = false;
        if (stamp is not { } given || given.IsAbsent) return receivedAt;
        if (given.Value is not { } value || value.Year < 2020 || value > receivedAt + FarFuture)
        {
            clockIsOff = true;
            return receivedAt;
        }
        if (skew != TimeSpan.Zero && Corrected(value, receivedAt, skew) is { } corrected) return corrected;
        return given.HasZone ? value.ToUniversalTime() : WithoutZone(value, receivedAt);
    }

    public static DateTimeOffset Resolve(OcppTimestamp? stamp, DateTimeOffset receivedAt, TimeSpan skew) => Resolve(stamp, receivedAt, skew, out _);

    /// <summary>The stamp by our clock; null where the clock seems to have been set right since.</summary>
    private static DateTimeOffset? Corrected(DateTimeOffset value, DateTimeOffset receivedAt, TimeSpan skew)
    {
        if ((value - receivedAt).Duration() <= MostAhead) return null;
        var at = value.ToUniversalTime() - skew;
        return at - receivedAt <= MostAhead ? at : null;
    }

    /// <summary>The time, or the time of receipt where it lies too far ahead of that.</summary>
    public static DateTimeOffset NotAhead(DateTimeOffset at, DateTimeOffset receivedAt) => at - receivedAt > MostAhead ? receivedAt : at;

    /// <summary>A local time without its zone: when it is near a whole quarter-hour offset from now it was sent live and that offset is the zone (E1).</summary>
    private static DateTimeOffset WithoutZone(DateTimeOffset local, DateTimeOffset receivedAt)
    {
        var apart = local - receivedAt;
        var offset = TimeSpan.FromMinutes(Math.Round(apart.TotalMinutes / 15) * 15);
        return offset.Duration() <= TimeSpan.FromHours(14) && (apart - offset).Duration() < TimeSpan.FromMinutes(5) ? local - offset : local;
    }
}
