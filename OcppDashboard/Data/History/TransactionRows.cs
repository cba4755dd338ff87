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
        "Id, ConnectorId, WireId, IdTag, StartedAt, StartReceivedAt, MeterStartWh, StoppedAt, MeterStopWh, StopReason, StopIdTag, EnergyWh, Flags, IdTagStatus, StartStamp, RegisterBeforeWh, StopStamp, StopReceivedAt";

    private static readonly string EndedWithoutStopText = $"""
        SELECT {Columns} FROM (SELECT * FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt BETWEEN ?2 AND ?3
          ORDER BY StartedAt DESC, Id DESC LIMIT 64)
          WHERE StoppedAt IS NOT NULL AND Flags & {(int)(TransactionFlags.Inferred | TransactionFlags.Superseded)} ORDER BY StartedAt DESC, Id DESC
        """;

    private static readonly string OrphansText = $"""
        SELECT {Columns} FROM (SELECT * FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt BETWEEN ?2 AND ?3
          ORDER BY StartedAt, Id LIMIT 64) WHERE Flags & {(int)TransactionFlags.Orphan} ORDER BY StartedAt, Id
        """;

    public static void Insert(HistoryDatabase database, TransactionEntity t)
    {
        database.Statement("""
            INSERT INTO Transactions (Id, ChargePointKey, ConnectorId, WireId, IdTag, StartedAt, StartReceivedAt, MeterStartWh, StartStamp, ReservationId,
              StoppedAt, StopReceivedAt, MeterStopWh, StopReason, StopIdTag, EnergyWh, Flags, IdTagStatus, RegisterBeforeWh, StopStamp)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            """).Start()
            .Add(t.Id).Add(t.ChargePointKey).Add(t.ConnectorId).Add(t.WireId).Add(t.IdTag).Add(t.StartedAt).Add(t.StartReceivedAt).Add(t.MeterStartWh).Add(t.StartStamp)
            .Add(t.ReservationId).Add(t.StoppedAt).Add(t.StopReceivedAt).Add(t.MeterStopWh).Add(t.StopReason).Add(t.StopIdTag).Add(t.EnergyWh).Add((long)t.Flags)
            .Add(t.IdTagStatus).Add(t.RegisterBeforeWh).Add(t.StopStamp).Run();
        if (!t.Flags.HasFlag(TransactionFlags.Orphan)) database.Outbox?.Started(database, t);
    }

    public static void Stop(HistoryDatabase database, TransactionEntity t)
    {
        var isNews = database.Outbox is not null && IsOpenOrInferred(database, t.Id);
        database.Statement("""
            UPDATE Transactions SET StoppedAt = ?2, StopReceivedAt = ?3, MeterStopWh = ?4, StopReason = ?5, StopIdTag = ?6, EnergyWh = ?7, Flags = ?8,
              IdTag = COALESCE(IdTag, ?6), RegisterBeforeWh = ?9, StartStamp = ?10, StopStamp = ?11 WHERE Id = ?1
            """).Start()
            .Add(t.Id).Add(t.StoppedAt).Add(t.StopReceivedAt).Add(t.MeterStopWh).Add(t.StopReason).Add(t.StopIdTag).Add(t.EnergyWh).Add((long)t.Flags)
            .Add(t.RegisterBeforeWh).Add(t.StartStamp).Add(t.StopStamp).Run();
        if (isNews) database.Outbox!.Stopped(database, t);
    }

    /// <summary>The charge point knows our id: no later start is a replay of this one's.</summary>
    public static void ForgetStart(HistoryDatabase database, int id) =>
        database.Statement("UPDATE Transactions SET StartStamp = NULL WHERE Id = ?1").Start().Add(id).Run();

    /// <summary>Makes a session of an orphan: its start came behind it (X14).</summary>
    public static void Complete(HistoryDatabase database, TransactionEntity t)
    {
        database.Statement("""
            UPDATE Transactions SET ConnectorId = ?2, WireId = ?3, IdTag = ?4, StartedAt = ?5, StartReceivedAt = ?6, MeterStartWh = ?7, ReservationId = ?8, IdTagStatus = ?9 WHERE Id = ?1
            """).Start()
            .Add(t.Id).Add(t.ConnectorId).Add(t.WireId).Add(t.IdTag).Add(t.StartedAt).Add(t.StartReceivedAt).Add(t.MeterStartWh).Add(t.ReservationId).Add(t.IdTagStatus).Run();
        database.Statement("UPDATE MeterValues SET ConnectorId = ?2 WHERE TransactionId = ?1").Start().Add(t.Id).Add(t.ConnectorId).Run();
        database.Outbox?.Started(database, t);
        Stop(database, t);
    }

    /// <summary>
    /// An end that was inferred is told again when the stop gives it its true energy; one that another start made stays as it was told. Of an
    /// orphan nothing was told.
    /// </summary>
    private static bool IsOpenOrInferred(HistoryDatabase database, int id)
    {
        var find = database.Statement("SELECT 1 FROM Transactions WHERE Id = ?1 AND (StoppedAt IS NULL OR Flags & ?2)").Start().Add(id).Add((long)(TransactionFlags.Inferred | TransactionFlags.Orphan));
        var found = find.Next();
        find.Done();
        return found;
    }

    /// <summary>Takes back an end that was inferred.</summary>
    public static void Reopen(HistoryDatabase database, int id)
    {
        database.Statement("UPDATE Transactions SET StoppedAt = NULL, StopReceivedAt = NULL, MeterStopWh = NULL, EnergyWh = NULL, Flags = Flags & ~?2 WHERE Id = ?1").Start()
            .Add(id).Add((long)TransactionFlags.Inferred).Run();
        if (database.Outbox is { } outbox && FindOpen(database, id) is { } open) outbox.Started(database, open);
    }

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
            var own = database.Statement($"SELECT {Columns} FROM Transactions WHERE Id = ?2 AND ChargePointKey = ?1 AND (WireId IS NULL OR Flags & ?3 = 0)")
                .Start().Add(key).Add(wire).Add((long)(TransactionFlags.Orphan | TransactionFlags.Adopted));
            if (ReadOne(own, key) is { } found) return found;
        }
        // the few rows with another id on the wire; the newest counts
        var other = database.Statement($"SELECT {Columns} FROM Transactions INDEXED BY IX_Transactions_WireId WHERE ChargePointKey = ?1 AND WireId = ?2 ORDER BY Id DESC LIMIT 1").Start().Add(key).Add(wire);
        return ReadOne(other, key);
    }

    /// <summary>A transaction that is over and began with the same start.</summary>
    /// <param name="notBefore">Its start came since then.</param>
    /// <param name="longAgo">Or before this, and its end was inferred: its charge point was away for long.</param>
    public static TransactionEntity? FindEndedReplay(
        HistoryDatabase database, int key, TransactionEntity start, DateTimeOffset notBefore, DateTimeOffset longAgo)
    {
        var find = database.Statement($"""
            SELECT {Columns} FROM Transactions INDEXED BY IX_Transactions_StartStamp WHERE ChargePointKey = ?1 AND StartStamp = ?3 AND ConnectorId = ?2 AND MeterStartWh IS ?4
              AND IdTag IS ?5 AND StoppedAt IS NOT NULL
              AND (StartReceivedAt >= ?6 OR (StartReceivedAt < ?7 AND Flags & ?8 <> 0)) ORDER BY Id DESC LIMIT 1
            """).Start().Add(key).Add(start.ConnectorId).Add(start.StartStamp).Add(start.MeterStartWh).Add(start.IdTag).Add(notBefore).Add(longAgo)
            .Add((long)TransactionFlags.Inferred);
        return ReadOne(find, key);
    }

    /// <summary>A transaction that this very stop ended, found without its id: offline starts have none (F5).</summary>
    public static TransactionEntity? FindSameStop(
        HistoryDatabase database, int key, string? idTag, DateTimeOffset earliest, DateTimeOffset stoppedAt, long? meterStopWh, TimeSpan longest)
    {
        var find = database.Statement($"""
            SELECT {Columns} FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt BETWEEN ?2 AND ?3 AND StoppedAt BETWEEN ?6 AND ?3
              AND MeterStopWh IS ?4 AND StopIdTag IS ?5 AND Flags & ?7 = 0 ORDER BY Id DESC LIMIT 1
            """).Start().Add(key).Add(stoppedAt - longest).Add(stoppedAt).Add(meterStopWh).Add(idTag).Add(earliest).Add((long)TransactionFlags.Orphan);
        return ReadOne(find, key);
    }

    /// <summary>
    /// Among the newest transactions of a charge point the one that this very stop ended, or made, by what its clock said: that stays the same whatever
    /// is known of the clock.
    /// </summary>
    public static TransactionEntity? FindByStopStamp(HistoryDatabase database, int key, string stopStamp, string? idTag, long? meterStopWh) => ReadOne(database.Statement($"""
        SELECT {Columns} FROM (SELECT * FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 ORDER BY StartedAt DESC LIMIT 64)
          WHERE StopStamp = ?2 AND StopIdTag IS ?3 AND MeterStopWh IS ?4 ORDER BY Id DESC LIMIT 1
        """).Start().Add(key).Add(stopStamp).Add(idTag).Add(meterStopWh), key);

    /// <summary>The orphan that this very stop made before; null when there is none.</summary>
    public static int? FindOrphan(HistoryDatabase database, int key, long wire, string? idTag, DateTimeOffset earliest, DateTimeOffset stoppedAt, long? meterStopWh)
    {
        var find = database.Statement("""
            SELECT Id FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt BETWEEN ?5 AND ?3 AND WireId = ?2 AND MeterStopWh IS ?4 AND IdTag IS ?6
              AND Flags & ?7 LIMIT 1
            """).Start().Add(key).Add(wire).Add(stoppedAt).Add(meterStopWh).Add(earliest).Add(idTag).Add((long)TransactionFlags.Orphan);
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

    /// <summary>The last register measured within a transaction; 0 readings do not count (G10).</summary>
    public static RegisterReading? LastReading(HistoryDatabase database, int id)
    {
        var find = database.Statement("SELECT EnergyWh, At FROM MeterValues WHERE TransactionId = ?1 AND EnergyWh > 0 ORDER BY At DESC, Id DESC LIMIT 1").Start().Add(id);
        RegisterReading? last = find.Next() ? new(find.NullableDouble(0)!.Value, Time(find.Int64(1))) : null;
        find.Done();
        return last;
    }

    public static bool HasReadings(HistoryDatabase database, int id)
    {
        var find = database.Statement("SELECT 1 FROM MeterValues WHERE TransactionId = ?1 LIMIT 1").Start().Add(id);
        var found = find.Next();
        find.Done();
        return found;
    }

    /// <summary>What began within a time and ended without a stop, newest first; a few at most.</summary>
    public static List<TransactionEntity> EndedWithoutStop(HistoryDatabase database, int key, DateTimeOffset from, DateTimeOffset to) =>
        ReadAll(database.Statement(EndedWithoutStopText).Start().Add(key).Add(from).Add(to), key);

    /// <summary>Stops without a start that happened within a time, oldest first; a few at most.</summary>
    public static List<TransactionEntity> Orphans(HistoryDatabase database, int key, DateTimeOffset from, DateTimeOffset to) =>
        ReadAll(database.Statement(OrphansText).Start().Add(key).Add(from).Add(to), key);

    /// <summary>The last transaction of a connector up to a time, among the newest of its charge point; null: none is there.</summary>
    public static TransactionEntity? LastUpTo(HistoryDatabase database, int key, int connectorId, DateTimeOffset at) => ReadOne(database.Statement($"""
        SELECT {Columns} FROM (SELECT * FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = ?1 AND StartedAt <= ?3 ORDER BY StartedAt DESC, Id DESC LIMIT 64)
          WHERE ConnectorId = ?2 AND Flags & ?4 = 0 ORDER BY StartedAt DESC, Id DESC LIMIT 1
        """).Start().Add(key).Add(connectorId).Add(at).Add((long)TransactionFlags.Orphan), key);

    /// <summary>A transaction that runs; null when there is none or it is over.</summary>
    public static TransactionEntity? FindOpen(HistoryDatabase database, int id) =>
        ReadOne(database.Statement($"SELECT {Columns} FROM Transactions WHERE Id = ?1 AND StoppedAt IS NULL").Start().Add(id), KeyOf(database, id));

    private static int KeyOf(HistoryDatabase database, int id)
    {
        var find = database.Statement("SELECT ChargePointKey FROM Transactions WHERE Id = ?1").Start().Add(id);
        var key = find.Next() ? (int)find.Int64(0) : 0;
        find.Done();
        return key;
    }

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

    private static List<TransactionEntity> ReadAll(PreparedStatement find, int key)
    {
        var rows = new List<TransactionEntity>();
        while (find.Next()) rows.Add(Read(find, key));
        return rows;
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
        StopStamp = row.Text(16), StopReceivedAt = row.IsNull(17) ? null : Time(row.Int64(17)),
    };

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
