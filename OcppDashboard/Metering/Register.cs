namespace OcppDashboard.Metering;

/// <summary>Energy registers as charge points send them with starts and stops.</summary>
public static class Register
{
    /// <summary>More than any meter counts, Wh: what is beyond is stray memory.</summary>
    private const long Most = 1_000_000_000_000;

    /// <summary>What a meter or a firmware takes off by rounding, Wh: some tell whole kWh only.</summary>
    private const double Rounding = 1000;

    /// <summary>What registers are rounded down to, Wh: kWh with two decimals, with one and without.</summary>
    private static readonly double[] Steps = [10, 100, Rounding];

    /// <summary>True when a register is below another by more than rounding explains: it is another meter's, or counts from the start of the transaction (G9).</summary>
    /// <param name="register">Wh; null: there is none.</param>
    /// <param name="from">Wh; null: there is none.</param>
    public static bool IsBelow(double? register, double? from) => register is { } low && from is { } high
        && (low < high - Rounding || low < high / 2 || (low < high * 0.9 && !IsRoundedFrom(low, high))); // a meter that is new has counted little itself

    /// <summary>True when it is a whole number of steps and not below what is left of the other by rounding down to them.</summary>
    private static bool IsRoundedFrom(double register, double from)
    {
        foreach (var step in Steps)
            if (register >= Math.Floor(from / step) * step && Math.Abs(Math.IEEERemainder(register, step)) < 0.001) return true;
        return false;
    }

    /// <returns>The register in Wh; null for one that is absent, negative or absurd.</returns>
    public static long? Credible(long? wattHours) => wattHours is >= 0 and <= Most ? wattHours : null;

    /// <summary>False for one that is no number, negative or absurd.</summary>
    public static bool IsCredible(double wattHours) => wattHours is >= 0 and <= Most;
}
