using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.History;

/// <param name="IsReplay">True when the same start had been kept before: the answer is the same (F9).</param>
/// <param name="IsOpen">False for the replay of a start whose transaction is over.</param>
/// <param name="Superseded">Transactions that this start ended (F10).</param>
public sealed record KeptStart(int TransactionId, string IdTagStatus, bool IsReplay, bool IsOpen, IReadOnlyList<SupersededTransaction> Superseded)
{
    /// <summary>It came late: what began on the connector after it runs already, and goes on.</summary>
    public bool IsBehind { get; init; }
}

/// <param name="Reason">Its stop reason; null: it has none.</param>
/// <param name="EnergyWh">Up to its last register, Wh; null when it cannot be known.</param>
public sealed record SupersededTransaction(int Id, int ConnectorId, string? Reason, double? EnergyWh);

/// <summary>The start of a transaction.</summary>
/// <param name="start">Without id and key. Its register from before stays only where it is one that energy can count from.</param>
/// <param name="clockIsOff">The stamp is not credible: an equal stamp is a replay only while the transaction is open.</param>
/// <param name="connectedAt">Since when it is connected: only what was heard since is surely running; null: not known.</param>
public sealed class StartTransactionWork(string chargePointId, TransactionEntity start, bool clockIsOff, DateTimeOffset? connectedAt = null) : HistoryWork<KeptStart>
{
    private static readonly TimeSpan ResendWindow = TimeSpan.FromMinutes(10); // of a start that names no time
    private static readonly TimeSpan ReplayWindow = TimeSpan.FromDays(7);
    private const int MostOnOddConnectors = 64;

    internal override KeptStart Write(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        var running = TransactionRows.Open(database, key);
        if (FindReplay(database, key, running) is { } known) return new(known.Id, known.IdTagStatus, true, known.StoppedAt is null, []);
        var superseded = Superseded(running);
        foreach (var open in superseded) End(database, open);
        if (start.RegisterBeforeWh is not null && !IsOfMeter(database, key)) start.RegisterBeforeWh = null;
        if (start.RegisterBeforeWh is not null) start.Flags |= TransactionFlags.Meter;
        start.Id = database.NextTransactionId();
        start.ChargePointKey = key;
        TransactionRows.Insert(database, start);
        return new(start.Id, start.IdTagStatus, false, true, [.. superseded.Select(open => new SupersededTransaction(open.Id, open.ConnectorId, open.StopReason, open.EnergyWh))])
        {
            IsBehind = running.Exists(IsAhead),
        };
    }

    /// <summary>
    /// True when the register from before is the meter's own. Where the transaction before began at 0 too, or above that register, the charge
    /// point counts each transaction anew (G9).
    /// </summary>
    private bool IsOfMeter(HistoryDatabase database, int key) =>
        TransactionRows.LastUpTo(database, key, start.ConnectorId, start.StartedAt) is not { EnergyFromWh: { } before } || (before > 0 && start.RegisterBeforeWh >= before);

    private TransactionEntity? FindReplay(HistoryDatabase database, int key, List<TransactionEntity> running)
    {
        return running.Find(open => open.ConnectorId == start.ConnectorId && open.StartStamp == start.StartStamp && open.MeterStartWh == start.MeterStartWh && open.IdTag == start.IdTag
                && (start.StartStamp is not null || start.StartReceivedAt - open.StartReceivedAt < ResendWindow))
            ?? (clockIsOff || start.StartStamp is null ? null : TransactionRows.FindEndedReplay(database, key, start, database.Now - ReplayWindow));
    }

    /// <summary>What runs on the same connector; on connectors that cannot be, whatever is beyond a number that no charge point has.</summary>
    private List<TransactionEntity> Superseded(List<TransactionEntity> running) => start.Flags.HasFlag(TransactionFlags.Connector)
        ? [.. running.Where(open => open.Flags.HasFlag(TransactionFlags.Connector)).Skip(MostOnOddConnectors - 1)]
        : running.FindAll(open => open.ConnectorId == start.ConnectorId && !IsAhead(open));

    /// <summary>
    /// It began after this start, which comes out of a queue, and was heard of on this very connection: it is what runs. From before the connection it
    /// may be one that a power cut ended, after which the clock went wrong (F10).
    /// </summary>
    private bool IsAhead(TransactionEntity open) => open.ConnectorId == start.ConnectorId && start.Flags.HasFlag(TransactionFlags.Offline)
        && !open.Flags.HasFlag(TransactionFlags.Offline) && open.StartedAt > start.StartedAt && open.StartReceivedAt >= connectedAt;

    /// <summary>A transaction whose stop never came ends with the next start, at its last register.</summary>
    private void End(HistoryDatabase database, TransactionEntity open)
    {
        var last = TransactionRows.LastRegister(database, open.Id);
        open.StoppedAt = start.StartedAt < open.StartedAt ? open.StartedAt : start.StartedAt;
        open.StopReceivedAt = start.StartReceivedAt;
        open.MeterStopWh = last is { } register ? (long)register : null;
        open.EnergyWh = TransactionRows.EnergyAt(database, open, last);
        open.Flags |= TransactionFlags.Superseded;
        TransactionRows.Stop(database, open);
    }
}
