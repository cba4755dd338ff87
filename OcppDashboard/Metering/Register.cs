namespace OcppDashboard.Metering;

/// <summary>Energy registers as charge points send them with starts and stops.</summary>
public static class Register
{
    /// <summary>More than any meter counts, Wh: what is beyond is stray memory.</summary>
    private const long Most = 1_000_000_000_000;

    /// <summary>What a meter or a firmware takes off by rounding, Wh: some tell whole kWh only.</summary>
    private const double Rounding = 1000;

    /// <summary>True when a register is below another by more than rounding explains: it is another meter's, or counts from the start of the transaction (G9).</summary>
    /// <param name="register">Wh; null: there is none.</param>
    /// <param name="from">Wh; null: there is none.</param>
    public static bool IsBelow(double? register, double? from) => register < from - Rounding || register < from / 2;

    /// <returns>The register in Wh; null for one that is absent, negative or absurd.</returns>
    public static long? Credible(long? wattHours) => wattHours is >= 0 and <= Most ? wattHours : null;
}
