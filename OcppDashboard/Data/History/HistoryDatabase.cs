using System.Diagnostics;
using OcppDashboard.Data.Queries;
using SQLitePCL;

namespace OcppDashboard.Data.History;

/// <summary>The writer's connection with its prepared statements and what it knows by heart. For the writer's thread only.</summary>
internal sealed class HistoryDatabase : IDisposable
{
    private const int MostStatements = 500; // each holds some 27 KB outside of the collector's sight
    private const long IdLeap = 10_000; // ids last for 150,000 starts of the server
    private const int MostTexts = 8; // equal ones: two rules may have the same
    private readonly sqlite3 handle;
    private readonly PreparedStatement begin, commit, rollback;
    private readonly Dictionary<string, PreparedStatement> byReference = new(ReferenceEqualityComparer.Instance); // quick: constants are the same object
    private readonly Dictionary<string, PreparedStatement> statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<(long Block, int Key)> messageBlocks = [], meterBlocks = [];
    private readonly TimeProvider time;
    private readonly DatabaseFile file;
    private readonly byte[] lookAt = DatabaseFile.NewBuffer();
    private bool hasLeapt;

    static HistoryDatabase() => Batteries_V2.Init();

    public HistoryDatabase(string path, TimeProvider time)
    {
        this.time = time;
        var code = raw.sqlite3_open_v2(path, out handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK) throw new HistoryException(code, "the database cannot be opened for writing");
        raw.sqlite3_busy_timeout(handle, 5000);
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("PRAGMA wal_autocheckpoint=4000");
        Execute("PRAGMA journal_size_limit=67108864");
        Execute("PRAGMA cache_size=-32000");
        Execute("PRAGMA temp_store=MEMORY");
        var full = Statement("PRAGMA synchronous").Start();
        if (!full.Next() || full.Int64(0) != 2) throw new HistoryException(0, "synchronous=FULL did not take effect");
        full.Done();
        begin = new(handle, "BEGIN IMMEDIATE");
        commit = new(handle, "COMMIT");
        rollback = new(handle, "ROLLBACK");
        Execute("SELECT COUNT(*) FROM sqlite_master"); // the first read makes the write-ahead log
        file = new DatabaseFile(path);
    }

    /// <summary>What is told outward and written with what it tells; null: nobody is told anything.</summary>
    public IHistoryOutbox? Outbox { get; set; }

    /// <summary>The statement of this text, prepared at its first use. A text that is put together is held in a static readonly field: made anew it would be prepared anew.</summary>
    public PreparedStatement Statement(string sql)
    {
        if (byReference.TryGetValue(sql, out var statement)) return statement;
        if (statements.TryGetValue(sql, out statement))
        {
            if (++statement.Texts > MostTexts) ThrowWhereCodeIsTested($"This text is made anew for each call: {sql}");
            else byReference[sql] = statement;
            return statement;
        }
        if (statements.Count >= MostStatements) ThrowWhereCodeIsTested($"More than {MostStatements} statements, the last: {sql}");
        statements[sql] = byReference[sql] = statement = new PreparedStatement(handle, sql);
        return statement;
    }

    [Conditional("DEBUG")]
    private static void ThrowWhereCodeIsTested(string fault) => throw new InvalidOperationException(fault);

    /// <summary>Between transactions nothing is in use: texts without end may cost time, but never the memory.</summary>
    private void LetGoOfTooMany()
    {
        if (statements.Count < MostStatements) return;
        foreach (var statement in statements.Values) statement.Dispose();
        statements.Clear();
        byReference.Clear();
    }

    public void Execute(string sql)
    {
        using var statement = new PreparedStatement(handle, sql);
        statement.Start();
        while (statement.Next()) { }
    }

    public void Begin()
    {
        LetGoOfTooMany();
        begin.Start().Run();
    }

    public void Commit() => commit.Start().Run();

    /// <summary>Asked behind a commit, before anybody hears of it: what went into a file without a name is lost.</summary>
    /// <exception cref="HistoryException">The file is no longer where it was.</exception>
    public void CheckFile()
    {
        if (file.Fault(lookAt) is { } fault) throw HistoryException.OfFile(fault);
    }

    /// <summary>Why what is written now would be lost; null: it would not. For any thread.</summary>
    public string? FileFault => file.Fault(DatabaseFile.NewBuffer());

    public void Rollback()
    {
        QuarantineBytes = null;
        Outbox?.RolledBack();
        keys.Clear(); // what was made within the transaction is gone
        hasLeapt = false;
        messageBlocks.Clear();
        meterBlocks.Clear();
        if (raw.sqlite3_get_autocommit(handle) == 0) rollback.Start().Run();
    }

    /// <summary>All frames in quarantine; null: to be counted.</summary>
    public long? QuarantineBytes { get; set; }

    /// <summary>Of the readings of each connector.</summary>
    public NewestStamps NewestStamps { get; } = new();

    /// <summary>Prepared statements that are held.</summary>
    public int Statements => statements.Count;

    public long LastRowId => raw.sqlite3_last_insert_rowid(handle);
    public int Changes => raw.sqlite3_changes(handle);
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What the prepared statements cost so far, in steps of SQLite's machine: the same on any computer, however busy.</summary>
    public long Steps => statements.Values.Sum(statement => (long)statement.Steps);

    /// <summary>The key of a charge point, made when it is new.</summary>
    public int KeyOf(string chargePointId)
    {
        if (keys.TryGetValue(chargePointId, out var key)) return key;
        var find = Statement("SELECT \"Key\" FROM ChargePoints WHERE Id = ?1").Start().Add(chargePointId);
        if (find.Next())
        {
            key = (int)find.Int64(0);
            find.Done();
        }
        else
        {
            Statement("INSERT INTO ChargePoints (Id, FirstSeenAt) VALUES (?1, ?2)").Start().Add(chargePointId).Add(Now).Run();
            key = (int)LastRowId;
        }
        return keys[chargePointId] = key;
    }

    /// <summary>The key of a charge point that has a row; null: it has none.</summary>
    public int? FindKey(string chargePointId)
    {
        var find = Statement("SELECT \"Key\" FROM ChargePoints WHERE Id = ?1").Start().Add(chargePointId);
        int? key = find.Next() ? (int)find.Int64(0) : null;
        find.Done();
        return key;
    }

    /// <summary>The row of a charge point goes, or is no longer found by its identity.</summary>
    public void ForgetKey(string chargePointId)
    {
        keys.Remove(chargePointId);
        messageBlocks.Clear(); // whatever is noted once more costs one statement that does nothing
        meterBlocks.Clear();
    }

    /// <summary>The charge point of a key, as it was first spelled.</summary>
    public string ChargePointOf(int key)
    {
        var find = Statement("SELECT Id FROM ChargePoints WHERE \"Key\" = ?1").Start().Add(key);
        var id = find.Next() ? find.Text(0) : null;
        find.Done();
        return id ?? throw new HistoryException(0, $"there is no charge point with the key {key}");
    }

    /// <summary>
    /// The next transaction id: positive, 31 bits, never given out before and taken by no adopted one. The first one of each start of the server
    /// leaps ahead: when an older backup was restored, the ids that were given since are not given again.
    /// </summary>
    public int NextTransactionId()
    {
        while (true)
        {
            // a random start keeps a new database from handing out the ids of the one before it (safety 3)
            var next = Statement("INSERT INTO Counters (Name, Value) VALUES ('TransactionId', ?1) ON CONFLICT (Name) DO UPDATE SET Value = Value + ?2 RETURNING Value")
                .Start().Add((long)Random.Shared.Next(1_000_000, 500_000_000)).Add(hasLeapt ? 1L : IdLeap);
            if (!next.Next()) throw new HistoryException(0, "no transaction id was given");
            var id = next.Int64(0);
            next.Done();
            hasLeapt = true;
            if (id > int.MaxValue) throw new HistoryException(0, "the transaction ids are used up");
            var taken = Statement("SELECT 1 FROM Transactions WHERE Id = ?1").Start().Add(id);
            if (!taken.Next()) return (int)id;
            taken.Done();
        }
    }

    /// <summary>Notes that a charge point has messages in the block of this id.</summary>
    public void NoteMessage(long id, int key) => Note(messageBlocks, "INSERT OR IGNORE INTO MessageBlocks (ChargePointKey, Block) VALUES (?1, ?2)", id, key);

    /// <summary>Notes that a charge point has meter values outside of transactions in the block of this id.</summary>
    public void NoteMeterValue(long id, int key) => Note(meterBlocks, "INSERT OR IGNORE INTO MeterBlocks (ChargePointKey, Block) VALUES (?1, ?2)", id, key);

    /// <summary>Once per block and charge point: instead of an index, a page of which each row would have to rewrite.</summary>
    private void Note(HashSet<(long Block, int Key)> noted, string sql, long id, int key)
    {
        var block = id / LogBlocks.Size;
        if (!noted.Add((block, key))) return;
        if (noted.Count > 100_000) noted.Clear();
        Statement(sql).Start().Add(key).Add(block).Run();
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        begin.Dispose();
        commit.Dispose();
        rollback.Dispose();
        handle.Dispose();
    }
}
