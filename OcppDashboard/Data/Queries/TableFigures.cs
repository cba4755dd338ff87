using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Logs;
using OcppDashboard.Data.Retention;

namespace OcppDashboard.Data.Queries;

/// <summary>How many rows a table has.</summary>
/// <param name="Rows">About: from the first to the last id. What was removed in between counts until the first ones go.</param>
public sealed record TableRows(string Table, long Rows);

/// <summary>What the database holds, as far as it can be told without walking through it. Read anew once a minute at most.</summary>
public sealed class TableFigures(IDbContextFactory<OcppDbContext> contexts, MessageLogCleaner log, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private static readonly string[] Tables =
    [
        "Transactions", "MeterValues", "Statuses", "Occurrences", "Messages", "Commands", "Quarantine", "WebhookDeliveries",
        "FileTransfers", "BulkTasks",
    ];

    private readonly Lock gate = new();
    private Figures? known;
    private long readAt;

    public IReadOnlyList<TableRows> Rows => Read().Rows;

    /// <summary>Bytes of the message log when it was last looked at.</summary>
    public long MessageLogBytes => log.Bytes;

    /// <summary>Bytes of the messages that could not be read.</summary>
    public long QuarantineBytes => Read().QuarantineBytes;

    /// <summary>Bytes of the file that hold nothing.</summary>
    public long FreeBytes => Read().FreeBytes;

    private Figures Read()
    {
        lock (gate)
        {
            if (known is not null && time.GetElapsedTime(readAt) < Life) return known;
            using var context = contexts.CreateDbContext();
            context.Database.OpenConnection();
            var connection = context.Database.GetDbConnection();
            known = new(
                [.. Tables.Select(table => new TableRows(table, Span(connection, table)))],
                Number(connection, "SELECT COALESCE(SUM(length(Frame)), 0) FROM Quarantine"),
                Number(connection, "PRAGMA freelist_count") * Number(connection, "PRAGMA page_size"));
            readAt = time.GetTimestamp();
            return known;
        }
    }

    /// <summary>Transactions have ids in no order that could be counted by, and are few; the ids of deliveries are times.</summary>
    private static long Span(DbConnection connection, string table) => Number(connection,
        table is "Transactions" or "WebhookDeliveries" or "BulkTasks" or "Quarantine" ? $"SELECT COUNT(*) FROM {table}"
        : $"SELECT COALESCE((SELECT MAX(Id) FROM {table}) - (SELECT MIN(Id) FROM {table}) + 1, 0)");

    private static long Number(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed record Figures(IReadOnlyList<TableRows> Rows, long QuarantineBytes, long FreeBytes);
}
