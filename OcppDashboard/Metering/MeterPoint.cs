using System.Globalization;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>All that was measured at one connector at one point in time, in base units. Null: not measured.</summary>
public sealed record MeterPoint
{
    /// <summary>When, UTC: the charge point's stamp where it is credible, otherwise the time of receipt.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Our id of the transaction it was kept with; null: of none, or it is not kept yet.</summary>
    public int? TransactionId { get; init; }

    /// <summary>What its clock said, UTC, where <see cref="At"/> is another time; the same reading sent again has the same stamp. Null: the same, or none.</summary>
    public DateTimeOffset? StampedAt { get; init; }

    /// <summary>What tells this reading from others of its connector, whatever is known of the clock.</summary>
    public DateTimeOffset Stamp => StampedAt ?? At;

    /// <summary>Sample.Periodic, Transaction.Begin, Transaction.End ... as sent.</summary>
    public required string Context { get; init; }

    /// <summary>Register Energy.Active.Import.Register, total, Wh.</summary>
    public double? EnergyWh { get; init; }

    /// <summary>A register that cannot be this meter's, Wh: kept with the others and shown nowhere. Not stored by itself.</summary>
    public double? AsideWh { get; init; }

    /// <summary>Energy.Active.Import.Interval, Wh: what flowed since the reading before. Not stored by itself: it is among the others.</summary>
    public double? IntervalWh { get; init; }

    /// <summary>The register that was read, whatever it is worth, Wh.</summary>
    internal double? ReadWh => EnergyWh ?? AsideWh;

    /// <summary>Active power drawn by the vehicle, total over the phases, W.</summary>
    public double? PowerW { get; init; }

    public double? CurrentL1A { get; init; }
    public double? CurrentL2A { get; init; }
    public double? CurrentL3A { get; init; }
    /// <summary>Current without a phase (DC, or a total), A.</summary>
    public double? CurrentA { get; init; }

    public double? VoltageL1V { get; init; }
    public double? VoltageL2V { get; init; }
    public double? VoltageL3V { get; init; }
    /// <summary>Voltage without a phase, V.</summary>
    public double? VoltageV { get; init; }

    public double? CurrentOfferedA { get; init; }
    public double? PowerOfferedW { get; init; }

    /// <summary>State of charge, %.</summary>
    public double? StateOfCharge { get; init; }

    public double? TemperatureC { get; init; }

    /// <summary>What has no column: a JSON array of sampledValue objects as sent; null when there was none.</summary>
    public string? OtherJson { get; init; }

    /// <summary>The same with its register kept among the others: it cannot be this meter's.</summary>
    internal MeterPoint WithRegisterAside()
    {
        if (EnergyWh is not { } wh) return this;
        var sample = new SampledValue(wh.ToString("0.###", CultureInfo.InvariantCulture), Context, Measurand: Measurands.EnergyActiveImportRegister, Unit: "Wh");
        var json = JsonSerializer.Serialize(sample, OcppJsonContext.Wire.SampledValue);
        var others = OtherJson is { Length: > 2 } more ? $"{more[..^1]},{json}]" : $"[{json}]";
        return this with { EnergyWh = null, AsideWh = wh, OtherJson = others };
    }

    /// <summary>The current to show: the one without phase, otherwise the highest phase, A.</summary>
    public double? AnyCurrentA => CurrentA ?? Max(CurrentL1A, CurrentL2A, CurrentL3A);

    /// <summary>The voltage to show: the one without phase, otherwise the mean of the phases, V.</summary>
    public double? AnyVoltageV
    {
        get
        {
            if (VoltageV is not null) return VoltageV;
            double sum = 0;
            var count = 0;
            if (VoltageL1V is { } one) { sum += one; count++; }
            if (VoltageL2V is { } two) { sum += two; count++; }
            if (VoltageL3V is { } three) { sum += three; count++; }
            return count == 0 ? null : sum / count;
        }
    }

    private static double? Max(double? a, double? b, double? c)
    {
        var max = a;
        if (b is not null && !(max >= b)) max = b;
        if (c is not null && !(max >= c)) max = c;
        return max;
    }
}
