using OcppDashboard.Metering;

namespace OcppDashboard.Components.Shared;

/// <summary>Meter points as the columns that js/meter-chart.js draws: seconds since 1970, kW, A, V, %, kWh, our id of the transaction. Null: not measured, no transaction.</summary>
public sealed record ChartColumns(
    IReadOnlyList<double> T, IReadOnlyList<double?> Power, IReadOnlyList<double?> PowerOffered, IReadOnlyList<double?> Current, IReadOnlyList<double?> CurrentOffered,
    IReadOnlyList<double?> Voltage, IReadOnlyList<double?> Soc, IReadOnlyList<double?> Energy, IReadOnlyList<int?> Transaction)
{
    /// <param name="points">Oldest first.</param>
    /// <param name="meterStartWh">Register that energy counts from, Wh; null: the register itself is drawn.</param>
    public static ChartColumns Of(IReadOnlyCollection<MeterPoint> points, double? meterStartWh)
    {
        return new(
            [.. points.Select(p => p.At.ToUnixTimeMilliseconds() / 1000.0)], Column(p => p.PowerW / 1000), Column(p => p.PowerOfferedW / 1000), Column(p => p.AnyCurrentA),
            Column(p => p.CurrentOfferedA), Column(p => p.AnyVoltageV), Column(p => p.StateOfCharge), Column(p => (p.EnergyWh - (meterStartWh ?? 0)) / 1000),
            [.. points.Select(p => p.TransactionId)]);

        double?[] Column(Func<MeterPoint, double?> value) =>
            [.. points.Select(point => value(point) is { } number && double.IsFinite(number) ? Math.Round(number, 3) : (double?)null)];
    }
}
