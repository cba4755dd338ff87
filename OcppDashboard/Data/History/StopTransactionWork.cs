using System.Text.Json;
using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Data.History;

/// <param name="ConnectorId">0 for an orphan.</param>
/// <param name="EnergyWh">Null when it cannot be known.</param>
/// <param name="IsFirst">False for a repeated stop: nothing changed.</param>
public sealed record KeptStop(int TransactionId, int ConnectorId, double? EnergyWh, bool IsFirst, bool IsOrphan, bool IsConflict)
{
    /// <summary>A later start had ended it already: its end is known.</summary>
    public bool WasSuperseded { get; init; }

    /// <summary>The registers are no energy; the last good one counts.</summary>
    public bool MeterIsOdd { get; init; }
}

/// <summary>The stop of a transaction, or a stop of none that we know (F5 to F8).</summary>
/// <param name="clockIsOff">The stamp is not credible.</param>
public sealed class StopTransactionWork(
    string chargePointId, long? wireTransactionId, string? idTag, long? meterStopWh, DateTimeOffset stoppedAt, DateTimeOffset receivedAt, string? reason, bool clockIsOff,
    IReadOnlyList<MeterPoint> points) : HistoryWork<KeptStop>
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromDays(7);
    private static readonly TimeSpan ResendWindow = TimeSpan.FromMinutes(10); // of a stop that names neither time nor transaction

    /// <summary>It names no time that can be used: sent again it has another one.</summary>
    private bool HasNoTime => stoppedAt == receivedAt;

    /// <summary>The earliest time that the same stop can have.</summary>
    private DateTimeOffset Earliest => HasNoTime ? stoppedAt - ResendWindow : stoppedAt;

    internal override KeptStop Write(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        var found = Find(database, key);
        if (found is null || (found.Flags.HasFlag(TransactionFlags.Orphan) && Differs(found))) return KeepOrphan(database, key); // its own ids begin anew after a reset: another stop
        var isOver = found.StoppedAt is not null && !found.Flags.HasFlag(TransactionFlags.Inferred) && !found.Flags.HasFlag(TransactionFlags.Superseded);
        if (isOver) return Again(database, found);
        var wasSuperseded = found.Flags.HasFlag(TransactionFlags.Superseded);
        MeterValuesWork.InsertNew(database, key, found.ConnectorId, found.Id, points);
        var stop = Register.Credible(meterStopWh);
        var energy = Energy(database, found, stop, out var meterIsOdd);
        found.StoppedAt = stoppedAt < found.StartedAt ? Max(receivedAt, found.StartedAt) : stoppedAt;
        found.StopReceivedAt = receivedAt;
        found.MeterStopWh = meterStopWh;
        found.StopReason = reason;
        found.StopIdTag = idTag;
        found.EnergyWh = energy;
        found.Flags &= ~(TransactionFlags.Inferred | TransactionFlags.Superseded);
        if (meterIsOdd) found.Flags |= TransactionFlags.Meter;
        if (clockIsOff || stoppedAt < found.StartedAt) found.Flags |= TransactionFlags.Clock;
        if (receivedAt - stoppedAt > Late) found.Flags |= TransactionFlags.Offline;
        TransactionRows.Stop(database, found);
        return new(found.Id, found.ConnectorId, energy, true, false, false) { MeterIsOdd = meterIsOdd, WasSuperseded = wasSuperseded };
    }

    private TransactionEntity? Find(HistoryDatabase database, int key)
    {
        var named = WireTransactionId.IsId(wireTransactionId, out var wire) ? TransactionRows.FindByWireId(database, key, wire) : null;
        if (wire > 0 || named is { StoppedAt: null }) return named;
        if (named is not null && !Differs(named)) return named; // the same stop once more; otherwise it uses an id of its own again
        return (idTag is null ? null : TransactionRows.FindSameStop(database, key, idTag, Earliest, stoppedAt, meterStopWh, LongestTransaction)) ?? FindOpen(database, key) ?? named;
    }

    /// <summary>Register at the end minus at the start; where that is no energy, the last good register counts (F15).</summary>
    private static double? Energy(HistoryDatabase database, TransactionEntity found, long? stop, out bool meterIsOdd)
    {
        meterIsOdd = false;
        TransactionRows.SettleStart(database, found, stop);
        if (found.EnergyFromWh is { } start && stop is { } end && end >= start) return end - start;
        meterIsOdd = found.MeterStartWh is not null || stop is not null;
        var last = TransactionRows.LastRegister(database, found.Id);
        if (Register.IsBelow(last, found.MeterStartWh) && stop > last) last = stop; // both count from the start of the transaction (G9)
        if (!Register.IsBelow(stop, found.EnergyFromWh)) last ??= stop; // it is only rounded down
        if (stop is 0) last ??= found.RegisterBeforeWh; // its meter was not read from start to end (G10)
        return TransactionRows.EnergyAt(database, found, last);
    }

    /// <summary>
    /// An offline start has no id of ours: its stop says -1 or 0, or what the charge point made up. The newest running one of the same tag is
    /// meant; without a tag the only one that can be (F5). A 0 without a tag is nobody's (F6).
    /// </summary>
    private TransactionEntity? FindOpen(HistoryDatabase database, int key)
    {
        var open = TransactionRows.Open(database, key).FindAll(running => running.StartedAt <= stoppedAt);
        if (idTag is not null) return open.Find(running => IdTagComparer.Instance.Equals(running.IdTag, idTag));
        if (wireTransactionId is not < 0) return null;
        var possible = open.FindAll(running => running.MeterStartWh is not { } start || Register.Credible(meterStopWh) is not { } stop || stop >= start);
        return possible is [var only] ? only : null;
    }

    private KeptStop Again(HistoryDatabase database, TransactionEntity known)
    {
        var differs = Differs(known);
        if (differs)
            TransactionRows.NoteConflict(database, known.Id, JsonSerializer.Serialize(new { meterStop = meterStopWh, timestamp = stoppedAt, reason, receivedAt }));
        return new(known.Id, known.ConnectorId, known.EnergyWh, false, known.Flags.HasFlag(TransactionFlags.Orphan), differs);
    }

    private bool Differs(TransactionEntity known) => known.MeterStopWh != meterStopWh || (known.StoppedAt!.Value - stoppedAt).Duration() > (HasNoTime ? LongestTransaction : TimeSpan.FromSeconds(1));

    private KeptStop KeepOrphan(HistoryDatabase database, int key)
    {
        var wire = wireTransactionId ?? 0;
        if (TransactionRows.FindOrphan(database, key, wire, idTag, Earliest, stoppedAt, meterStopWh) is { } id) return new(id, 0, null, false, true, false);
        var orphan = new TransactionEntity
        {
            Id = database.NextTransactionId(), ChargePointKey = key, WireId = wire, IdTag = idTag, StartedAt = stoppedAt, StartReceivedAt = receivedAt, StoppedAt = stoppedAt,
            StopReceivedAt = receivedAt, MeterStopWh = meterStopWh, StopReason = reason, StopIdTag = idTag, IdTagStatus = "Accepted",
            Flags = TransactionFlags.Orphan | (clockIsOff ? TransactionFlags.Clock : 0) | (receivedAt - stoppedAt > Late ? TransactionFlags.Offline : 0),
        };
        TransactionRows.Insert(database, orphan);
        foreach (var point in points) MeterValuesWork.Insert(database, key, 0, orphan.Id, point);
        return new(orphan.Id, 0, null, true, true, false);
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
