using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>
/// Tells when a running transaction is over although no stop came: by what the charge point told since, in whatever words and order. What still
/// charges is never over: power that flows, or readings that name it after a boot, keep it running. Pure functions.
/// </summary>
public static class InferredEnd
{
    /// <summary>Time for the stop to follow what tells that it is over.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>Silence that tells as much as a status, of charge points that report none.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    /// <returns>When it ended; null: it may go on.</returns>
    public static DateTimeOffset? Of(ChargePointSnapshot chargePoint, ConnectorSnapshot connector, DateTimeOffset now)
    {
        if (connector.Transaction is not { } transaction || !chargePoint.Online) return null;
        return AfterFree(connector, transaction, now) ?? AfterBoot(chargePoint, connector, transaction, now)
            ?? (transaction.IsLate ? AfterLateStart(connector, transaction, now) : null)
            ?? (transaction.IsRefused ? AfterRefusal(connector, transaction, now) : null);
    }

    /// <summary>Nothing was heard of the charge point since then: whatever it charges, nobody will tell.</summary>
    public static bool IsGone(ChargePointSnapshot chargePoint, DateTimeOffset since) =>
        !chargePoint.Online && chargePoint.OfflineSince <= since && !(chargePoint.Activity.LastMessageAt > since);

    /// <summary>The connector was freed after the transaction had begun (F18, F19).</summary>
    private static DateTimeOffset? AfterFree(ConnectorSnapshot connector, TransactionSnapshot transaction, DateTimeOffset now) =>
        connector.Status.Known is ChargePointStatus.Available or ChargePointStatus.Reserved && connector.Since is { } since
        && since > transaction.ReceivedAt && now - since >= Grace && !Flows(connector, since) ? since : null;

    /// <summary>It connected and booted anew, does not charge and says nothing of the transaction (K2). A boot on the same connection was only asked for.</summary>
    private static DateTimeOffset? AfterBoot(ChargePointSnapshot chargePoint, ConnectorSnapshot connector, TransactionSnapshot transaction, DateTimeOffset now)
    {
        if (chargePoint is not { Boot.At: var booted, ConnectedAt: { } connected } || booted < connected || connected <= transaction.ReceivedAt) return null;
        var isUnsaid = !connector.IsIdle && !(connector.ToldAt > booted); // it said that it charges before it booted, and nothing since
        return IsQuiet(isUnsaid ? connector with { Status = default } : connector, transaction, booted, now, Silence) ? booted : null;
    }

    /// <summary>A start out of a queue whose connector does not charge: its stop stayed behind, or is lost.</summary>
    private static DateTimeOffset? AfterLateStart(ConnectorSnapshot connector, TransactionSnapshot transaction, DateTimeOffset now)
    {
        if (!IsQuiet(connector, transaction, transaction.ReceivedAt, now, Silence)) return null;
        return connector.Since is { } since && since > transaction.StartedAt && since < transaction.ReceivedAt ? since : transaction.ReceivedAt;
    }

    /// <summary>It was told not to charge, and does not.</summary>
    private static DateTimeOffset? AfterRefusal(ConnectorSnapshot connector, TransactionSnapshot transaction, DateTimeOffset now) =>
        !(transaction.EnergyWh > 0) && IsQuiet(connector, transaction with { NamedAt = null }, transaction.ReceivedAt, now, Grace) ? transaction.ReceivedAt : null;

    /// <summary>For a while since then its status says that it is idle, or it reports none, and neither power nor a reading of the transaction came.</summary>
    /// <param name="silence">Time to wait where it reports no status.</param>
    private static bool IsQuiet(ConnectorSnapshot connector, TransactionSnapshot transaction, DateTimeOffset since, DateTimeOffset now, TimeSpan silence)
    {
        if (Flows(connector, since) || transaction.NamedAt > since) return false;
        if (connector.Status.IsAbsent) return now - since >= silence;
        var last = connector.Since > since ? connector.Since.Value : since;
        return connector.IsIdle && now - last >= Grace;
    }

    private static bool Flows(ConnectorSnapshot connector, DateTimeOffset since) => connector.DrawsAt > since;
}
