namespace OcppDashboard.Metering;

/// <summary>Registers of charge points whose unit is not what they say (G2), multiplied by what a person set for them. Their power is right: it tells of the fault.</summary>
public static class MeterFactor
{
    /// <returns>The points themselves when the factor is 1.</returns>
    public static List<MeterPoint> Apply(List<MeterPoint> points, decimal factor)
    {
        if (factor == 1) return points;
        var by = (double)factor;
        for (var i = 0; i < points.Count; i++) points[i] = points[i] with { EnergyWh = points[i].EnergyWh * by, IntervalWh = points[i].IntervalWh * by };
        return points;
    }

    /// <summary>A register as the charge point would send it.</summary>
    public static RegisterReading? Unapply(RegisterReading? register, decimal factor) =>
        factor is 0 or 1 || register is not { } reading ? register : reading with { Wh = reading.Wh / (double)factor };

    /// <param name="wattHours">A register as sent, Wh.</param>
    public static long? Apply(long? wattHours, decimal factor) =>
        factor == 1 || wattHours is not { } register ? wattHours : (long)Math.Clamp(Math.Round(register * factor), long.MinValue, long.MaxValue);
}
