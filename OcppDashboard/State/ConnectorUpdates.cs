using OcppDashboard.Metering;

namespace OcppDashboard.State;

/// <summary>How a connector changes with what is measured and when transactions begin and end. Pure functions.</summary>
public static class ConnectorUpdates
{
    /// <summary>Connectors kept per charge point; reports on more change nothing live (H2, H3).</summary>
    public const int MaxConnectors = 64;

    /// <summary>True when a report on this connector id may change the live state.</summary>
    public static bool MayHold(ChargePointSnapshot snapshot, int connectorId) =>
        connectorId >= 0 && (snapshot.Connector(connectorId) is not null || snapshot.Connectors.Length < MaxConnectors);

    public static ConnectorSnapshot ConnectorOrNew(this ChargePointSnapshot snapshot, int connectorId) => snapshot.Connector(connectorId) ?? new ConnectorSnapshot { Id = connectorId };

    /// <summary>A new point: gauges that it does not carry stay for a while, the register never falls back to zero (G10).</summary>
    /// <param name="belongsToTransaction">True when the point is of the running transaction.</param>
    public static ConnectorSnapshot With(this ConnectorSnapshot connector, MeterPoint point, bool belongsToTransaction)
    {
        var register = point.EnergyWh is { } wh && (wh > 0 || connector.RegisterWh is null or 0) ? wh : connector.RegisterWh;
        var transaction = connector.Transaction is { } running && belongsToTransaction ? running.With(point, connector.Reading) : connector.Transaction;
        var isCurrent = connector.Reading is not { } last || point.At >= last.At || (last.At - point.At) < TimeSpan.FromMinutes(1);
        return connector with { RegisterWh = register, Transaction = transaction, Reading = isCurrent ? Merge(connector.Reading, point) : connector.Reading };
    }

    /// <summary>The transaction is over: no power flows any more (G19).</summary>
    public static ConnectorSnapshot WithoutTransaction(this ConnectorSnapshot connector) => connector with
    {
        Transaction = null,
        Reading = connector.Reading is not { } last ? null : last with
        {
            PowerW = last.PowerW is null ? null : 0, CurrentA = last.CurrentA is null ? null : 0, CurrentL1A = last.CurrentL1A is null ? null : 0,
            CurrentL2A = last.CurrentL2A is null ? null : 0, CurrentL3A = last.CurrentL3A is null ? null : 0, StateOfCharge = null,
        },
    };

    private static TransactionSnapshot With(this TransactionSnapshot running, MeterPoint point, MeterPoint? last)
    {
        var relative = running.RegisterIsRelative;
        var energy = running.EnergyWh;
        if (point.EnergyWh is { } register)
        {
            var start = running.MeterStartWh ?? 0;
            relative |= running.MeterStartWh > 0 && register > 0 && register < start; // counts from the start of the transaction (G9)
            var now = relative ? register : running.MeterStartWh is null ? (double?)null : register - start;
            if (now >= 0 && !(now < energy)) energy = now;
        }
        return running with
        {
            EnergyWh = energy, RegisterIsRelative = relative, StateOfCharge = point.StateOfCharge ?? running.StateOfCharge,
            StartStateOfCharge = running.StartStateOfCharge ?? point.StateOfCharge, PowerIntegralWh = running.PowerIntegralWh + Integral(last, point),
        };
    }

    /// <summary>Energy between two readings of power, Wh; 0 where they are too far apart.</summary>
    private static double Integral(MeterPoint? last, MeterPoint point) =>
        last is { PowerW: { } from } && point.PowerW is { } to && point.At - last.At is var span && span > TimeSpan.Zero && span < TimeSpan.FromMinutes(20)
            ? Math.Max(0, (from + to) / 2 * span.TotalHours) : 0;

    private static MeterPoint Merge(MeterPoint? last, MeterPoint point)
    {
        if (last is null || point.At - last.At > TimeSpan.FromMinutes(5)) return point;
        var hasPhases = point.CurrentL1A is not null || point.CurrentA is not null;
        var hasVoltage = point.VoltageL1V is not null || point.VoltageV is not null;
        return point with
        {
            EnergyWh = point.EnergyWh ?? last.EnergyWh, PowerW = point.PowerW ?? last.PowerW,
            CurrentA = hasPhases ? point.CurrentA : last.CurrentA, CurrentL1A = hasPhases ? point.CurrentL1A : last.CurrentL1A,
            CurrentL2A = hasPhases ? point.CurrentL2A : last.CurrentL2A, CurrentL3A = hasPhases ? point.CurrentL3A : last.CurrentL3A,
            VoltageV = hasVoltage ? point.VoltageV : last.VoltageV, VoltageL1V = hasVoltage ? point.VoltageL1V : last.VoltageL1V,
            VoltageL2V = hasVoltage ? point.VoltageL2V : last.VoltageL2V, VoltageL3V = hasVoltage ? point.VoltageL3V : last.VoltageL3V,
            CurrentOfferedA = point.CurrentOfferedA ?? last.CurrentOfferedA, PowerOfferedW = point.PowerOfferedW ?? last.PowerOfferedW,
            StateOfCharge = point.StateOfCharge ?? last.StateOfCharge, TemperatureC = point.TemperatureC ?? last.TemperatureC,
        };
    }
}
