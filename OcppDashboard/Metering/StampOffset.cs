namespace OcppDashboard.Metering;

/// <summary>
/// How far a charge point's stamps lie from our clock (charger-quirks E1, E2, E8). One stamp that is off may tell of something that happened
/// offline; a second one, sent a minute or more later and off by the same, is its clock or its zone.
/// </summary>
/// <param name="Offset">Stamp minus receipt; a stamp without a zone is read as UTC.</param>
/// <param name="Since">Receipt of the first message that showed it, UTC.</param>
/// <param name="IsConfirmed">A later message showed the same.</param>
public sealed record StampOffset(TimeSpan Offset, DateTimeOffset Since, bool IsConfirmed = false)
{
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(5), Apart = TimeSpan.FromMinutes(1);

    /// <summary>What to take off its stamps; zero while that is not certain or not worth it.</summary>
    public TimeSpan Skew => IsConfirmed && Offset.Duration() > ChargePointTime.MostAhead ? Offset : TimeSpan.Zero;

    /// <summary>As if it had been seen once: another message may confirm it.</summary>
    public StampOffset Unconfirmed() => this with { IsConfirmed = false };

    /// <returns>What is known after another stamped message.</returns>
    public static StampOffset Seen(StampOffset? before, TimeSpan offset, DateTimeOffset receivedAt)
    {
        if (before is { IsConfirmed: true } && before.Offset - offset is var delay && delay > TimeSpan.Zero && delay <= ChargePointTime.MostAhead) return before; // it was on its way for longer
        if (before is null || (before.Offset - offset).Duration() > Same) return new(offset, receivedAt);
        return before.IsConfirmed || receivedAt - before.Since < Apart ? before : before with { IsConfirmed = true };
    }
}
