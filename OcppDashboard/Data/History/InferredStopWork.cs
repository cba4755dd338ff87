using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>Ends a transaction without a stop, at its last register: its connector became Available (F19), or a person ended it. A late stop completes it.</summary>
/// <param name="at">When it ended.</param>
/// <param name="reason">Null: not known.</param>
public sealed class InferredStopWork(int transactionId, DateTimeOffset at, DateTimeOffset now, string? reason = null) : HistoryWork<InferredStop?>
{
    /// <returns>Null when it was over already.</returns>
    internal override InferredStop? Write(HistoryDatabase database)
    {
        if (TransactionRows.FindOpen(database, transactionId) is not { } open) return null;
        var last = TransactionRows.LastRegister(database, open.Id);
        open.StoppedAt = at < open.StartedAt ? open.StartedAt : at;
        open.StopReceivedAt = now;
        open.MeterStopWh = last is { } register ? (long)register : null;
        open.StopReason = reason;
        open.EnergyWh = TransactionRows.EnergyAt(database, open, last);
        open.Flags |= TransactionFlags.Inferred;
        TransactionRows.Stop(database, open);
        return new(open.ConnectorId, open.EnergyWh);
    }
}

/// <param name="EnergyWh">Null when it cannot be known.</param>
public sealed record InferredStop(int ConnectorId, double? EnergyWh);
