using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>Makes new meter points the present readings of a connector and passes them to charts.</summary>
public sealed class MeterState(ChargePointStore store, FleetMeter fleet)
{
    private const double FlowsW = 500;
    private static readonly TimeSpan Queued = TimeSpan.FromMinutes(5);

    /// <param name="context">Takes what is odd about the points.</param>
    /// <param name="transactionId">Our id of the transaction the points belong to; null: none.</param>
    public void Apply(CallContext context, int connectorId, int? transactionId, IReadOnlyList<MeterPoint> points)
    {
        double gained = 0;
        var hasBooted = false;
        ConnectorSnapshot? before = null, after = null;
        store.Update(context.ChargePointId, snapshot =>
        {
            if (!ConnectorUpdates.MayHold(snapshot, connectorId)) return snapshot;
            before = snapshot.ConnectorOrNew(connectorId);
            var belongs = transactionId is not null && before.Transaction?.Id == transactionId;
            if (transactionId is not null && !belongs) return snapshot; // values of a transaction that is over revive nothing (F20)
            var isPresent = snapshot.IsPresent(context); // what a replaced connection still measured adds energy and shows no gauge
            after = isPresent ? before.Receiving(points[^1], context.ReceivedAt) : before;
            hasBooted = snapshot.Boot?.At > before.Transaction?.ReceivedAt;
            var isOfNow = IsOfNow(snapshot, points[^1], context.ReceivedAt);
            foreach (var point in points)
                if (!isPresent) after = after.WithHistory(point, belongs, context.ReceivedAt);
                else if (point.Context != ReadingContexts.TransactionBegin || after.Reading is null) after = after.With(point, belongs, context.ReceivedAt, isOfNow);
                else if (belongs) after = after.WithBegin(point, context.ReceivedAt);
            gained = belongs ? (after.Transaction!.EnergyWh ?? 0) - (before.Transaction!.EnergyWh ?? 0) : 0;
            return snapshot.With(after);
        });
        fleet.AddEnergy(gained);
        if (before is not null && after is not null) Note(context, before, after, points, hasBooted);
        if (!store.MeterPoints.HasListeners) return;
        foreach (var point in points) store.MeterPoints.Publish(new(context.ChargePointId, connectorId, transactionId, point));
    }

    /// <summary>False for readings out of a queue, as far as the charge point's clock is known to be right.</summary>
    private static bool IsOfNow(ChargePointSnapshot snapshot, MeterPoint newest, DateTimeOffset receivedAt)
    {
        if (snapshot.ClockOffset is not { } offset) return true;
        var late = receivedAt - newest.At;
        return late <= Queued || (snapshot.Skew == TimeSpan.Zero && late + offset <= Queued); // otherwise the stamp was put right already
    }

    private static void Note(CallContext context, ConnectorSnapshot before, ConnectorSnapshot after, IReadOnlyList<MeterPoint> points, bool hasBooted)
    {
        foreach (var point in points)
        {
            if (point.AsideWh is not null) context.Note("a register beyond what can have been delivered");
            if (point.EnergyWh == 0 && before.RegisterWh > 0) context.Note("the energy register fell to 0");
        }
        var counts = after.Transaction is { RegisterIsRelative: true, MeterStartWh: > 0 } && before.Transaction is { RegisterIsRelative: false };
        if (counts && !hasBooted) context.Note("the register counts from the start of the transaction");
        if (after.Transaction is { } transaction && IsImplausible(transaction)) context.Note("energy and power differ by a factor of 100 or more");
        if (points[^1].PowerW > FlowsW && after.Status.Known is ChargePointStatus.SuspendedEV or ChargePointStatus.SuspendedEVSE) context.Note("power flows although the status says suspended");
    }

    /// <summary>True when register and power tell of energies so far apart that one of them has a wrong unit (G2).</summary>
    public static bool IsImplausible(TransactionSnapshot transaction)
    {
        const double enough = 500, apart = 100, measured = 20; // below that power was not watched long enough to tell
        return transaction is { ComparedEnergyWh: var energy, PowerIntegralWh: var integral } && Math.Max(energy, integral) > enough
            && (energy * apart < integral || integral > measured && integral * apart < energy);
    }
}
