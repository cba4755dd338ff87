using System.Runtime.CompilerServices;
using SQLitePCL;

namespace OcppDashboard.Data.History;

/// <summary>One SQL statement, prepared once and run many times; parameters are bound by position. For one thread only.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private const int Tracked = 64; // positions
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private int position;
    private ulong bound; // by position: it holds a value of an earlier run, not null; resetting does not change that
    private bool isReset = true;

    public PreparedStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    /// <summary>How many equal texts asked for it besides the first.</summary>
    public int Texts { get; set; }

    /// <summary>Begins a new run: parameters are added next, in order.</summary>
    public PreparedStatement Start()
    {
        if (!isReset) Done();
        position = 0;
        return this;
    }

    public PreparedStatement Add(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, NextPosition(), value));
        return this;
    }

    public PreparedStatement Add(long? value) => value is { } known ? Add(known) : AddNull();

    public PreparedStatement Add(bool value) => Add(value ? 1L : 0L);

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public PreparedStatement Add(DateTimeOffset value) => Add(value.ToUnixTimeMilliseconds());

    public PreparedStatement Add(DateTimeOffset? value) => value is { } known ? Add(known) : AddNull();

    public PreparedStatement Add(double? value)
    {
        if (value is not { } known) return AddNull();
        Check(raw.sqlite3_bind_double(statement, NextPosition(), known));
        return this;
    }

    public PreparedStatement Add(string? value)
    {
        if (value is null) return AddNull();
        Check(raw.sqlite3_bind_text(statement, NextPosition(), value));
        return this;
    }

    public PreparedStatement Add(ReadOnlyMemory<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, NextPosition(), value.Span));
        return this;
    }

    public PreparedStatement AddNull()
    {
        var bit = ++position < Tracked ? 1UL << position : 0;
        if (bit != 0 && (bound & bit) == 0) return this; // it is null: most columns of a meter value are
        Check(raw.sqlite3_bind_null(statement, position));
        bound &= ~bit;
        return this;
    }

    private int NextPosition()
    {
        if (++position < Tracked) bound |= 1UL << position;
        return position;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        var code = Step();
        Done();
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(code);
    }

    /// <summary>Moves to the next row; false after the last one. Call <see cref="Done"/> when no more rows are read.</summary>
    public bool Next()
    {
        var code = Step();
        if (code == raw.SQLITE_ROW) return true;
        Done();
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    public void Done()
    {
        raw.sqlite3_reset(statement);
        isReset = true;
    }

    private int Step()
    {
        isReset = false;
        return raw.sqlite3_step(statement);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;
    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);
    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);
    public double? NullableDouble(int column) => IsNull(column) ? null : raw.sqlite3_column_double(statement, column);
    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Steps of SQLite's machine that all its runs took.</summary>
    public int Steps => raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0);

    public void Dispose() => statement.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new HistoryException(code, raw.sqlite3_errmsg(database).utf8_to_string());
    }
}

/// <summary>SQLite refused (its result codes: sqlite.org/rescode.html), or its file is gone.</summary>
public sealed class HistoryException : Exception
{
    public HistoryException(int code, string text) : base($"SQLite says: {text} (code {code})") => Code = code;

    private HistoryException(string fault) : base(fault)
    {
        Code = raw.SQLITE_CANTOPEN;
        IsOfFile = true;
    }

    public int Code { get; }

    public bool IsOfFile { get; }

    /// <summary>The file is not where it was: what SQLite writes without complaint would be lost.</summary>
    public static HistoryException OfFile(string fault) => new(fault);

    /// <summary>The whole database is locked, full, read-only or broken: trying each row alone would only take as long again for each.</summary>
    public bool IsOfDatabase => (Code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_FULL
        or raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB;
}
