using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>Ends a stale transaction by hand: nothing is sent, the connector is free for the next one.</summary>
public sealed class ManualTransactionClose(HistoryWriter history, TransactionEnder ends, TimeProvider time)
{
    public const string Reason = "ClosedByOperator";

    /// <returns>False when it was over already.</returns>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept and runs on.</exception>
    public async Task<bool> CloseAsync(string chargePointId, int transactionId)
    {
        var at = time.GetUtcNow();
        if (await history.KeepAsync(new InferredStopWrite(transactionId, at, at, Reason)) is not { } kept) return false;
        ends.End(chargePointId, transactionId, kept.ConnectorId, OcppEnum<StopReason>.Parse(Reason), kept.EnergyWh, at);
        return true;
    }
}
