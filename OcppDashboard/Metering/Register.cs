namespace OcppDashboard.Metering;

/// <summary>Energy registers as charge points send them with starts and stops.</summary>
public static class Register
{
    /// <summary>More than any meter counts, Wh: what is beyond is stray memory.</summary>
    private const long Most = 1_000_000_000_000;

    /// <returns>The register in Wh; null for one that is absent, negative or absurd.</returns>
    public static long? Credible(long? wattHours) => wattHours is >= 0 and <= Most ? wattHours : null;
}
