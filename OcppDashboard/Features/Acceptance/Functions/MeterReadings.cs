using System.Globalization;
using System.Text;
using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>One value of a reading in the unit it came with.</summary>
/// <param name="Measurand">Energy.Active.Import.Register where it was absent.</param>
/// <param name="Unit">As sent; null: absent.</param>
internal sealed record SeenValue(string Measurand, string? Phase, decimal Value, string? Unit, string? Context)
{
    /// <summary>Wh, W, A, V.</summary>
    public decimal Base => Unit is "kWh" or "kW" ? Value * 1000 : Unit is "mA" or "mV" ? Value / 1000 : Value;

    /// <summary>1 to 3; 0: the total.</summary>
    public int PhaseNumber => Phase is ['L', var digit and >= '1' and <= '3', ..] ? digit - '0' : 0;

    /// <summary>One of those taken at the interval.</summary>
    public bool IsPeriodic => Context is not ("Sample.Clock" or "Transaction.Begin" or "Transaction.End" or "Trigger" or "Interruption.Begin" or "Interruption.End");
}

/// <summary>All values of one MeterValues CALL that were taken at the interval.</summary>
/// <param name="At">When it was received, UTC.</param>
/// <param name="Stamp">What the charge point says; the time of receipt where that cannot be read.</param>
internal sealed record SeenReading(CapturedFrame Frame, DateTimeOffset At, DateTimeOffset Stamp, IReadOnlyList<SeenValue> Values)
{
    /// <summary>As the report prints it: <c>9:25:37: Energy.Active.Import.Register 1 Wh, Current.Offered 16 A</c>.</summary>
    public string Line => new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Stamp.UtcDateTime:H:mm:ss}: ").AppendJoin(", ", Values.Select(value =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Measurand}{(value.Phase is null ? "" : $" {value.Phase}")} {value.Value}{(Unit(value) is { } unit ? $" {unit}" : "")}"))).ToString();

    /// <summary>Sum or total of a measurand over its phases in the base unit; null: not among the values.</summary>
    public decimal? Total(string measurand)
    {
        var values = Values.Where(value => value.Measurand == measurand).ToList();
        if (values.Count == 0) return null;
        return values.Find(value => value.PhaseNumber == 0) is { } total ? total.Base : values.Sum(value => value.Base);
    }

    private static string? Unit(SeenValue value) => value.Unit ?? (value.Measurand == Measurands.EnergyActiveImportRegister ? "Wh" : null);
}

internal static class MeterReadings
{
    private static readonly OcppAction MeterValues = OcppActions.Of<MeterValuesRequest>();

    /// <summary>The readings at the interval in MeterValues frames, in order; those without a number are left out.</summary>
    public static IReadOnlyList<SeenReading> Of(IEnumerable<CapturedFrame> frames) => [.. frames.SelectMany(Of)];

    private static IEnumerable<SeenReading> Of(CapturedFrame frame)
    {
        if (!PayloadReader.TryRead(MeterValues, JsonSerializer.SerializeToUtf8Bytes(frame.Payload), response: false, out var request, out _, out _)) yield break;
        foreach (var meterValue in ((MeterValuesRequest)request).MeterValue ?? [])
        {
            var values = (meterValue.SampledValue ?? []).Select(ValueOf).OfType<SeenValue>().Where(value => value.IsPeriodic).ToList();
            if (values.Count > 0) yield return new(frame, frame.At, meterValue.Timestamp is { HasZone: true, Value: { } stamp } ? stamp : frame.At, values);
        }
    }

    private static SeenValue? ValueOf(SampledValue sample) => sample.Format == "SignedData" || LenientNumbers.ParseDecimal(sample.Value) is not { } number ? null
        : new(sample.Measurand is { Length: > 0 } measurand ? measurand : Measurands.EnergyActiveImportRegister, sample.Phase is { Length: > 0 } phase ? phase : null, number,
            sample.Unit is { Length: > 0 } unit ? unit : null, sample.Context is { Length: > 0 } context ? context : null);
}
