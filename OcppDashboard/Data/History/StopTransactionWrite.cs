using System.Collections.Immutable;
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

    /// <summary>The connector's register at the end, Wh; null: the stop told none that is its own.</summary>
    public double? RegisterWh { get; init; }

    /// <summary>It names a transaction that it cannot be of, and ended nothing.</summary>
    public bool IsStrange { get; init; }
}

/// <summary>The stop of a transaction, or a stop of none that we know (F5 to F8).</summary>
/// <param name="clockIsOff">The stamp is not credible.</param>
public sealed class StopTransactionWrite(
    string chargePointId, long? wireTransactionId, string? idTag, long? meterStopWh, DateTimeOffset stoppedAt, DateTimeOffset receivedAt, string? reason, bool clockIsOff,
    IReadOnlyList<MeterPoint> points) : HistoryWrite<KeptStop>
{
    /// <summary>The raw timestamp; null: it had none.</summary>
    public string? Stamp { get; init; }

    /// <summary>Its time is another than its stamp says, or may be: the clock was off.</summary>
    public bool IsPutRight { get; init; }

    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromDays(7);
    private static readonly TimeSpan ResendWindow = TimeSpan.FromMinutes(10); // of a stop that names neither time nor transaction
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(2), NewStamp = TimeSpan.FromMinutes(1);

    /// <summary>Connectors whose status says that no energy flows: asked for where the stop names no transaction.</summary>
    public ImmutableArray<int> IdleConnectors { get; init; } = [];

    /// <summary>It names no time that can be used: sent again it has another one.</summary>
    private bool HasNoTime => stoppedAt == receivedAt;

    /// <summary>The earliest time that the same stop can have: where it is known by its register some stamp it anew when they send it again (F8).</summary>
    private DateTimeOffset Earliest => HasNoTime ? stoppedAt - ResendWindow : meterStopWh > 0 ? stoppedAt - NewStamp : stoppedAt;

    internal override KeptStop Write(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        var found = Find(database, key);
        if (found is null || (found.Flags.HasFlag(TransactionFlags.Orphan) && Differs(found))) return KeepOrphan(database, key, isStrange: false); // its own ids begin anew after a reset: another stop
        var isOver = found.StoppedAt is not null && !found.Flags.HasFlag(TransactionFlags.Inferred) && !found.Flags.HasFlag(TransactionFlags.Superseded);
        if (isOver) return Again(database, found);
        if (IsStrange(database, found)) return KeepOrphan(database, key, isStrange: true);
        var wasSuperseded = found.Flags.HasFlag(TransactionFlags.Superseded);
        MeterValueRows.PutAtStop(database, key, found.ConnectorId, found.Id, AfterStart(found, points));
        found.StoppedAt = stoppedAt < found.StartedAt ? AfterStart(found) : stoppedAt;
        found.StopStamp = Stamp;
        found.StopReceivedAt = receivedAt;
        found.MeterStopWh = meterStopWh;
        found.StopReason = reason;
        found.StopIdTag = idTag;
        found.Flags &= ~(TransactionFlags.Inferred | TransactionFlags.Superseded);
        var booked = TransactionEnergy.Book(database, found, Register.Credible(meterStopWh), found.StoppedAt.Value, receivedAt);
        var meterIsOdd = booked.IsOdd || Register.Credible(meterStopWh) is null;
        if (meterIsOdd) found.Flags |= TransactionFlags.Meter;
        if (clockIsOff || IsPutRight || stoppedAt < found.StartedAt) found.Flags |= TransactionFlags.Clock;
        if (receivedAt - stoppedAt > Late) found.Flags |= TransactionFlags.Offline;
        if (NamesOurs(found)) found.StartStamp = null; // its start was answered and heard: what comes with the same stamp is another one (X2)
        TransactionRows.Stop(database, found);
        return new(found.Id, found.ConnectorId, found.EnergyWh, true, false, false)
        {
            MeterIsOdd = meterIsOdd, WasSuperseded = wasSuperseded, RegisterWh = booked.IsRelative ? null : booked.LastWh,
        };
    }

    private bool NamesOurs(TransactionEntity found) => wireTransactionId == found.Id;

    /// <summary>
    /// The id was given twice, as after an older backup was restored: the stop happened before this start and is of another tag or below its
    /// register. One of these alone is a clock that was set back, a card of the same group, or garbage.
    /// </summary>
    private bool IsStrange(HistoryDatabase database, TransactionEntity found)
    {
        if (!NamesOurs(found)) return false;
        var isBefore = !clockIsOff && !HasNoTime && !found.Flags.HasFlag(TransactionFlags.Clock) && stoppedAt < found.StartedAt - Before;
        var isOfOther = idTag is not null && found.IdTag is not null && !IdTagComparer.Instance.Equals(idTag, found.IdTag);
        var isBelow = meterStopWh > 0 && Register.IsBelow(meterStopWh, found.EnergyFromWh) && !GoesOnFromReadings(database, found);
        return (isBefore && (isOfOther || isBelow)) || (isOfOther && isBelow);
    }

    /// <summary>Its readings are below its start too and the stop goes on from them: a register that counts from the start, was reset, or began as garbage.</summary>
    private bool GoesOnFromReadings(HistoryDatabase database, TransactionEntity found) =>
        TransactionRows.LastReading(database, found.Id) is { } last && Register.IsBelow(last.Wh, found.EnergyFromWh) && !Register.IsBelow(meterStopWh, last.Wh);

    private TransactionEntity? Find(HistoryDatabase database, int key)
    {
        var named = WireTransactionId.IsId(wireTransactionId, out var wire) ? TransactionRows.FindByWireId(database, key, wire) : null;
        if (wire > 0 || named is { StoppedAt: null }) return named;
        if (named is not null && !Differs(named)) return named; // the same stop once more; otherwise it uses an id of its own again
        return FindSame(database, key) ?? new StopMatch(idTag, Register.Credible(meterStopWh), stoppedAt, receivedAt, IdleConnectors).Find(database, key) ?? named;
    }

    /// <summary>The transaction that this very stop ended before, found without its id. Without a tag the register must tell.</summary>
    private TransactionEntity? FindSame(HistoryDatabase database, int key)
    {
        if (idTag is null && meterStopWh is not > 0) return null;
        var stamped = Stamp is null || clockIsOff ? null : TransactionRows.FindByStopStamp(database, key, Stamp, idTag, meterStopWh);
        return stamped ?? TransactionRows.FindSameStop(database, key, idTag, Earliest, stoppedAt, meterStopWh, LongestTransaction);
    }

    private KeptStop Again(HistoryDatabase database, TransactionEntity known)
    {
        var differs = Differs(known);
        if (NamesOurs(known) && known.StartStamp is not null) TransactionRows.ForgetStart(database, known.Id);
        if (differs)
            TransactionRows.NoteConflict(database, known.Id, JsonSerializer.Serialize(new { meterStop = meterStopWh, timestamp = stoppedAt, reason, receivedAt }));
        return new(known.Id, known.ConnectorId, known.EnergyWh, false, known.Flags.HasFlag(TransactionFlags.Orphan), differs);
    }

    /// <summary>
    /// Another stop than the one that ended it. The same stop has the same stamp, although its time may be put right differently now (F8).
    /// </summary>
    private bool Differs(TransactionEntity known) => known.MeterStopWh != meterStopWh || !(known.StopStamp is { } stamp && stamp == Stamp) && IsAtAnotherTime(known);

    private bool IsAtAnotherTime(TransactionEntity known) =>
        (known.StoppedAt!.Value - stoppedAt).Duration() > (HasNoTime ? LongestTransaction : TimeSpan.FromSeconds(1));

    /// <summary>When it ended where its time would lie before the start: as its clock was off at the start, or when it came.</summary>
    private DateTimeOffset AfterStart(TransactionEntity found)
    {
        var at = ChargePointTime.NotBefore(stoppedAt, OcppTimestamp.Parse(Stamp).Value, found.StartedAt, CorrectionOf(found), receivedAt);
        return at >= found.StartedAt ? at : Max(receivedAt, found.StartedAt);
    }

    /// <summary>No reading of a transaction was taken before it began.</summary>
    private IReadOnlyList<MeterPoint> AfterStart(TransactionEntity found, IReadOnlyList<MeterPoint> sent)
    {
        if (sent.Count == 0 || found.StartedAt - sent[0].At <= ChargePointTime.MostAhead) return sent;
        var correction = CorrectionOf(found);
        return [.. sent.Select(point => point with
        {
            At = ChargePointTime.NotBefore(point.At, point.Stamp, found.StartedAt, correction, receivedAt), StampedAt = point.Stamp,
        })];
    }

    private static TimeSpan CorrectionOf(TransactionEntity found) => OcppTimestamp.Parse(found.StartStamp).Value is { } stamp ? found.StartedAt - stamp : TimeSpan.Zero;

    private KeptStop KeepOrphan(HistoryDatabase database, int key, bool isStrange)
    {
        var wire = wireTransactionId ?? 0;
        if (TransactionRows.FindOrphan(database, key, wire, idTag, Earliest, stoppedAt, meterStopWh) is { } id) return new(id, 0, null, false, true, false) { IsStrange = isStrange };
        var orphan = new TransactionEntity
        {
            Id = database.NextTransactionId(), ChargePointKey = key, WireId = wire, IdTag = idTag, StartedAt = stoppedAt, StartReceivedAt = receivedAt, StoppedAt = stoppedAt,
            StopReceivedAt = receivedAt, MeterStopWh = meterStopWh, StopReason = reason, StopStamp = Stamp, StopIdTag = idTag, IdTagStatus = "Accepted",
            Flags = TransactionFlags.Orphan | (isStrange ? TransactionFlags.Conflict : 0) | (clockIsOff || IsPutRight ? TransactionFlags.Clock : 0) | (receivedAt - stoppedAt > Late ? TransactionFlags.Offline : 0),
        };
        TransactionRows.Insert(database, orphan);
        foreach (var point in points) MeterValueRows.Insert(database, key, 0, orphan.Id, point);
        return new(orphan.Id, 0, null, true, true, false) { IsStrange = isStrange };
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
