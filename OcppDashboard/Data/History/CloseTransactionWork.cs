using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>A person ends a transaction that the charge point will not end. A stop that comes after all completes it, as after an inferred end.</summary>
/// <returns>Null: it is over already.</returns>
public sealed class CloseTransactionWork(string chargePointId, int transactionId, DateTimeOffset at, string reason) : HistoryWork<KeptStop?>
{
    internal override KeptStop? Write(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        if (TransactionRows.Open(database, key).Find(open => open.Id == transactionId) is not { } found) return null;
        var register = TransactionRows.LastRegister(database, found.Id);
        found.EnergyWh = register - found.MeterStartWh is { } energy and >= 0 ? energy : found.MeterStartWh is null ? null : 0;
        (found.StoppedAt, found.StopReceivedAt, found.StopReason) = (at < found.StartedAt ? found.StartedAt : at, at, reason);
        found.Flags |= TransactionFlags.Inferred;
        TransactionRows.Stop(database, found);
        return new(found.Id, found.ConnectorId, found.EnergyWh, true, false, false);
    }
}
