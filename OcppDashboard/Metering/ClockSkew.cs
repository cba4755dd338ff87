namespace OcppDashboard.Metering;

/// <summary>
/// How far a charge point's stamps lie from our clock (charger-quirks E1, E2, E8). One stamp that is off may tell of something that happened
/// offline; a second one, sent a minute or more later and off by the same, is its clock or its zone.
/// </summary>
/// <param name="Offset">Stamp minus receipt; a stamp without a zone is read as UTC.</param>
/// <param name="Since">Receipt of the first message that showed it, UTC.</param>
/// <param name="IsConfirmed">A later message showed the same.</param>
public sealed record ClockSkew(TimeSpan Offset, DateTimeOffset Since, bool IsConfirmed = false)
{
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(5), Apart = TimeSpan.FromMinutes(1), Sooner = TimeSpan.FromMinutes(1);

    /// <summary>What later messages showed that may have waited in the charge point: taken when it shows once more.</summary>
    public ClockSkew? Other { get; init; }

    /// <summary>What to take off its stamps; zero while that is not certain or not worth it.</summary>
    public TimeSpan Skew => IsConfirmed && IsOff ? Offset : TimeSpan.Zero;

    /// <summary>By more than a clock may be.</summary>
    public bool IsOff => Offset.Duration() > ChargePointTime.MostAhead;

    /// <summary>As if it had been seen once: another message may confirm it.</summary>
    public ClockSkew Unconfirmed() => this with { IsConfirmed = false, Other = null };

    /// <summary>A message shows it that was on its way for no longer than a clock may be off.</summary>
    public bool Explains(TimeSpan offset) => Offset - offset is var delay && delay >= -Same && delay <= ChargePointTime.MostAhead;

    /// <returns>What is known after another stamped message; the same object where that is nothing new.</returns>
    public static ClockSkew Seen(ClockSkew? before, TimeSpan offset, DateTimeOffset receivedAt)
    {
        if (before is null) return new(offset, receivedAt);
        if (before.IsConfirmed) return before.After(offset, receivedAt);
        if ((before.Offset - offset).Duration() > Same) return new(offset, receivedAt);
        return receivedAt - before.Since < Apart ? before : before with { IsConfirmed = true };
    }

    /// <summary>
    /// Nothing comes before it was stamped: an offset that is further ahead is another clock. One that is further behind may be of a
    /// message that had waited, unless its clock is right now.
    /// </summary>
    private ClockSkew After(TimeSpan offset, DateTimeOffset receivedAt)
    {
        if (Explains(offset)) return Other is null ? this : this with { Other = null };
        if (offset > Offset && offset - Offset <= Sooner) return this with { Offset = offset, Other = null }; // it was on its way for less
        if (offset > Offset || offset.Duration() <= ChargePointTime.MostAhead) return new(offset, receivedAt);
        var other = Seen(Other, offset, receivedAt);
        if (other.IsConfirmed) return other;
        return ReferenceEquals(other, Other) ? this : this with { Other = other };
    }
}
