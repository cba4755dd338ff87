using OcppDashboard.Metering;

namespace OcppDashboard.Data.History;

/// <param name="CameTwice">Some had been kept on this connection.</param>
/// <param name="HasNew">Some were not kept before.</param>
/// <param name="RepeatedFromBefore">The first row that one repeats from before the connection; 0: none does.</param>
internal readonly record struct PutReadings(bool CameTwice, bool HasNew, long RepeatedFromBefore);

/// <summary>
/// Writes rows of MeterValues for the writer: each reading once. A reading is the same when its charge point, connector, stamp, context
/// and all that it measured are; what was measured at the same moment and is not there yet is added to the row (ADR 15).
/// </summary>
internal static class MeterValueRows
{
    internal const string Measured = """
        EnergyWh, PowerW, CurrentL1A, CurrentL2A, CurrentL3A, CurrentA, VoltageL1V, VoltageL2V, VoltageL3V, VoltageV,
        CurrentOfferedA, PowerOfferedW, StateOfCharge, TemperatureC, OtherJson
        """;

    private const string InsertSql = $"""
        INSERT INTO MeterValues (ChargePointKey, ConnectorId, TransactionId, At, Context, {Measured}, StampedAt)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
        """;

    private const string UpdateSql = """
        UPDATE MeterValues SET EnergyWh = ?2, PowerW = ?3, CurrentL1A = ?4, CurrentL2A = ?5, CurrentL3A = ?6, CurrentA = ?7,
          VoltageL1V = ?8, VoltageL2V = ?9, VoltageL3V = ?10, VoltageV = ?11, CurrentOfferedA = ?12, PowerOfferedW = ?13,
          StateOfCharge = ?14, TemperatureC = ?15, OtherJson = ?16 WHERE Id = ?1
        """;

    /// <summary>Puts readings of a transaction, or of none, where they are not there yet.</summary>
    /// <param name="isNamed">The charge point named the transaction: no other place needs to be looked at.</param>
    /// <param name="connectedAt">Since when it is connected; null: not known.</param>
    /// <param name="before">Id of the last row before the connection began: what repeats that, or an older one, may have lost its answer.</param>
    public static PutReadings Put(
        HistoryDatabase database, int key, int connectorId, int? transactionId, IReadOnlyList<MeterPoint> points, bool isNamed, DateTimeOffset? connectedAt,
        long before)
    {
        KeptReadings? kept = null;
        var (cameTwice, hasNew, fromBefore) = (false, false, 0L);
        foreach (var point in points)
        {
            if (database.NewestStamps.IsNewer(database, key, connectorId, point.Stamp))
            {
                Insert(database, key, connectorId, transactionId, point);
                kept?.Add(database.LastRowId, point);
                hasNew = true;
                continue;
            }
            kept ??= KeptReadings.Near(database, key, connectorId, transactionId, points, isNamed);
            var row = kept.RowOf(point, connectedAt);
            if (row == 0 && !isNamed) row = kept.RowOfAnother(database, point, connectedAt);
            if (row > before) cameTwice = true;
            else if (row > 0) fromBefore = fromBefore == 0 ? row : fromBefore;
            else
            {
                Put(database, key, connectorId, transactionId, point, kept);
                hasNew = true;
            }
        }
        return new(cameTwice, hasNew, fromBefore);
    }

    /// <summary>Of the newest row of all; 0: there is none.</summary>
    public static long LastId(HistoryDatabase database)
    {
        var last = database.Statement("SELECT MAX(Id) FROM MeterValues").Start();
        var id = last.Next() ? last.NullableInt64(0) ?? 0 : 0;
        last.Done();
        return id;
    }

    /// <summary>Readings that come with a stop: those that were kept as they were measured are not kept again.</summary>
    public static void PutAtStop(HistoryDatabase database, int key, int connectorId, int transactionId, IReadOnlyList<MeterPoint> points)
    {
        if (points.Count == 0) return;
        var kept = KeptReadings.OfTransaction(database, transactionId, points);
        foreach (var point in points)
            if (kept.RowOf(point, null) == 0) Put(database, key, connectorId, transactionId, point, kept);
    }

    public static void Insert(HistoryDatabase database, int key, int connectorId, int? transactionId, MeterPoint point)
    {
        var insert = database.Statement(InsertSql).Start().Add(key).Add(connectorId).Add(transactionId).Add(point.At).Add(point.Context);
        AddMeasured(insert, point).Add(point.StampedAt).Run();
        database.NewestStamps.Note(key, connectorId, point.Stamp, database.Now);
        if (transactionId is null) database.NoteMeterValue(database.LastRowId, key);
    }

    /// <summary>Adds what was measured to the row of its moment, or makes a row.</summary>
    private static void Put(HistoryDatabase database, int key, int connectorId, int? transactionId, MeterPoint point, KeptReadings kept)
    {
        if (kept.AddToRow(point) is { } row)
        {
            AddMeasured(database.Statement(UpdateSql).Start().Add(row.Id), row.Point).Run();
            return;
        }
        Insert(database, key, connectorId, transactionId, point);
        kept.Add(database.LastRowId, point);
    }

    private static PreparedStatement AddMeasured(PreparedStatement statement, MeterPoint p) => statement
        .Add(p.EnergyWh).Add(p.PowerW).Add(p.CurrentL1A).Add(p.CurrentL2A).Add(p.CurrentL3A).Add(p.CurrentA)
        .Add(p.VoltageL1V).Add(p.VoltageL2V).Add(p.VoltageL3V).Add(p.VoltageV)
        .Add(p.CurrentOfferedA).Add(p.PowerOfferedW).Add(p.StateOfCharge).Add(p.TemperatureC).Add(p.OtherJson);
}
