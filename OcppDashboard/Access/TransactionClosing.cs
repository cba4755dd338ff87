using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Access;

/// <summary>Ends a stale transaction by hand: nothing is sent, the connector is free for the next one.</summary>
public sealed class TransactionClosing(HistoryWriter history, ChargePointStore store, ChargePointEvents events, TimeProvider time)
{
    public const string Reason = "ClosedByOperator";

    /// <returns>False when it was over already.</returns>
    /// <exception cref="Ocpp.Abstractions.KeepingFailedException">It could not be kept and runs on.</exception>
    public async Task<bool> CloseAsync(string chargePointId, int transactionId)
    {
        var at = time.GetUtcNow();
        if (await history.KeepAsync(new CloseTransactionWork(chargePointId, transactionId, at, Reason)) is not { } kept) return false;
        store.Update(chargePointId, snapshot => snapshot.Connectors.FirstOrDefault(c => c.Transaction?.Id == transactionId) is { } connector ? snapshot.With(connector.WithoutTransaction()) : snapshot);
        events.Publish(new TransactionStopped(chargePointId, at, kept.TransactionId, kept.ConnectorId, OcppEnum<StopReason>.Parse(Reason), kept.EnergyWh));
        return true;
    }
}
