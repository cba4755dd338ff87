using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>Ends a transaction without a stop, at its last register: nobody can end it any more (F19), or a person did. A late stop completes it.</summary>
/// <param name="at">When it ended.</param>
/// <param name="reason">Null: not known.</param>
public sealed class InferredStopWrite(int transactionId, DateTimeOffset at, DateTimeOffset now, string? reason = null) : HistoryWrite<InferredStop?>
{
    /// <returns>Null when it was over already.</returns>
    internal override InferredStop? Write(HistoryDatabase database)
    {
        if (TransactionRows.FindOpen(database, transactionId) is not { } open) return null;
        open.StopReason = reason;
        open.Flags |= TransactionFlags.Inferred;
        TransactionEnergy.EndWithoutStop(database, open, at, now);
        return new(open.ConnectorId, open.EnergyWh);
    }
}

/// <param name="EnergyWh">Null when it cannot be known.</param>
public sealed record InferredStop(int ConnectorId, double? EnergyWh);
