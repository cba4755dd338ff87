using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>
/// Energy of charge points whose unit is not what they say (G2), multiplied by what a person set for them. It is done once, before
/// anything is shown, kept or counted; the message log has what was sent. Their power is right: it tells of the fault.
/// </summary>
public static class MeterFactor
{
    private const decimal MostToMultiply = 1_000_000_000_000_000;

    /// <returns>The points themselves when the factor is 1.</returns>
    public static List<MeterPoint> Apply(List<MeterPoint> points, decimal factor)
    {
        if (factor == 1) return points;
        var by = (double)factor;
        for (var i = 0; i < points.Count; i++)
            points[i] = points[i] with
            {
                EnergyWh = points[i].EnergyWh * by, IntervalWh = points[i].IntervalWh * by, OtherJson = Apply(points[i].OtherJson, factor),
            };
        return points;
    }

    /// <summary>A register as the charge point would send it.</summary>
    public static RegisterReading? Unapply(RegisterReading? register, decimal factor) =>
        factor is 0 or 1 || register is not { } reading ? register : reading with { Wh = reading.Wh / (double)factor };

    /// <param name="wattHours">A register as sent, Wh.</param>
    public static long? Apply(long? wattHours, decimal factor) =>
        factor == 1 || wattHours is not { } register ? wattHours : (long)Math.Clamp(Math.Round(register * factor), long.MinValue, long.MaxValue);

    /// <summary>Intervals and other energies without a column are counted from here when a transaction is booked.</summary>
    private static string? Apply(string? otherJson, decimal factor)
    {
        if (otherJson is null || JsonNode.Parse(otherJson) is not JsonArray samples) return otherJson;
        var isChanged = false;
        foreach (var node in samples)
        {
            if (node?.Deserialize(OcppJsonContext.Wire.SampledValue) is not { } sample || !IsEnergy(sample)) continue;
            if (LenientNumbers.ParseDecimal(sample.Value) is not { } value || Math.Abs(value) > MostToMultiply) continue;
            node["value"] = (value * factor).ToString("0.############", CultureInfo.InvariantCulture);
            isChanged = true;
        }
        return isChanged ? samples.ToJsonString() : otherJson;
    }

    /// <summary>What is signed stays as it was signed.</summary>
    private static bool IsEnergy(SampledValue sample) => sample.Format is not SignedValue.Format
        && (string.IsNullOrEmpty(sample.Measurand) || sample.Measurand.StartsWith("Energy.", StringComparison.OrdinalIgnoreCase));
}
