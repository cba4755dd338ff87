using OcppDashboard.Metering;

namespace OcppDashboard.State;

/// <summary>How a connector changes with what is measured and when transactions begin and end. Pure functions.</summary>
public static class ConnectorUpdates
{
    /// <summary>Connectors kept per charge point; reports on more change nothing live (H2, H3).</summary>
    public const int MaxConnectors = 64;

    /// <summary>From here on a reading tells that a vehicle draws power, W.</summary>
    private const double FlowsW = 50;

    private static readonly TimeSpan Old = TimeSpan.FromMinutes(1), Kept = TimeSpan.FromMinutes(5), SameLateness = TimeSpan.FromSeconds(10), Apart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestStep = TimeSpan.FromSeconds(1), LongestUsualStep = TimeSpan.FromMinutes(20), LongestStep = TimeSpan.FromHours(1);
    private const int StepsUntilStale = 3;

    /// <summary>True when a report on this connector id may change the live state.</summary>
    public static bool MayHold(ChargePointSnapshot snapshot, int connectorId) =>
        connectorId >= 0 && (snapshot.Connector(connectorId) is not null || snapshot.Connectors.Length < MaxConnectors);

    public static ConnectorSnapshot ConnectorOrNew(this ChargePointSnapshot snapshot, int connectorId) => snapshot.Connector(connectorId) ?? new ConnectorSnapshot { Id = connectorId };

    /// <summary>A new point: gauges that it does not carry stay for a while, the register never falls back to zero (G10).</summary>
    /// <param name="belongsToTransaction">True when the point is of the running transaction.</param>
    /// <param name="receivedAt">UTC; null: when it was measured.</param>
    /// <param name="isOfNow">False when it comes out of a queue: what it tells of power is over.</param>
    public static ConnectorSnapshot With(this ConnectorSnapshot connector, MeterPoint point, bool belongsToTransaction, DateTimeOffset? receivedAt = null, bool isOfNow = true)
    {
        var now = receivedAt ?? point.At;
        if (connector.IsHistory(point)) return connector.WithHistory(point, belongsToTransaction, now);
        var running = belongsToTransaction ? connector.Transaction : null;
        var powerAt = point.PowerW is null ? connector.PowerAt : point.At;
        var currentAt = point.AnyCurrentA is null ? connector.CurrentAt : point.At;
        var counted = running?.With(connector, point, now);
        var register = connector.RegisterAfter(running, counted, point, now);
        var isMeasured = point.PowerW is not null || point.AnyCurrentA is not null;
        var transaction = counted ?? connector.Transaction;
        var flows = isOfNow && connector.MayDrawIn(transaction) && (transaction is not null || !(point.At <= connector.EndedAt));
        return connector with
        {
            Transaction = transaction, PowerAt = powerAt, CurrentAt = currentAt,
            RegisterWh = register.Wh, RegisterAt = register.At, RegisterIsOfTransactions = register.IsOfTransactions, Idle = register.Idle,
            MeasuredAt = isMeasured ? now : connector.MeasuredAt, DrawsAt = point.PowerW > FlowsW ? now : connector.DrawsAt,
            MeasuredEvery = isMeasured ? Step(connector.MeasuredEvery, now - connector.MeasuredAt) : connector.MeasuredEvery,
            Reading = flows
                ? Merge(connector.Reading, point, point.At - powerAt <= Kept, point.At - currentAt <= Kept)
                : Merge(connector.Reading, WithoutPower(point), keepsPower: false, keepsCurrent: false),
        };
    }

    /// <summary>True for a point from before the present reading.</summary>
    internal static bool IsHistory(this ConnectorSnapshot connector, MeterPoint point) => connector.Reading is { } last && last.At - point.At >= Old;

    /// <summary>The interval of the readings: the longest of late, so that two kinds of readings between each other are none too short; a pause is none.</summary>
    private static TimeSpan? Step(TimeSpan? known, TimeSpan? gap)
    {
        if (gap is not { } step || step < ShortestStep || step > LongestStep) return known;
        if (known is not { } every || (step > every && step < Longer(every * StepsUntilStale, LongestUsualStep))) return step;
        return step > every ? known : (every * 3 + step) / 4;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>
    /// True when nothing was measured for so long that the last power is no longer the present one: three times the interval of the readings, five
    /// minutes while that is not known.
    /// </summary>
    public static bool IsStale(this ConnectorSnapshot connector, DateTimeOffset now)
    {
        if (connector is not { Reading: { } reading, MeasuredAt: { } at } || (reading.PowerW is null && reading.AnyCurrentA is null)) return false;
        return now - at > Longer(connector.MeasuredEvery * StepsUntilStale ?? Kept, Old);
    }

    /// <summary>No power flows at any connector: it boots, or is gone.</summary>
    public static ChargePointSnapshot WithoutPower(this ChargePointSnapshot snapshot)
    {
        foreach (var connector in snapshot.Connectors)
            if (connector.WithoutPower() is var after && !ReferenceEquals(after, connector)) snapshot = snapshot.With(after);
        return snapshot;
    }

    /// <summary>
    /// Looks at when readings came. One from before the present ones is history (G16); a later one that is late by just as much says that the clock was
    /// set back: then the present readings are older than they seem, and what comes now takes their place.
    /// </summary>
    public static ConnectorSnapshot Receiving(this ConnectorSnapshot connector, MeterPoint newest, DateTimeOffset receivedAt)
    {
        if (connector.Reading is not { } last || last.At - newest.At < Old) return connector;
        var by = receivedAt - newest.At;
        if (connector.Lateness is not { } late || (late.By - by).Duration() > SameLateness) return connector with { Lateness = new(by, receivedAt) };
        return receivedAt - late.Since < Apart ? connector : connector with { Lateness = null, Reading = last with { At = newest.At }, PowerAt = null, CurrentAt = null };
    }

    /// <summary>The transaction is over: no power flows any more (G19).</summary>
    public static ConnectorSnapshot WithoutTransaction(this ConnectorSnapshot connector) => connector with
    {
        Transaction = null,
        Reading = connector.WithoutPower().Reading is not { } last ? null : last with { StateOfCharge = null },
    };

    /// <summary>The last gauges do not stay when nothing can flow any more (G19): what flows then is not known until it is measured again.</summary>
    public static ConnectorSnapshot WithoutPower(this ConnectorSnapshot connector) =>
        connector.Reading is { } last && WithoutPower(last) is var reading && !ReferenceEquals(reading, last)
            ? connector with { Reading = reading }
            : connector;

    private static MeterPoint WithoutPower(MeterPoint point) => point.PowerW is null && point.AnyCurrentA is null ? point
        : point with { PowerW = null, CurrentA = null, CurrentL1A = null, CurrentL2A = null, CurrentL3A = null };

    private static MeterPoint Merge(MeterPoint? last, MeterPoint point, bool keepsPower, bool keepsCurrent)
    {
        if (last is null || point.At - last.At > Kept) return point.AsideWh is null && point.IntervalWh is null ? point : point with { AsideWh = null, IntervalWh = null };
        var hasPhases = point.AnyCurrentA is not null || !keepsCurrent;
        var hasVoltage = point.VoltageL1V is not null || point.VoltageV is not null;
        return point with
        {
            EnergyWh = point.EnergyWh ?? last.EnergyWh, AsideWh = null, IntervalWh = null, PowerW = point.PowerW ?? (keepsPower ? last.PowerW : null),
            CurrentA = hasPhases ? point.CurrentA : last.CurrentA, CurrentL1A = hasPhases ? point.CurrentL1A : last.CurrentL1A,
            CurrentL2A = hasPhases ? point.CurrentL2A : last.CurrentL2A, CurrentL3A = hasPhases ? point.CurrentL3A : last.CurrentL3A,
            VoltageV = hasVoltage ? point.VoltageV : last.VoltageV, VoltageL1V = hasVoltage ? point.VoltageL1V : last.VoltageL1V,
            VoltageL2V = hasVoltage ? point.VoltageL2V : last.VoltageL2V, VoltageL3V = hasVoltage ? point.VoltageL3V : last.VoltageL3V,
            CurrentOfferedA = point.CurrentOfferedA ?? last.CurrentOfferedA, PowerOfferedW = point.PowerOfferedW ?? last.PowerOfferedW,
            StateOfCharge = point.StateOfCharge ?? last.StateOfCharge, TemperatureC = point.TemperatureC ?? last.TemperatureC,
        };
    }
}
