using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>Makes new meter points the present readings of a connector and passes them to charts.</summary>
public sealed class MeterState(ChargePointStore store, FleetMeter fleet)
{
    private const string RegisterFell = "MeterValues: the energy register fell to 0; the last one is shown, the 0 is kept";

    /// <param name="transactionId">Our id of the transaction the points belong to; null: none.</param>
    public void Apply(string chargePointId, int connectorId, int? transactionId, IReadOnlyList<MeterPoint> points)
    {
        double gained = 0;
        store.Update(chargePointId, snapshot =>
        {
            if (!ConnectorUpdates.MayHold(snapshot, connectorId)) return snapshot;
            var before = snapshot.ConnectorOrNew(connectorId);
            var belongs = transactionId is not null && before.Transaction?.Id == transactionId;
            if (transactionId is not null && !belongs) return snapshot; // values of a transaction that is over revive nothing (F20)
            var after = before;
            foreach (var point in points)
                if (point.Context != ReadingContexts.TransactionBegin || after.Reading is null) after = after.With(point, belongs);
            gained = belongs ? (after.Transaction!.EnergyWh ?? 0) - (before.Transaction!.EnergyWh ?? 0) : 0;
            foreach (var point in points)
                if (point.EnergyWh == 0 && before.RegisterWh > 0) snapshot = snapshot.WithFinding(RegisterFell, point.At);
            return snapshot.With(after);
        });
        fleet.AddEnergy(gained);
        if (!store.MeterPoints.HasListeners) return;
        foreach (var point in points) store.MeterPoints.Publish(new(chargePointId, connectorId, transactionId, point));
    }
}
