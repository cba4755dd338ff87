using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <summary>
/// Tells a start that is sent again from a new one (F9, X2). A replay is the same message sent before the charge point could know that it was
/// answered: where it heard our id, or went on, a start with the same stamp is another one of a clock that begins anew.
/// </summary>
/// <param name="clockIsOff">The stamp is not credible: an equal stamp is a replay only while the transaction is open.</param>
/// <param name="stampIsOld">No queue is as old as its stamp says: the clock began anew.</param>
/// <param name="bootedAt">Receipt of the last boot; null: not known.</param>
/// <param name="connectedAt">Since when it is connected; null: not known.</param>
internal sealed class StartReplay(TransactionEntity start, bool clockIsOff, bool stampIsOld, DateTimeOffset? bootedAt, DateTimeOffset? connectedAt)
{
    private static readonly TimeSpan ResendWindow = TimeSpan.FromMinutes(10); // of a start that names no time
    private static readonly TimeSpan ReplayWindow = TimeSpan.FromDays(7);

    public TransactionEntity? Find(HistoryDatabase database, int key, List<TransactionEntity> running)
    {
        if (running.Find(IsSame) is { } open) return WentOn(database, open) ? null : open;
        if (start.StartStamp is null) return null;
        var longAgo = database.Now - ReplayWindow;
        var notBefore = clockIsOff ? DateTimeOffset.MaxValue : longAgo;
        return TransactionRows.FindEndedReplay(database, key, start, notBefore, longAgo) is { } ended && !WentOn(database, ended) ? ended : null;
    }

    private bool IsSame(TransactionEntity open) =>
        open.ConnectorId == start.ConnectorId && open.StartStamp == start.StartStamp && open.MeterStartWh == start.MeterStartWh && open.IdTag == start.IdTag
        && (start.StartStamp is not null || start.StartReceivedAt - open.StartReceivedAt < ResendWindow);

    /// <summary>
    /// Its stop came behind it on this very connection. Or the charge point booted since, its clock began anew, and what came of that transaction
    /// says that its start was behind it by then.
    /// </summary>
    private bool WentOn(HistoryDatabase database, TransactionEntity known)
    {
        var isStopped = known.StoppedAt is not null && (known.Flags & (TransactionFlags.Inferred | TransactionFlags.Superseded)) == 0;
        if (isStopped && known.StopReceivedAt >= known.StartReceivedAt && known.StopReceivedAt >= connectedAt) return true;
        return (stampIsOld || clockIsOff) && bootedAt > known.StartReceivedAt && (isStopped || TransactionRows.HasReadings(database, known.Id));
    }
}
