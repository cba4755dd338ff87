using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.History;

/// <summary>What became of meter values.</summary>
/// <param name="TransactionId">Our id of the transaction they belong to; null: none.</param>
/// <param name="Adopted">The transaction taken over with these values; null: it was known or there is none (F21).</param>
public readonly record struct KeptMeterValues(int? TransactionId, AdoptedTransaction? Adopted);

public sealed record AdoptedTransaction(int Id, long? WireId, DateTimeOffset StartedAt);

/// <summary>Meter points of one connector.</summary>
/// <param name="openTransactionId">The running transaction they belong to as far as the live state knows; null: look it up.</param>
/// <param name="wireTransactionId">The id on the wire; 0 or less: none (F1, F2).</param>
/// <param name="fallbackTransactionId">The transaction to take when the id on the wire is not known: the one that runs on the connector (F13).</param>
/// <param name="adopt">True when an unknown id is to be taken over: the connector is charging.</param>
public sealed class MeterValuesWork(
    string chargePointId, int connectorId, IReadOnlyList<MeterPoint> points, int? openTransactionId, long? wireTransactionId, int? fallbackTransactionId, bool adopt,
    DateTimeOffset receivedAt)
    : HistoryWork<KeptMeterValues>
{
    internal override KeptMeterValues Write(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        var (id, adopted) = openTransactionId is { } open ? (open, null) : Resolve(database, key);
        foreach (var point in points) Insert(database, key, connectorId, id, point);
        return new(id, adopted);
    }

    private (int? Id, AdoptedTransaction? Adopted) Resolve(HistoryDatabase database, int key)
    {
        if (wireTransactionId is not ({ } wire and > 0)) return (null, null);
        if (TransactionRows.FindByWireId(database, key, wire) is { } known) return (known.Id, null);
        if (fallbackTransactionId is not null || !adopt) return (fallbackTransactionId, null);
        var id = wire <= int.MaxValue && !TransactionRows.Exists(database, (int)wire) ? (int)wire : database.NextTransactionId();
        var startedAt = points.Count > 0 ? points[0].At : receivedAt;
        TransactionRows.Insert(database, new TransactionEntity
        {
            Id = id, ChargePointKey = key, ConnectorId = connectorId, WireId = id == wire ? null : wire, StartedAt = startedAt, StartReceivedAt = receivedAt,
            Flags = TransactionFlags.Adopted, IdTagStatus = "Accepted", MeterStartWh = points.Count > 0 && points[0].EnergyWh is { } first ? (long)first : null,
        });
        return (id, new(id, id == wire ? null : wire, startedAt));
    }

    internal static void Insert(HistoryDatabase database, int key, int connectorId, int? transactionId, MeterPoint p)
    {
        database.Statement("""
            INSERT INTO MeterValues (ChargePointKey, ConnectorId, TransactionId, At, Context, EnergyWh, PowerW, CurrentL1A, CurrentL2A, CurrentL3A, CurrentA,
              VoltageL1V, VoltageL2V, VoltageL3V, VoltageV, CurrentOfferedA, PowerOfferedW, StateOfCharge, TemperatureC, OtherJson)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            """).Start()
            .Add(key).Add(connectorId).Add(transactionId).Add(p.At).Add(p.Context).Add(p.EnergyWh).Add(p.PowerW)
            .Add(p.CurrentL1A).Add(p.CurrentL2A).Add(p.CurrentL3A).Add(p.CurrentA).Add(p.VoltageL1V).Add(p.VoltageL2V).Add(p.VoltageL3V).Add(p.VoltageV)
            .Add(p.CurrentOfferedA).Add(p.PowerOfferedW).Add(p.StateOfCharge).Add(p.TemperatureC).Add(p.OtherJson).Run();
        if (transactionId is null) database.NoteMeterValue(database.LastRowId, key);
    }
}
