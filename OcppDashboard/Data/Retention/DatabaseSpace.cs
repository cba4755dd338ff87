using Microsoft.Data.Sqlite;
using OcppDashboard.Data.History;

namespace OcppDashboard.Data.Retention;

/// <summary>
/// Lets the file of the database shrink. A new one is made for it (<c>auto_vacuum=INCREMENTAL</c>); one of an earlier version has to be
/// written anew once, which is done at start while it is small, or when <c>Data:CompactAtStart</c> asks for it.
/// </summary>
internal static class DatabaseSpace
{
    /// <summary>A file up to this size is written anew in a second or two.</summary>
    private const long SmallBytes = 64L << 20;

    /// <summary>Makes an empty database that can shrink.</summary>
    public static void Create(string file)
    {
        using var connection = Open(file);
        Execute(connection, "PRAGMA auto_vacuum=INCREMENTAL; VACUUM");
    }

    /// <returns>True when it was written anew.</returns>
    /// <exception cref="SqliteException">There is no space for it: the file is as it was.</exception>
    public static bool Compact(string file, bool whateverItsSize)
    {
        using var connection = Open(file);
        if (!whateverItsSize && (new FileInfo(file).Length > SmallBytes || Number(connection, "PRAGMA auto_vacuum") != 0)) return false;
        Execute(connection, "PRAGMA auto_vacuum=INCREMENTAL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>Gives some free pages of the database back to the disk. A part stays: what is written next takes it.</summary>
internal sealed class GiveBackWrite : HistoryWrite<bool>
{
    private const long LeastFree = 256; // pages
    private const int PartThatStays = 8;

    /// <returns>True: there is more to give back.</returns>
    internal override bool Write(HistoryDatabase database)
    {
        var (free, all) = (Number(database, "PRAGMA freelist_count"), Number(database, "PRAGMA page_count"));
        if (free <= Math.Max(LeastFree, all / PartThatStays) || Number(database, "PRAGMA auto_vacuum") == 0) return false;
        var vacuum = database.Statement("PRAGMA incremental_vacuum(200)").Start();
        while (vacuum.Next()) { }
        return true;
    }

    internal static long Number(HistoryDatabase database, string sql)
    {
        var find = database.Statement(sql).Start();
        var number = find.Next() ? find.Int64(0) : 0;
        find.Done();
        return number;
    }
}

/// <summary>Tells whether the file was made without the means to shrink, and has a good deal of free space.</summary>
internal sealed class CannotShrinkWrite : HistoryWrite<bool>
{
    private const long Worthwhile = 4096; // pages

    internal override bool Write(HistoryDatabase database) =>
        GiveBackWrite.Number(database, "PRAGMA auto_vacuum") == 0 && GiveBackWrite.Number(database, "PRAGMA freelist_count") > Worthwhile;
}
