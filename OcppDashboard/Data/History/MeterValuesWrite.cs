using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.History;

/// <summary>What became of meter values.</summary>
/// <param name="TransactionId">Our id of the transaction they belong to; null: none.</param>
/// <param name="Adopted">The transaction taken over with these values; null: it was known or there is none (F21).</param>
/// <param name="Alias">The charge point's own id for this transaction where it uses another than ours (F13); null: none is new.</param>
/// <param name="IsKnown">True when the id on the wire is one of a transaction.</param>
public readonly record struct KeptMeterValues(int? TransactionId, AdoptedTransaction? Adopted, long? Alias = null, bool IsKnown = true)
{
    /// <summary>Some of them had been kept before, on this connection, and were not kept again (G16).</summary>
    public bool CameTwice { get; init; }

    /// <summary>The first of them that had been kept before this connection began: its answer may have been lost; 0: none was.</summary>
    public long RepeatedFromBefore { get; init; }

    /// <summary>The charge point had stopped the transaction that they name, and some of them are new (F20).</summary>
    public bool IsOver { get; init; }

    /// <summary>The transaction that they name, as it was: its end had been inferred, and it goes on. Null: none does.</summary>
    public TransactionEntity? GoesOn { get; init; }
}

public sealed record AdoptedTransaction(int Id, long? WireId, DateTimeOffset StartedAt);

/// <summary>Meter points of one connector.</summary>
/// <param name="openTransactionId">The running transaction they belong to as far as the live state knows; null: look it up.</param>
/// <param name="wireTransactionId">The id on the wire; see <see cref="WireTransactionId"/>.</param>
/// <param name="fallbackTransactionId">The transaction to take when the id on the wire is not known: the one that runs on the connector (F13).</param>
/// <param name="adopt">True when an unknown id is to be taken over: the connector is charging.</param>
public sealed class MeterValuesWrite(
    string chargePointId, int connectorId, IReadOnlyList<MeterPoint> points, int? openTransactionId, long? wireTransactionId, int? fallbackTransactionId, bool adopt,
    DateTimeOffset receivedAt)
    : HistoryWrite<KeptMeterValues>
{
    /// <summary>Since when the charge point is connected; null: not known.</summary>
    public DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>What was answered on the connection; null: whatever comes again came twice.</summary>
    public AnsweredOnConnection? Answered { get; init; }

    private const double FlowsW = 50, LeastRiseWh = 100;
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2), LongestTransaction = TimeSpan.FromDays(7);

    internal override KeptMeterValues Write(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        var kept = openTransactionId is { } open ? new(open, null) : Resolve(database, key);
        var isNamed = WireTransactionId.IsId(wireTransactionId, out _);
        if (Answered is { ReadingsBefore: null }) Answered.BeginReadings(MeterValueRows.LastId(database));
        var put = MeterValueRows.Put(database, key, connectorId, kept.TransactionId, points, isNamed, ConnectedAt, Answered?.ReadingsBefore ?? 0);
        return kept with { CameTwice = put.CameTwice, RepeatedFromBefore = put.RepeatedFromBefore, IsOver = kept.IsOver && put.HasNew };
    }

    private KeptMeterValues Resolve(HistoryDatabase database, int key)
    {
        if (!WireTransactionId.IsId(wireTransactionId, out var wire)) return AtThatTime(database, key);
        if (TransactionRows.FindByWireId(database, key, wire) is { } known && !(fallbackTransactionId is not null && IsFromBefore(known, wire)))
        {
            if (!GoesOn(database, key, known)) return new(known.Id, null) { IsOver = WasStopped(known) };
            TransactionRows.Reopen(database, known.Id);
            return new(known.Id, null) { GoesOn = known };
        }
        if (fallbackTransactionId is { } running)
        {
            if (wire is > int.MaxValue or < int.MinValue) return new(running, null, null, false); // stray memory (F3)
            TransactionRows.SetAlias(database, running, wire);
            return new(running, null, wire, false);
        }
        if (wire < 0) return AtThatTime(database, key);
        if (!adopt) return new(null, null, null, false);
        var id = wire <= int.MaxValue && !TransactionRows.Exists(database, (int)wire) ? (int)wire : database.NextTransactionId();
        var startedAt = points.Count > 0 ? points[0].At : receivedAt;
        TransactionRows.Insert(database, new TransactionEntity
        {
            Id = id, ChargePointKey = key, ConnectorId = connectorId, WireId = id == wire ? null : wire, StartedAt = startedAt, StartReceivedAt = receivedAt,
            Flags = TransactionFlags.Adopted, IdTagStatus = "Accepted", MeterStartWh = points.Count > 0 && points[0].EnergyWh is { } first ? (long)first : null,
        });
        return new(id, new(id, id == wire ? null : wire, startedAt));
    }

    /// <summary>The charge point said so itself: an end that was inferred or made here is none that it knows of.</summary>
    private static bool WasStopped(TransactionEntity known) =>
        known.StoppedAt is not null && (known.Flags & (TransactionFlags.Inferred | TransactionFlags.Superseded)) == 0;

    /// <summary>Its end was inferred, by nobody's word, and what was measured since or the status tells that it charges (F19, G19, K2).</summary>
    private bool GoesOn(HistoryDatabase database, int key, TransactionEntity known) => known.Flags.HasFlag(TransactionFlags.Inferred) && known.StopReason is null
        && points.Count > 0 && points[^1].At > known.StoppedAt && (adopt || points[^1].PowerW > FlowsW || Rises(known))
        && !TransactionRows.Open(database, key).Exists(running => running.ConnectorId == known.ConnectorId);

    /// <summary>Its register went on long after it was thought to be over: no closing reading.</summary>
    private bool Rises(TransactionEntity known) =>
        points[^1].At - known.StoppedAt > Late && points[^1].EnergyWh - (known.MeterStopWh ?? known.MeterStartWh) is > LeastRiseWh and < RegisterPlausibility.MostAtOnceWh;

    /// <summary>An id that the charge point made up and used before: what it measures now is not of that transaction (F13).</summary>
    private bool IsFromBefore(TransactionEntity known, long wire) => known.Id != wire && known.StoppedAt is { } stopped && points.Count > 0 && points[^1].At > stopped;

    /// <summary>Late values without a transaction's id belong to the one that ran when they were measured (G18).</summary>
    private KeptMeterValues AtThatTime(HistoryDatabase database, int key) =>
        new(points.Count > 0 && receivedAt - points[^1].At > Late ? TransactionRows.FindAt(database, key, connectorId, points[^1].At, LongestTransaction) : null, null);
}
