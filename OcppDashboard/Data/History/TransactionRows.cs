using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.History;

/// <summary>
/// Reads and writes rows of Transactions for the writer. Every lookup is within one charge point (design rule 3) and names its index: the
/// planner knows no sizes and would walk through all transactions of the charge point while every other one waits.
/// </summary>
internal static class TransactionRows
{
    private const string Columns =
        "Id, ConnectorId, WireId, IdTag, StartedAt, StartReceivedAt, MeterStartWh, StoppedAt, MeterStopWh, StopReason, StopIdTag, EnergyWh, Flags, IdTagStatus, StartStamp, RegisterBeforeWh";

    public static void Insert(HistoryDatabase database, TransactionEntity t) =>
        database.Statement("""
            INSERT INTO Transactions (Id, ChargePointKey, ConnectorId, WireId, IdTag, StartedAt, StartReceivedAt, MeterStartWh, StartStamp, ReservationId,
              StoppedAt, StopReceivedAt, MeterStopWh, StopReason, StopIdTag, EnergyWh, Flags, IdTagStatus, RegisterBeforeWh)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
            """).Start()
            .Add(t.Id).Add(t.ChargePointKey).Add(t.ConnectorId).Add(t.WireId).Add(t.IdTag).Add(t.StartedAt).Add(t.StartReceivedAt).Add(t.MeterStartWh).Add(t.StartStamp)
            .Add(t.ReservationId).Add(t.StoppedAt).Add(t.StopReceivedAt).Add(t.MeterStopWh).Add(t.StopReason).Add(t.StopIdTag).Add(t.EnergyWh).Add((long)t.Flags)
            .Add(t.IdTagStatus).Add(t.RegisterBeforeWh).Run();

    public static void Stop(HistoryDatabase database, TransactionEntity t) =>
        database.Statement("""
            UPDATE Transactions SET StoppedAt = ?2, StopReceivedAt = ?3, MeterStopWh = ?4, StopReason = ?5, StopIdTag = ?6, EnergyWh = ?7, Flags = ?8,
              IdTag = COALESCE(IdTag, ?6), RegisterBeforeWh = ?9 WHERE Id = ?1
            """).Start()
            .Add(t.Id).Add(t.StoppedAt).Add(t.StopReceivedAt).Add(t.MeterStopWh).Add(t.StopReason).Add(t.StopIdTag).Add(t.EnergyWh).Add((long)t.Flags)
            .Add(t.RegisterBeforeWh).Run();

    /// <summary>Takes back an end that was inferred.</summary>
    public static void Reopen(HistoryDatabase database, int id) =>
        database.Statement($"UPDATE Transactions SET StoppedAt = NULL, StopReceivedAt = NULL, MeterStopWh = NULL, EnergyWh = NULL, Flags = Flags & ~{(int)TransactionFlags.Inferred} WHERE Id = ?1").Start()
            .Add(id).Run();

    public static void NoteConflict(HistoryDatabase database, int id, string json) =>
        database.Statement("UPDATE Transactions SET Flags = Flags | ?2, ConflictJson = COALESCE(ConflictJson, ?3) WHERE Id = ?1").Start()
            .Add(id).Add((long)TransactionFlags.Conflict).Add(json).Run();

    public static bool Exists(HistoryDatabase database, int id)
    {
        var find = database.Statement("SELECT 1 FROM Transactions WHERE Id = ?1").Start().Add(id);
        var found = find.Next();
        find.Done();
        return found;
    }

    /// <summary>By the id on the wire: ours, or the charge point's own where it uses another.</summary>
    public static TransactionEntity? FindByWireId(HistoryDatabase database, int key, long wire)
    {
        if (wire <= int.MaxValue)
        {
            var own = database.Statement($"SELECT {Columns} FROM Transactions WHERE Id = ?2 AND ChargePointKey = ?1 AND (WireId IS NULL OR Flags & {(int)(TransactionFlags.Orphan | TransactionFlags.Adopted)} = 0)")
                .Start().Add(key).Add(wire);
            if (ReadOne(own, key) is { } found) return found;
        }
        // the few rows with another id on the wire; the newest counts
        var other = database.Statement($"SELECT {Columns} FROM Transactions INDEXED BY IX_Transactions_WireId WHERE ChargePointKey = ?1 AND WireId = ?2 ORDER BY Id DESC LIMIT 1").Start().Add(key).Add(wire);
        return ReadOne(other, key);
    }

    /// <summary>A transaction that is over and began with the same start.</summary>
    public static TransactionEntity? FindEndedReplay(HistoryDatabase database, int key, TransactionEntity start, DateTimeOffset notBefore)
    {
        var find = database.Statement($"""
            SELECT {Columns} FROM Transactions INDEXED BY IX_Transactions_StartStamp WHERE ChargePointKey = ?1 AND StartStamp = ?3 AND ConnectorId = ?2 AND MeterStartWh IS ?4
              AND IdTag IS ?5 AND StoppedAt IS NOT NULL AND StartReceivedAt >= ?6 ORDER BY Id DESC LIMIT 1
            """).Start().Add(key).Add(start.ConnectorId).Add(start.StartStamp).Add(start.MeterStartWh).Add(start.IdTag).Add(notBefore);
        return ReadOne(find, key);
    }

    /// <summary>A transaction that this very stop ended, found without its id: offline starts have none (F5).</summary>
    public static TransactionEntity? FindSameStop(
        HistoryDatabase database, int key, string? idTag, DateTimeOffset earliest, DateTimeOffset stoppedAt, long? meterStopWh, TimeSpan longest)
    {
        var find = database.Statement($"""
            SELECT {Columns} FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt BETWEEN ?2 AND ?3 AND StoppedAt BETWEEN ?6 AND ?3
              AND MeterStopWh IS ?4 AND StopIdTag IS ?5 AND Flags & {(int)TransactionFlags.Orphan} = 0 ORDER BY Id DESC LIMIT 1
            """).Start().Add(key).Add(stoppedAt - longest).Add(stoppedAt).Add(meterStopWh).Add(idTag).Add(earliest);
        return ReadOne(find, key);
    }

    /// <summary>The orphan that this very stop made before; null when there is none.</summary>
    public static int? FindOrphan(HistoryDatabase database, int key, long wire, string? idTag, DateTimeOffset earliest, DateTimeOffset stoppedAt, long? meterStopWh)
    {
        var find = database.Statement($"""
            SELECT Id FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt BETWEEN ?5 AND ?3 AND WireId = ?2 AND MeterStopWh IS ?4 AND IdTag IS ?6
              AND Flags & {(int)TransactionFlags.Orphan} LIMIT 1
            """).Start().Add(key).Add(wire).Add(stoppedAt).Add(meterStopWh).Add(earliest).Add(idTag);
        var id = find.Next() ? (int?)find.Int64(0) : null;
        find.Done();
        return id;
    }

    /// <summary>What runs, newest first.</summary>
    public static List<TransactionEntity> Open(HistoryDatabase database, int key)
    {
        var find = database.Statement($"SELECT {Columns} FROM Transactions INDEXED BY IX_Transactions_Open WHERE ChargePointKey = ?1 AND StoppedAt IS NULL ORDER BY StartedAt DESC").Start().Add(key);
        var open = new List<TransactionEntity>();
        while (find.Next()) open.Add(Read(find, key));
        return open;
    }

    /// <summary>The last register measured within a transaction, Wh; 0 readings do not count (G10).</summary>
    public static double? LastRegister(HistoryDatabase database, int id)
    {
        var find = database.Statement("SELECT EnergyWh FROM MeterValues WHERE TransactionId = ?1 AND EnergyWh > 0 ORDER BY At DESC, Id DESC LIMIT 1").Start().Add(id);
        var last = find.Next() ? find.NullableDouble(0) : null;
        find.Done();
        return last;
    }

    /// <summary>The last transaction of a connector up to a time, among the newest of its charge point; null: none is there.</summary>
    public static TransactionEntity? LastUpTo(HistoryDatabase database, int key, int connectorId, DateTimeOffset at) => ReadOne(database.Statement($"""
        SELECT {Columns} FROM (SELECT * FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt <= ?3 ORDER BY StartedAt DESC, Id DESC LIMIT 64)
          WHERE ConnectorId = ?2 AND Flags & {(int)TransactionFlags.Orphan} = 0 ORDER BY StartedAt DESC, Id DESC LIMIT 1
        """).Start().Add(key).Add(connectorId).Add(at), key);

    /// <summary>A transaction that runs; null when there is none or it is over.</summary>
    public static TransactionEntity? FindOpen(HistoryDatabase database, int id) =>
        ReadOne(database.Statement($"SELECT {Columns} FROM Transactions WHERE Id = ?1 AND StoppedAt IS NULL").Start().Add(id), 0);

    /// <summary>The transaction of a connector at a time that is past (G18).</summary>
    public static int? FindAt(HistoryDatabase database, int key, int connectorId, DateTimeOffset at, TimeSpan longest)
    {
        var find = database.Statement("""
            SELECT Id FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt BETWEEN ?2 AND ?3 AND ConnectorId = ?4
              AND (StoppedAt IS NULL OR StoppedAt >= ?3) ORDER BY StartedAt DESC LIMIT 1
            """).Start().Add(key).Add(at - longest).Add(at).Add(connectorId);
        var id = find.Next() ? (int?)find.Int64(0) : null;
        find.Done();
        return id;
    }

    /// <summary>Follows a charge point that uses an id of its own for a transaction of ours (F13, F14).</summary>
    public static void SetAlias(HistoryDatabase database, int id, long wire) =>
        database.Statement("UPDATE Transactions SET WireId = ?2 WHERE Id = ?1").Start().Add(id).Add(wire).Run();

    /// <summary>
    /// Energy at the last register, Wh, never negative: the highest counts where the meter was reset on the way, and the register itself
    /// where it counts from the start of the transaction (F15, G9). One that is only rounded down tells of none.
    /// </summary>
    public static double? EnergyAt(HistoryDatabase database, TransactionEntity transaction, double? last)
    {
        SettleStart(database, transaction, last);
        if (transaction.EnergyFromWh is not { } start || last is not { } register) return null;
        if (register >= start) return register - start;
        var find = database.Statement("SELECT MAX(EnergyWh) FROM MeterValues WHERE TransactionId = ?1").Start().Add(transaction.Id);
        var highest = find.Next() ? find.NullableDouble(0) : null;
        find.Done();
        return highest >= start ? highest - start : Register.IsBelow(register, start) ? register : 0;
    }

    /// <summary>
    /// At the end of a transaction that began at 0 although the connector's register was higher (G10): a reading below that one means another
    /// meter, or one that counts from the start, and the start's 0 holds.
    /// </summary>
    /// <param name="last">A register that is not among the readings, Wh; null or 0: there is none.</param>
    public static void SettleStart(HistoryDatabase database, TransactionEntity transaction, double? last)
    {
        if (transaction.RegisterBeforeWh is not { } before) return;
        var find = database.Statement("SELECT MIN(EnergyWh) FROM MeterValues WHERE TransactionId = ?1 AND EnergyWh > 0").Start().Add(transaction.Id);
        var lowest = find.Next() ? find.NullableDouble(0) : null;
        find.Done();
        if (!Register.IsBelow(lowest, before) && !(last > 0 && last + 1 < before)) return; // a start or stop leaves out parts of a Wh
        transaction.RegisterBeforeWh = null;
        transaction.Flags &= ~TransactionFlags.Meter;
    }

    private static TransactionEntity? ReadOne(PreparedStatement find, int key)
    {
        var row = find.Next() ? Read(find, key) : null;
        find.Done();
        return row;
    }

    private static TransactionEntity Read(PreparedStatement row, int key) => new()
    {
        Id = (int)row.Int64(0), ChargePointKey = key, ConnectorId = (int)row.Int64(1), WireId = row.NullableInt64(2), IdTag = row.Text(3),
        StartedAt = Time(row.Int64(4)), StartReceivedAt = Time(row.Int64(5)), MeterStartWh = row.NullableInt64(6),
        StoppedAt = row.IsNull(7) ? null : Time(row.Int64(7)), MeterStopWh = row.NullableInt64(8), StopReason = row.Text(9), StopIdTag = row.Text(10),
        EnergyWh = row.NullableDouble(11), Flags = (TransactionFlags)row.Int64(12), IdTagStatus = row.Text(13) ?? "Accepted", StartStamp = row.Text(14), RegisterBeforeWh = row.NullableDouble(15),
    };

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
