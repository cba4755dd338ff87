using OcppDashboard.Metering;

namespace OcppDashboard.State;

/// <summary>How a connector changes with what is measured and when transactions begin and end. Pure functions.</summary>
public static class ConnectorUpdates
{
    /// <summary>Connectors kept per charge point; reports on more change nothing live (H2, H3).</summary>
    public const int MaxConnectors = 64;

    /// <summary>More than flows between two readings, Wh.</summary>
    private const double MostAtOnceWh = 100_000;

    private static readonly TimeSpan Old = TimeSpan.FromMinutes(1), Kept = TimeSpan.FromMinutes(5), SameLateness = TimeSpan.FromSeconds(10), Apart = TimeSpan.FromSeconds(30);

    /// <summary>True when a report on this connector id may change the live state.</summary>
    public static bool MayHold(ChargePointSnapshot snapshot, int connectorId) =>
        connectorId >= 0 && (snapshot.Connector(connectorId) is not null || snapshot.Connectors.Length < MaxConnectors);

    public static ConnectorSnapshot ConnectorOrNew(this ChargePointSnapshot snapshot, int connectorId) => snapshot.Connector(connectorId) ?? new ConnectorSnapshot { Id = connectorId };

    /// <summary>A new point: gauges that it does not carry stay for a while, the register never falls back to zero (G10).</summary>
    /// <param name="belongsToTransaction">True when the point is of the running transaction.</param>
    public static ConnectorSnapshot With(this ConnectorSnapshot connector, MeterPoint point, bool belongsToTransaction)
    {
        if (connector.Reading is { } last && last.At - point.At >= Old) return connector.WithHistory(point, belongsToTransaction);
        var register = point.EnergyWh is { } wh && (wh > 0 || connector.RegisterWh is null or 0) ? wh : connector.RegisterWh;
        var transaction = connector.Transaction is { } running && belongsToTransaction ? running.With(point, connector.Reading) : connector.Transaction;
        var powerAt = point.PowerW is null ? connector.PowerAt : point.At;
        var currentAt = point.AnyCurrentA is null ? connector.CurrentAt : point.At;
        var after = connector with
        {
            RegisterWh = register, Transaction = transaction, PowerAt = powerAt, CurrentAt = currentAt,
            Reading = Merge(connector.Reading, point, point.At - powerAt <= Kept, point.At - currentAt <= Kept),
        };
        return after.Transaction is null && point.At <= connector.EndedAt ? after.WithoutPower() : after;
    }

    /// <summary>
    /// Looks at when readings came. One from before the present ones is history (G16); a later one that is late by just as much says that the clock was
    /// set back: then the present readings are older than they seem, and what comes now takes their place.
    /// </summary>
    public static ConnectorSnapshot Receiving(this ConnectorSnapshot connector, MeterPoint newest, DateTimeOffset receivedAt)
    {
        if (connector.Reading is not { } last || last.At - newest.At < Old) return connector;
        var by = receivedAt - newest.At;
        if (connector.Lateness is not { } late || (late.By - by).Duration() > SameLateness) return connector with { Lateness = (by, receivedAt) };
        return receivedAt - late.Since < Apart ? connector : connector with { Lateness = null, Reading = last with { At = newest.At }, PowerAt = null, CurrentAt = null };
    }

    /// <summary>A point from before the present reading (G16): registers only count up, so it can add to what is known, and nothing else.</summary>
    internal static ConnectorSnapshot WithHistory(this ConnectorSnapshot connector, MeterPoint point, bool belongsToTransaction)
    {
        var running = belongsToTransaction ? connector.Transaction : null;
        if (running is not null) running = running.Judged(point, running.RegisterBeforeWh);
        var energy = running?.RegisterIsRelative == true ? point.EnergyWh : point.EnergyWh - running?.EnergyFromWh;
        return connector with
        {
            RegisterWh = point.EnergyWh > connector.RegisterWh ? point.EnergyWh : connector.RegisterWh,
            Transaction = energy > running?.EnergyWh ? running with { EnergyWh = energy } : running ?? connector.Transaction,
        };
    }

    /// <summary>A reading of the start that comes when later ones are known: it tells at most what the register counts from.</summary>
    public static ConnectorSnapshot WithBegin(this ConnectorSnapshot connector, MeterPoint point) =>
        connector.Transaction is { } running ? connector with { Transaction = running.Judged(point, running.RegisterBeforeWh) } : connector;

    /// <summary>
    /// A register below the one it began with counts from the start of the transaction (G9), or is another meter's. Once the meter's own has told of
    /// energy, a lower one is a slip or a reset; and none that counts from the start reaches the meter's own at one jump.
    /// </summary>
    private static TransactionSnapshot Judged(this TransactionSnapshot running, MeterPoint point, double? from)
    {
        if (point.EnergyWh is not { } register || register <= 0) return running;
        if (running.RegisterIsRelative)
            return running.RegisterBeforeWh is null && register >= from && register - (running.EnergyWh ?? 0) > MostAtOnceWh ? running with { RegisterIsRelative = false } : running;
        var isKnown = running.RegisterBeforeWh is null && running.EnergyWh > 0;
        return !isKnown && Register.IsBelow(register, from) ? running with { RegisterIsRelative = true } : running;
    }

    /// <summary>The transaction is over: no power flows any more (G19).</summary>
    public static ConnectorSnapshot WithoutTransaction(this ConnectorSnapshot connector) => connector with
    {
        Transaction = null,
        Reading = connector.WithoutPower().Reading is not { } last ? null : last with { StateOfCharge = null },
    };

    /// <summary>The last gauges do not stay when nothing flows any more (G19).</summary>
    public static ConnectorSnapshot WithoutPower(this ConnectorSnapshot connector) => connector.Reading is not { } last ? connector : connector with
    {
        Reading = last with
        {
            PowerW = last.PowerW is null ? null : 0, CurrentA = last.CurrentA is null ? null : 0, CurrentL1A = last.CurrentL1A is null ? null : 0,
            CurrentL2A = last.CurrentL2A is null ? null : 0, CurrentL3A = last.CurrentL3A is null ? null : 0,
        },
    };

    /// <summary>A transaction begins: its first register is the last one known, unless it comes late and a later one is (F10).</summary>
    public static ConnectorSnapshot Beginning(this ConnectorSnapshot connector, TransactionSnapshot transaction, bool isLate) => connector.WithoutTransaction() with
    {
        Transaction = transaction,
        RegisterWh = transaction.MeterStartWh is > 0 and var start && !(isLate && connector.RegisterWh > start) ? start : connector.RegisterWh,
    };

    private static TransactionSnapshot With(this TransactionSnapshot running, MeterPoint point, MeterPoint? last)
    {
        var relative = running.RegisterIsRelative;
        var energy = running.EnergyWh;
        if (point.EnergyWh is { } register)
        {
            relative = running.Judged(point, running.EnergyFromWh).RegisterIsRelative;
            var now = relative ? register : register - running.EnergyFromWh;
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

    private static MeterPoint Merge(MeterPoint? last, MeterPoint point, bool keepsPower, bool keepsCurrent)
    {
        if (last is null || point.At - last.At > Kept) return point;
        var hasPhases = point.AnyCurrentA is not null || !keepsCurrent;
        var hasVoltage = point.VoltageL1V is not null || point.VoltageV is not null;
        return point with
        {
            EnergyWh = point.EnergyWh ?? last.EnergyWh, PowerW = point.PowerW ?? (keepsPower ? last.PowerW : null),
            CurrentA = hasPhases ? point.CurrentA : last.CurrentA, CurrentL1A = hasPhases ? point.CurrentL1A : last.CurrentL1A,
            CurrentL2A = hasPhases ? point.CurrentL2A : last.CurrentL2A, CurrentL3A = hasPhases ? point.CurrentL3A : last.CurrentL3A,
            VoltageV = hasVoltage ? point.VoltageV : last.VoltageV, VoltageL1V = hasVoltage ? point.VoltageL1V : last.VoltageL1V,
            VoltageL2V = hasVoltage ? point.VoltageL2V : last.VoltageL2V, VoltageL3V = hasVoltage ? point.VoltageL3V : last.VoltageL3V,
            CurrentOfferedA = point.CurrentOfferedA ?? last.CurrentOfferedA, PowerOfferedW = point.PowerOfferedW ?? last.PowerOfferedW,
            StateOfCharge = point.StateOfCharge ?? last.StateOfCharge, TemperatureC = point.TemperatureC ?? last.TemperatureC,
        };
    }
}
