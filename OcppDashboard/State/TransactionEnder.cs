using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>Makes the end of a transaction true, whoever ended it: its connector is free, what it gained counts, who listens is told.</summary>
public sealed class TransactionEnder(ChargePointStore store, ChargePointEvents events, FleetMeter fleet)
{
    /// <param name="energyWh">Of the whole transaction, Wh; null when it cannot be known.</param>
    /// <param name="also">What else changes where it was running: gets the charge point without it, and the connector as it was.</param>
    public void End(
        string chargePointId, int transactionId, int connectorId, OcppEnum<StopReason> reason, double? energyWh, DateTimeOffset at,
        Func<ChargePointSnapshot, ConnectorSnapshot, ChargePointSnapshot>? also = null)
    {
        double gained = 0;
        if (store.Find(chargePointId) is not null) // one that was removed meanwhile does not come back by this
            store.Update(chargePointId, Ended);
        fleet.AddEnergy(gained);
        events.Publish(new TransactionStopped(chargePointId, at, transactionId, connectorId, reason, energyWh));

        ChargePointSnapshot Ended(ChargePointSnapshot snapshot)
        {
            if (snapshot.Connectors.FirstOrDefault(c => c.Transaction?.Id == transactionId) is not { } connector) return snapshot;
            gained = energyWh is { } booked ? booked - (connector.Transaction!.EnergyWh ?? 0) : 0;
            var ended = snapshot.With(connector.WithoutTransaction() with { EndedAt = at });
            return also is null ? ended : also(ended, connector);
        }
    }
}
