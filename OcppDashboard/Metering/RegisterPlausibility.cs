namespace OcppDashboard.Metering;

/// <summary>An energy register as it was read.</summary>
/// <param name="Wh">Wh.</param>
/// <param name="At">When, UTC, as far as the charge point's stamp can be believed.</param>
/// <param name="ReceivedAt">UTC; the same as <paramref name="At"/> where it is not known.</param>
public readonly record struct RegisterReading(double Wh, DateTimeOffset At, DateTimeOffset ReceivedAt)
{
    public RegisterReading(double wh, DateTimeOffset at) : this(wh, at, at)
    {
    }
}

/// <summary>How a register stands to the last good one of the same connector.</summary>
public enum RegisterFit
{
    /// <summary>It may be true: as high, or higher by what can have been delivered; or lower by rounding alone.</summary>
    Follows,

    /// <summary>It may be true, but only if clocks are off: a later reading near the last good one proves it wrong.</summary>
    Jumps,

    /// <summary>Higher than anything that can have been delivered since.</summary>
    Beyond,

    /// <summary>Lower: the meter was reset or exchanged, counts from the start of the transaction, or the reading is wrong.</summary>
    Below,

    /// <summary>It would follow if it were kWh: the unit of this one reading is wrong.</summary>
    OtherUnit,

    /// <summary>No register: negative, no number, or more than any meter counts.</summary>
    None,
}

/// <summary>Whether a register can be true, given the last good one, the time between and the most that a connector can deliver. Pure functions.</summary>
public static class RegisterPlausibility
{
    /// <summary>The most that a connector delivers, W.</summary>
    public const double MostW = 1_000_000;

    /// <summary>What is believed whatever the clocks say, Wh: some stand still, and queues deliver a whole session at once.</summary>
    public const double MostAtOnceWh = 80_000;

    /// <summary>
    /// The highest register of a start that is taken for a meter's by itself, Wh: a thousand hours of the most that a connector delivers.
    /// Readings below a higher one that no earlier register bears out are the meter's own, and do not count from the start.
    /// </summary>
    public const double MostUnconfirmedWh = 1_000_000_000;

    /// <summary>What is beyond all doubt whatever the clocks say, Wh.</summary>
    private const double UsualAtOnceWh = 5_000;

    private const double PerKilo = 1000, LeastToTellUnits = 10_000;
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(7); // a clock may leap by years

    /// <summary>True when the last good register can have become the next one: it is not below it by more than rounding, and no more can have been delivered.</summary>
    public static bool MayFollow(RegisterReading last, RegisterReading next) => Judge(last, next) is RegisterFit.Follows or RegisterFit.Jumps;

    /// <summary>The most that a connector can have delivered between two readings, Wh. The stamps and the times of receipt are two witnesses: the longer span counts.</summary>
    public static double MostBetween(RegisterReading last, RegisterReading next) => Math.Max(MostAtOnceWh, MostW * Span(last, next).TotalHours);

    public static RegisterFit Judge(RegisterReading last, RegisterReading next)
    {
        if (!Register.IsCredible(next.Wh)) return RegisterFit.None;
        if (Register.IsBelow(next.Wh, last.Wh)) return IsInKilo(last, next) ? RegisterFit.OtherUnit : RegisterFit.Below;
        var gained = next.Wh - last.Wh;
        if (gained <= UsualAtOnceWh) return RegisterFit.Follows; // nearly always: no clock is looked at
        return IsUsual(gained, last, next) ? RegisterFit.Follows : gained <= MostBetween(last, next) ? RegisterFit.Jumps : RegisterFit.Beyond;
    }

    /// <summary>True when so much can have flown between two readings without a doubt about the clocks.</summary>
    internal static bool IsUsual(double wattHours, RegisterReading last, RegisterReading next) => wattHours <= UsualAtOnceWh + MostW * Span(last, next).TotalHours;

    private static bool IsInKilo(RegisterReading last, RegisterReading next) =>
        last.Wh >= LeastToTellUnits && next.Wh * PerKilo >= last.Wh - PerKilo && next.Wh * PerKilo - last.Wh <= MostBetween(last, next);

    private static TimeSpan Span(RegisterReading last, RegisterReading next)
    {
        var byStamps = next.At - last.At;
        var byReceipts = next.ReceivedAt - last.ReceivedAt;
        var span = byStamps > byReceipts ? byStamps : byReceipts;
        return span < TimeSpan.Zero ? TimeSpan.Zero : span > LongestSpan ? LongestSpan : span;
    }
}
