using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Components.Transactions;

/// <summary>Why a transaction ended, for a person.</summary>
public static class StopReasonText
{
    private const TransactionFlags NotStopped = TransactionFlags.Orphan | TransactionFlags.Superseded | TransactionFlags.Inferred;

    /// <summary>Why a transaction ended. A stop without a reason means Local (OCPP 1.6, 6.47); an end without a stop has none.</summary>
    public static string Of(string? reason, TransactionFlags flags) =>
        reason is { Length: > 0 } ? Units.Cut(reason, 24) : (flags & NotStopped) == 0 ? "Local" : Units.None;
}
