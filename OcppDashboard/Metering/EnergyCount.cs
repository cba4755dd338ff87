namespace OcppDashboard.Metering;

/// <summary>What became of a register that was read.</summary>
public enum RegisterVerdict
{
    /// <summary>It is the last good register now.</summary>
    Counted,

    /// <summary>It is kept as a reading and counts nothing yet: a 0, or the first one of a meter that was reset or exchanged.</summary>
    Waits,

    /// <summary>It cannot be this meter's: kept aside of the readings.</summary>
    SetAside,
}

/// <summary>
/// The energy of one transaction from its registers, read one after the other. Live values and what is booked count with it. Garbage counts
/// nothing; a meter that was reset or exchanged on the way adds the parts that were measured; a register that counts from the start of the
/// transaction is energy itself (G9). A value: each reading gives another one.
/// </summary>
public readonly record struct EnergyCount
{
    private const int EnoughBelow = 2, EnoughAbove = 3; // readings that agree with each other, before another meter is believed

    private double BeforeWh { get; init; }
    private double FromWh { get; init; }
    private bool IsFromStart { get; init; }
    private OtherLevel? Other { get; init; }

    /// <summary>The last good register; meaningless until <see cref="IsKnown"/>.</summary>
    public RegisterReading Last { get; private init; }

    /// <summary>True when there was a start register or a reading.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>True when the register counts from the start of the transaction, or anew from 0: it is not the connector's.</summary>
    public bool IsRelative { get; private init; }

    /// <summary>Energy so far, Wh, never negative; null while nothing is known.</summary>
    public double? EnergyWh => IsKnown ? BeforeWh + Last.Wh - FromWh : null;

    /// <summary>True while a register may turn out to be wrong, or another meter's.</summary>
    public bool IsInDoubt => Other is not null;

    /// <summary>True when a register told of energy.</summary>
    public bool HasGrown => IsKnown && Last.Wh > FromWh;

    /// <summary>A transaction that begins at a register.</summary>
    /// <param name="start">Of its start; null: none, the first reading is what it counts from.</param>
    /// <param name="before">The last good one of the connector before: a start that does not follow it is in doubt. Null: not known.</param>
    public static EnergyCount From(RegisterReading? start, RegisterReading? before = null)
    {
        if (start is not { } register || !Register.IsCredible(register.Wh)) return default;
        var isKnown = before is { Wh: > 0 };
        var follows = isKnown && RegisterPlausibility.Judge(before!.Value, register) is RegisterFit.Follows;
        var doubt = isKnown && !follows ? new OtherLevel(before!.Value, null, 0, 0) : null;
        var isFromStart = follows || register.Wh <= RegisterPlausibility.MostUnconfirmedWh;
        return new() { Last = register, FromWh = register.Wh, IsKnown = true, IsFromStart = isFromStart, Other = doubt };
    }

    /// <summary>Goes on from what was counted before: after a restart of the server.</summary>
    /// <param name="isRelative">See <see cref="IsRelative"/>.</param>
    public static EnergyCount Restored(double energyWh, RegisterReading last, bool isRelative) =>
        new() { BeforeWh = energyWh, Last = last, FromWh = last.Wh, IsKnown = true, IsRelative = isRelative };

    /// <summary>A register that counts from the start of the transaction.</summary>
    public static EnergyCount FromZero(DateTimeOffset startedAt, DateTimeOffset receivedAt) =>
        new() { Last = new(0, startedAt, receivedAt), IsKnown = true, IsFromStart = true, IsRelative = true };

    public EnergyCount Take(RegisterReading reading, out RegisterVerdict verdict)
    {
        verdict = RegisterVerdict.Counted;
        if (!IsKnown) return First(reading, out verdict);
        if (reading.Wh == 0 && Last.Wh > 0)
        {
            verdict = RegisterVerdict.Waits;
            return Other is null ? this with { Other = OtherLevel.Candidate(reading, 0) } : this;
        }
        var fit = RegisterPlausibility.Judge(Last, reading);
        if (fit is RegisterFit.OtherUnit && Fits(reading)) fit = RegisterFit.Below;
        switch (fit)
        {
            case RegisterFit.Follows:
                return this with { Last = Higher(reading), Other = null };
            case RegisterFit.Jumps
                when Other is { IsFormer: true } former && RegisterPlausibility.Judge(former.Last, reading) is RegisterFit.Follows:
                return OnOther(reading, 0, out verdict);
            case RegisterFit.Jumps:
                return this with { Last = reading, Other = Former() };
            case RegisterFit.Below when !(Other is { IsFormer: true } && Fits(reading)) && !HasGrown && Other is not { Last.Wh: 0 }:
                return Anew(reading);
            case RegisterFit.Below or RegisterFit.Beyond when Fits(reading):
                return OnOther(reading, fit is RegisterFit.Below ? EnoughBelow : EnoughAbove, out verdict);
            case RegisterFit.Below:
                verdict = RegisterVerdict.Waits;
                var isFromZero = RegisterPlausibility.IsUsual(reading.Wh, Last, reading);
                return this with { Other = OtherLevel.Candidate(reading, isFromZero ? 0 : reading.Wh) };
            case RegisterFit.Beyond:
                verdict = RegisterVerdict.SetAside;
                return this with { Other = OtherLevel.Candidate(reading, reading.Wh) };
            default:
                verdict = RegisterVerdict.SetAside;
                return this;
        }
    }

    private static EnergyCount First(RegisterReading reading, out RegisterVerdict verdict)
    {
        var isRegister = Register.IsCredible(reading.Wh);
        verdict = isRegister ? RegisterVerdict.Counted : RegisterVerdict.SetAside;
        return isRegister ? new() { Last = reading, FromWh = reading.Wh, IsKnown = true } : default;
    }

    private bool Fits(RegisterReading reading) => Other is { } other && RegisterPlausibility.MayFollow(other.Last, reading);

    /// <summary>One that is only rounded down does not take anything back, and a later time does not make it more.</summary>
    private RegisterReading Higher(RegisterReading reading) => reading.Wh >= Last.Wh ? reading : Last;

    /// <summary>
    /// The first that was measured lies below what was to be counted from. After a start the register counts from there, as far as so much can
    /// have flown; otherwise the one before was wrong.
    /// </summary>
    private EnergyCount Anew(RegisterReading reading)
    {
        var isRelative = IsFromStart && reading.Wh <= RegisterPlausibility.MostBetween(Last, reading);
        return new()
        {
            BeforeWh = BeforeWh, Last = reading, FromWh = isRelative ? 0 : reading.Wh, IsKnown = true, IsRelative = isRelative,
            Other = Former(),
        };
    }

    /// <summary>
    /// It goes on from another register than the last good one: back to the one before, or another one that is believed when enough readings agree.
    /// </summary>
    private EnergyCount OnOther(RegisterReading reading, int enough, out RegisterVerdict verdict)
    {
        var other = Other!;
        verdict = RegisterVerdict.Counted;
        if (other.IsFormer)
            return this with
            {
                BeforeWh = other.BeforeWh, FromWh = other.FromWh ?? reading.Wh, Last = reading.Wh >= other.Last.Wh ? reading : other.Last,
                IsFromStart = other.IsFromStart, IsRelative = other.IsRelative, Other = null,
            };
        other = other with { Last = reading, Readings = other.Readings + 1 };
        if (other.Readings < enough || reading.Wh <= other.FirstWh)
        {
            verdict = enough == EnoughAbove ? RegisterVerdict.SetAside : RegisterVerdict.Waits;
            return this with { Other = other };
        }
        return new()
        {
            BeforeWh = EnergyWh ?? 0, FromWh = other.FromWh ?? reading.Wh, Last = reading, IsKnown = true,
            IsRelative = IsRelative || (IsFromStart && !HasGrown && other.FromWh == 0), Other = Former(),
        };
    }

    private OtherLevel Former() => new(Last, FromWh, BeforeWh, 0) { IsFromStart = IsFromStart, IsRelative = IsRelative };

    /// <summary>A register that the meter may be at, or was at before.</summary>
    /// <param name="FromWh">What energy counts from there; null: from the first reading that fits.</param>
    /// <param name="BeforeWh">What had been counted before.</param>
    /// <param name="Readings">That agree with each other; 0: it is the one before.</param>
    private sealed record OtherLevel(RegisterReading Last, double? FromWh, double BeforeWh, int Readings)
    {
        public bool IsFormer => Readings == 0;
        public double FirstWh { get; init; }
        public bool IsFromStart { get; init; }
        public bool IsRelative { get; init; }

        public static OtherLevel Candidate(RegisterReading reading, double fromWh) => new(reading, fromWh, 0, 1) { FirstWh = reading.Wh };
    }
}
