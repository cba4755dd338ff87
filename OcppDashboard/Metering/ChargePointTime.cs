using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Metering;

/// <summary>Where a time comes from.</summary>
public enum TimeSource
{
    /// <summary>The stamp says it, or its zone was told by its distance from now.</summary>
    Stamp,
    /// <summary>The stamp, less what its clock is known to be off.</summary>
    Corrected,
    /// <summary>The time of receipt, because the stamp cannot be.</summary>
    Receipt,
    /// <summary>The time of receipt, because there was no stamp.</summary>
    NoStamp,
}

/// <param name="At">UTC.</param>
public readonly record struct ResolvedTime(DateTimeOffset At, TimeSource Source);

/// <summary>When something happened, as far as a charge point's stamp can be believed (charger-quirks E). Nothing is refused for its time.</summary>
public static class ChargePointTime
{
    private const int FirstYear = 2020;
    private static readonly TimeSpan FarFuture = TimeSpan.FromDays(2);

    /// <summary>How far ahead a clock may be: what is stamped later than that was still not after its receipt (E2, E8).</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(2);

    /// <summary>A clock that is off by more is no zone and no queue of a charge point.</summary>
    public static readonly TimeSpan FarOff = TimeSpan.FromDays(7);

    /// <param name="receivedAt">UTC.</param>
    /// <param name="skew">By how much its clock is known to be off, see <see cref="ClockSkew.Skew"/>.</param>
    public static ResolvedTime Of(OcppTimestamp? stamp, DateTimeOffset receivedAt, TimeSpan skew)
    {
        if (stamp is not { } given || given.IsAbsent) return new(receivedAt, TimeSource.NoStamp);
        if (given.Value is not { } value) return new(receivedAt, TimeSource.Receipt);
        if (skew != TimeSpan.Zero && Corrected(value, receivedAt, skew) is { } corrected) return new(corrected, TimeSource.Corrected);
        if (value.Year < FirstYear || value > receivedAt + FarFuture) return new(receivedAt, TimeSource.Receipt);
        return new(given.HasZone ? value.ToUniversalTime() : WithoutZone(value, receivedAt), TimeSource.Stamp);
    }

    /// <param name="clockIsOff">True when the stamp could not be used: the time of receipt stands in.</param>
    /// <returns>UTC.</returns>
    public static DateTimeOffset Resolve(OcppTimestamp? stamp, DateTimeOffset receivedAt, TimeSpan skew, out bool clockIsOff)
    {
        var resolved = Of(stamp, receivedAt, skew);
        clockIsOff = resolved.Source == TimeSource.Receipt;
        return resolved.At;
    }

    public static DateTimeOffset Resolve(OcppTimestamp? stamp, DateTimeOffset receivedAt, TimeSpan skew) => Of(stamp, receivedAt, skew).At;

    /// <summary>The stamp by our clock; null where the clock seems to have been set right since.</summary>
    private static DateTimeOffset? Corrected(DateTimeOffset value, DateTimeOffset receivedAt, TimeSpan skew)
    {
        if ((value - receivedAt).Duration() <= MostAhead) return null;
        var ticks = value.UtcTicks - skew.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return null;
        var at = new DateTimeOffset(ticks, TimeSpan.Zero);
        if (at - receivedAt > MostAhead || at.Year < FirstYear) return null;
        var isNearerAsItIs = (value - receivedAt).Duration() < (at - receivedAt).Duration();
        return skew.Duration() > FarOff && isNearerAsItIs ? null : at;
    }

    /// <summary>The time, or the time of receipt where it lies too far ahead of that.</summary>
    public static DateTimeOffset NotAhead(DateTimeOffset at, DateTimeOffset receivedAt) => at - receivedAt > MostAhead ? receivedAt : at;

    /// <summary>
    /// A time within a transaction that would lie before its beginning: the clock is off by as much as it was at the start, whatever is
    /// known of it now.
    /// </summary>
    /// <param name="stampedAt">What its clock said.</param>
    /// <param name="startCorrection">Beginning of the transaction less what the start's stamp said; zero: nothing is known.</param>
    public static DateTimeOffset NotBefore(
        DateTimeOffset at, DateTimeOffset? stampedAt, DateTimeOffset startedAt, TimeSpan startCorrection, DateTimeOffset receivedAt)
    {
        if (startCorrection == TimeSpan.Zero || startedAt - at <= MostAhead || stampedAt is not { } stamped) return at;
        var ticks = stamped.UtcTicks + startCorrection.Ticks;
        if (ticks < (startedAt - MostAhead).UtcTicks || ticks > (receivedAt + MostAhead).UtcTicks) return at;
        return new DateTimeOffset(Math.Min(Math.Max(ticks, startedAt.UtcTicks), receivedAt.UtcTicks), TimeSpan.Zero);
    }

    /// <summary>A local time without its zone: when it is near a whole quarter-hour offset from now it was sent live and that offset is the zone (E1).</summary>
    private static DateTimeOffset WithoutZone(DateTimeOffset local, DateTimeOffset receivedAt)
    {
        var apart = local - receivedAt;
        var offset = TimeSpan.FromMinutes(Math.Round(apart.TotalMinutes / 15) * 15);
        return offset.Duration() <= TimeSpan.FromHours(14) && (apart - offset).Duration() < TimeSpan.FromMinutes(5) ? local - offset : local;
    }
}
