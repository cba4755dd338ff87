using System.Text.Json;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>Energy among the sampled values of a meter point that have no column: intervals (Energy.Active.Import.Interval) and registers that were set aside.</summary>
public struct OtherEnergy
{
    private const string Interval = "Energy.Active.Import.Interval";
    private double periodic, clock;

    /// <summary>Sum of the intervals, Wh; 0 where there was none. Those by the clock overlap with the others: they count where they are the only ones.</summary>
    public readonly double IntervalsWh => periodic > 0 ? periodic : clock;

    /// <param name="otherJson">Of one meter point; null: it has none.</param>
    /// <param name="most">What can have flowed since the interval before, Wh.</param>
    /// <returns>True when there was an interval, whether it counts or not.</returns>
    public bool TakeIntervals(string? otherJson, double most = RegisterPlausibility.MostW)
    {
        (double? Total, double Phases) ofPeriod = default, ofClock = default;
        var isThere = false;
        foreach (var sample in Samples(otherJson))
        {
            if (!Is(sample, Interval) || MeterPointReader.Number(sample.Value, sample.Unit) is not { } energy) continue;
            isThere = true;
            if (energy < 0 || energy > Math.Min(most, RegisterPlausibility.MostW)) continue;
            if (sample.Context == ReadingContexts.SampleClock) Add(ref ofClock, sample.Phase, energy);
            else Add(ref ofPeriod, sample.Phase, energy);
        }
        periodic += ofPeriod.Total ?? ofPeriod.Phases;
        clock += ofClock.Total ?? ofClock.Phases;
        return isThere;
    }

    /// <returns>A register that was set aside, Wh; null: there is none.</returns>
    public static double? Register(string? otherJson)
    {
        foreach (var sample in Samples(otherJson))
            if (Is(sample, Measurands.EnergyActiveImportRegister) && string.IsNullOrEmpty(sample.Phase) && MeterPointReader.Number(sample.Value, sample.Unit) is { } wh)
                return wh;
        return null;
    }

    /// <summary>What is measured at the inlet, or signed, is kept and counts nothing, as in the live values.</summary>
    private static bool Is(SampledValue sample, string measurand) =>
        !"Inlet".Equals(sample.Location?.Trim(), StringComparison.OrdinalIgnoreCase) && sample.Format is not SignedValue.Format
        && measurand.Equals(sample.Measurand?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static void Add(ref (double? Total, double Phases) sum, string? phase, double energy)
    {
        if (string.IsNullOrEmpty(phase)) sum.Total = energy;
        else sum.Phases += energy;
    }

    private static List<SampledValue> Samples(string? otherJson)
    {
        if (otherJson is null) return [];
        using var document = JsonDocument.Parse(otherJson);
        return [.. document.RootElement.EnumerateArray().Select(element => element.Deserialize(OcppJsonContext.Wire.SampledValue)).OfType<SampledValue>()];
    }
}
