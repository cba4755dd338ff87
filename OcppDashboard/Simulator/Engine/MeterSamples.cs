using System.Globalization;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>Readings of a connector as OCPP has them.</summary>
internal static class MeterSamples
{
    /// <summary>Null when none of the measurands is metered here.</summary>
    /// <param name="at">What the reading is stamped with; null: now.</param>
    public static MeterValue? Take(Device device, Connector connector, IReadOnlyList<string> measurands, string context, DateTimeOffset? at = null)
    {
        var samples = measurands.Where(device.Model.Measurands.Contains).SelectMany(measurand => Of(connector, measurand, context)).ToList();
        return samples.Count == 0 ? null : new(WholeSeconds(at ?? device.Now), samples);
    }

    /// <summary>Charge points tell whole seconds.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);

    private static IEnumerable<SampledValue> Of(Connector connector, string measurand, string context)
    {
        var meter = connector.Meter;
        var direct = connector.Design.Current == CurrentKind.DC;
        var phases = direct ? 0 : connector.Design.Phases;
        return measurand switch
        {
            Measurands.EnergyActiveImportRegister => [Value(Math.Floor(meter.RegisterWh), "0", "Wh")],
            Measurands.PowerActiveImport => [Value(meter.PowerW, "0.0", "W")],
            Measurands.PowerOffered => [Value(meter.OfferedPowerW, "0", "W")],
            Measurands.CurrentOffered => [Value(meter.OfferedCurrent, "0.#", "A")],
            Measurands.CurrentImport when direct => [Value(meter.Current, "0.00", "A")],
            Measurands.CurrentImport => PerPhase(phase => meter.CurrentOf(phase), "0.00", "A", ""),
            Measurands.Voltage when direct => [Value(meter.VoltageOf(1), "0.0", "V")],
            Measurands.Voltage => PerPhase(phase => meter.VoltageOf(phase), "0.0", "V", "-N"),
            Measurands.StateOfCharge when connector is { Design.ReportsSoC: true, Vehicle: { } vehicle } =>
                [Value(Math.Floor(vehicle.StateOfCharge), "0", "Percent", "EV")],
            Measurands.Temperature => [Value(24 + (meter.PowerW / 4000), "0.0", "Celsius", "Body")],
            _ => [],
        };

        SampledValue Value(double number, string format, string unit, string? location = null, string? phase = null) =>
            new(number.ToString(format, CultureInfo.InvariantCulture), context, null, measurand, phase, location, unit);

        IEnumerable<SampledValue> PerPhase(Func<int, double> reading, string format, string unit, string suffix) =>
            Enumerable.Range(1, phases).Select(phase => Value(reading(phase), format, unit, null, $"L{phase}{suffix}"));
    }
}
