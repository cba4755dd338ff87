using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Data.History;

/// <param name="IsReplay">True when the same start had been kept before: the answer is the same (F9).</param>
/// <param name="IsOpen">False for the replay of a start whose transaction is over.</param>
/// <param name="Superseded">Transactions that this start ended (F10).</param>
public sealed record KeptStart(int TransactionId, string IdTagStatus, bool IsReplay, bool IsOpen, IReadOnlyList<SupersededTransaction> Superseded)
{
    /// <summary>It came late: what began on the connector after it runs already, and goes on.</summary>
    public bool IsBehind { get; init; }

    /// <summary>It is over already: its stop had come before it (X14). Null: it runs, or it was sent again.</summary>
    public EndedAlready? Ended { get; init; }
}

/// <param name="Reason">Of its stop; null: it named none.</param>
/// <param name="EnergyWh">Null when it cannot be known.</param>
public sealed record EndedAlready(string? Reason, double? EnergyWh);

/// <param name="Reason">Its stop reason; null: it has none.</param>
/// <param name="EnergyWh">Up to its last register, Wh; null when it cannot be known.</param>
public sealed record SupersededTransaction(int Id, int ConnectorId, string? Reason, double? EnergyWh);

/// <summary>The start of a transaction.</summary>
/// <param name="start">Without id and key. Its register from before stays only where it is one that energy can count from.</param>
/// <param name="clockIsOff">The stamp is not credible: an equal stamp is a replay only while the transaction is open.</param>
/// <param name="connectedAt">Since when it is connected: only what was heard since is surely running; null: not known.</param>
public sealed class StartTransactionWrite(string chargePointId, TransactionEntity start, bool clockIsOff, DateTimeOffset? connectedAt = null) : HistoryWrite<KeptStart>
{
    private const int MostOnOddConnectors = 64;
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromDays(7);

    /// <summary>No queue is as old as its stamp says: its clock began anew.</summary>
    public bool StampIsOld { get; init; }

    /// <summary>Receipt of the charge point's last boot; null: not known.</summary>
    public DateTimeOffset? BootedAt { get; init; }

    internal override KeptStart Write(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        var running = TransactionRows.Open(database, key);
        if (new StartReplay(start, clockIsOff, StampIsOld, BootedAt, connectedAt).Find(database, key, running) is { } known) return new(known.Id, known.IdTagStatus, true, known.StoppedAt is null, []);
        if (FindStop(database, key) is { } stopped) return Complete(database, stopped);
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

    /// <summary>
    /// A late or reversed queue: the stop came before the start and was kept as an orphan (X14). It is the first one after this start that can be
    /// of it by tag and register, and nothing else began on the connector in between.
    /// </summary>
    private TransactionEntity? FindStop(HistoryDatabase database, int key)
    {
        if (clockIsOff || StampIsOld || start.StartStamp is null || start.Flags.HasFlag(TransactionFlags.Connector)) return null;
        var until = start.StartedAt + LongestTransaction;
        if (TransactionRows.Orphans(database, key, start.StartedAt, until < start.StartReceivedAt ? until : start.StartReceivedAt).Find(MayBeOf) is not { } orphan) return null;
        return TransactionRows.LastUpTo(database, key, start.ConnectorId, orphan.StoppedAt!.Value) is { } other && other.StartedAt > start.StartedAt ? null : orphan;
    }

    private bool MayBeOf(TransactionEntity orphan)
    {
        if (orphan.Flags.HasFlag(TransactionFlags.Conflict) || orphan.StoppedAt <= start.StartedAt) return false;
        var isNamed = orphan.WireId > 0; // by an id of its own: then the tag must tell
        if (orphan.IdTag is null || start.IdTag is null ? isNamed : !IdTagComparer.Instance.Equals(orphan.IdTag, start.IdTag)) return false;
        if (start.MeterStartWh is not { } from || Register.Credible(orphan.MeterStopWh) is not { } to) return true;
        return RegisterPlausibility.MayFollow(new(from, start.StartedAt, start.StartReceivedAt), new(to, orphan.StoppedAt!.Value, orphan.StopReceivedAt ?? start.StartReceivedAt));
    }

    private KeptStart Complete(HistoryDatabase database, TransactionEntity session)
    {
        session.ConnectorId = start.ConnectorId;
        session.WireId = session.WireId > 0 ? session.WireId : null;
        session.IdTag = start.IdTag ?? session.IdTag;
        session.StartedAt = start.StartedAt;
        session.StartReceivedAt = start.StartReceivedAt;
        session.MeterStartWh = start.MeterStartWh;
        session.StartStamp = start.StartStamp;
        session.ReservationId = start.ReservationId;
        session.IdTagStatus = start.IdTagStatus;
        session.Flags = (session.Flags & ~TransactionFlags.Orphan) | start.Flags;
        var booked = TransactionEnergy.Book(database, session, Register.Credible(session.MeterStopWh), session.StoppedAt!.Value, session.StopReceivedAt ?? start.StartReceivedAt);
        if (booked.IsOdd) session.Flags |= TransactionFlags.Meter;
        TransactionRows.Complete(database, session);
        return new(session.Id, session.IdTagStatus, false, false, []) { Ended = new(session.StopReason, session.EnergyWh) };
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
        open.Flags |= TransactionFlags.Superseded;
        TransactionEnergy.EndWithoutStop(database, open, start.StartedAt, start.StartReceivedAt);
    }
}
