namespace OcppDashboard.Simulator.Engine;

/// <summary>Power, currents and the register of one connector, worked out from the car and from what it is allowed to draw.</summary>
internal sealed class Meter
{
    private const double SmallestCurrent = 6; // below it IEC 61851 has no signal for the car
    private readonly Device device;
    private readonly ConnectorDesign design;
    private DateTimeOffset last;
    private DateTimeOffset begin;
    private double phaseShift;

    public Meter(Device device, ConnectorDesign design)
    {
        (this.device, this.design, last) = (device, design, device.Now);
        phaseShift = device.Random.NextDouble() * 6;
        RegisterWh = design.RegisterWh ?? device.Random.Next(20_000, 4_000_000);
    }

    /// <summary>Lifetime register, Wh.</summary>
    public double RegisterWh { get; private set; }
    /// <summary>W.</summary>
    public double PowerW { get; private set; }
    /// <summary>Ampere per phase, or of the DC output.</summary>
    public double Current { get; private set; }
    public double OfferedCurrent { get; private set; }
    public double OfferedPowerW { get; private set; }
    public int Phases { get; private set; } = 3;
    /// <summary>The charge point gives nothing: a limit of 0, or one below the smallest current.</summary>
    public bool IsHeld { get; private set; }
    /// <summary>The car takes nothing.</summary>
    public bool IsSated { get; private set; }

    public double VoltageOf(int phase) => design.Current == CurrentKind.DC
        ? PowerW > 0 ? PowerW / Math.Max(1, Current) : 0
        : 230 + (2.2 * Math.Sin(phaseShift + phase + (last.ToUnixTimeSeconds() / 47.0))) - (Current / 20);

    /// <summary>Ampere on a phase, 1 to 3; the phases differ a little.</summary>
    public double CurrentOf(int phase) => phase > Phases ? 0 : Math.Max(0, Current * (1 + (0.006 * Math.Sin(phaseShift + (2 * phase)))));

    public void Begin()
    {
        Advance(null, null);
        begin = device.Now;
        (IsHeld, IsSated) = (false, false);
    }

    /// <summary>Counts what flowed since the last call and works out what flows now.</summary>
    /// <param name="limit">What profiles allow at a time: ampere per phase and phases; null: as much as the hardware can.</param>
    public void Advance(Vehicle? vehicle, Func<DateTimeOffset, CurrentLimit>? limit)
    {
        var now = device.Now;
        while (last < now)
        {
            var step = TimeSpan.FromTicks(Math.Min((now - last).Ticks, TimeSpan.TicksPerSecond * 10));
            var wh = PowerW * step.TotalHours;
            RegisterWh += wh;
            vehicle?.Charge(wh);
            last += step;
            Compute(vehicle, limit);
        }
        Compute(vehicle, limit);
    }

    private void Compute(Vehicle? vehicle, Func<DateTimeOffset, CurrentLimit>? limit)
    {
        if (limit is null)
        {
            (PowerW, Current, OfferedCurrent, OfferedPowerW, IsHeld, IsSated) = (0, 0, 0, 0, false, false);
            return;
        }
        var allowed = limit(last);
        if (design.Current == CurrentKind.DC) ComputeDirect(vehicle, allowed);
        else ComputeAlternating(vehicle, allowed);
    }

    private void ComputeAlternating(Vehicle? vehicle, CurrentLimit allowed)
    {
        OfferedCurrent = Math.Min(design.MaxCurrent, allowed.Amperes ?? double.MaxValue);
        IsHeld = OfferedCurrent < SmallestCurrent;
        if (IsHeld) OfferedCurrent = 0;
        Phases = Math.Max(1, Math.Min(Math.Min(design.Phases, vehicle?.Phases ?? 3), allowed.Phases ?? 3));
        OfferedPowerW = OfferedCurrent * 230 * design.Phases;
        IsSated = vehicle is null || vehicle.StateOfCharge >= 100;
        var full = IsSated || IsHeld ? 0 : Math.Min(OfferedCurrent, vehicle!.MaxCurrent);
        if (vehicle?.StateOfCharge > 97) full *= 0.4;
        Current = full * Ramp() * (0.985 + (0.008 * Math.Sin(phaseShift + (last.ToUnixTimeSeconds() / 23.0))));
        PowerW = Enumerable.Range(1, Phases).Sum(phase => VoltageOf(phase) * CurrentOf(phase));
    }

    private void ComputeDirect(Vehicle? vehicle, CurrentLimit allowed)
    {
        Phases = 1;
        var limitW = Math.Min(design.MaxPower * 1000, allowed.Amperes is { } amperes ? amperes * 230 * (allowed.Phases ?? 3) : double.MaxValue);
        OfferedPowerW = limitW;
        IsHeld = limitW < 1000;
        IsSated = vehicle is null || vehicle.StateOfCharge >= 100;
        var soc = vehicle?.StateOfCharge ?? 0;
        var wanted = IsSated || IsHeld ? 0 : Math.Min(design.MaxPower, vehicle!.MaxPower) * 1000 * Share(soc);
        PowerW = Math.Min(wanted, limitW) * Ramp() * (0.99 + (0.008 * Math.Sin(phaseShift + (last.ToUnixTimeSeconds() / 19.0))));
        var volts = 340 + (soc * 0.7);
        Current = PowerW / volts;
        OfferedCurrent = limitW / volts;
    }

    private double Ramp() => Math.Clamp(((last - begin).TotalSeconds + 1) / 4, 0.1, 1);

    private double Share(double soc)
    {
        if (design.Curve is not { Count: > 0 } curve) return 1;
        var after = 0;
        while (after < curve.Count && curve[after][0] < soc) after++;
        if (after == 0) return curve[0][1];
        if (after == curve.Count) return curve[^1][1];
        double[] from = curve[after - 1], to = curve[after];
        return from[1] + ((to[1] - from[1]) * (soc - from[0]) / (to[0] - from[0]));
    }
}

/// <param name="Amperes">Per phase; null: no limit.</param>
/// <param name="Phases">Null: as many as there are.</param>
internal readonly record struct CurrentLimit(double? Amperes, int? Phases);
