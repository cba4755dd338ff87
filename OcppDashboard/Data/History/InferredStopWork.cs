using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>Ends a transaction whose connector became Available without a stop, at its last register (F19).</summary>
/// <param name="at">When the connector became Available.</param>
public sealed class InferredStopWork(int transactionId, DateTimeOffset at, DateTimeOffset now) : HistoryWork<InferredStop?>
{
    /// <returns>Null when it was over already.</returns>
    internal override InferredStop? Write(HistoryDatabase database)
    {
        if (TransactionRows.FindOpen(database, transactionId) is not { } open) return null;
        var last = TransactionRows.LastRegister(database, open.Id);
        open.StoppedAt = at < open.StartedAt ? open.StartedAt : at;
        open.StopReceivedAt = now;
        open.MeterStopWh = last is { } register ? (long)register : null;
        open.EnergyWh = TransactionRows.EnergyAt(database, open, last);
        open.Flags |= TransactionFlags.Inferred;
        TransactionRows.Stop(database, open);
        return new(open.EnergyWh);
    }
}

/// <param name="EnergyWh">Null when it cannot be known.</param>
public sealed record InferredStop(double? EnergyWh);
