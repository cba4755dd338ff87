using OcppDashboard.Data.History;

namespace OcppDashboard.Data.Retention;

/// <summary>
/// Takes the oldest rows of charge points that have more than they may. Only those that wrote a good part of the newest rows are looked at:
/// nobody else can have grown.
/// </summary>
internal sealed class MostPerChargePointWrite(MostPerChargePointWrite.OfTable table, int most) : HistoryWrite<RetentionStep>
{
    private const int Newest = 20_000;
    private const int Conspicuous = 200; // of the newest

    internal override RetentionStep Write(HistoryDatabase database)
    {
        var find = database.Statement(table.Busy).Start().Add(Newest).Add(Conspicuous);
        var busy = new List<long>();
        while (find.Next()) busy.Add(find.Int64(0));
        foreach (var key in busy)
        {
            var boundary = database.Statement(table.Oldest).Start().Add(key).Add(most);
            var at = boundary.Next() ? boundary.NullableInt64(0) : null;
            boundary.Done();
            if (at is not { } limit) continue;
            database.Statement(table.Delete).Start().Add(key).Add(limit).Run();
            if (database.Changes > 0) return new(database.Changes, true);
        }
        return new(0, false);
    }

    /// <summary>Statements of a table with an index on the charge point and a time.</summary>
    internal sealed record OfTable(string Table, string TimeColumn)
    {
        public static IReadOnlyList<OfTable> All { get; } = [new("Statuses", "ReceivedAt"), new("Occurrences", "At")];

        public string Busy { get; } = $"""
            SELECT ChargePointKey FROM {Table} NOT INDEXED WHERE Id > (SELECT MAX(Id) FROM {Table}) - ?1 AND ChargePointKey IS NOT NULL
              GROUP BY ChargePointKey HAVING COUNT(*) >= ?2
            """;

        /// <summary>The time of the newest row that is one too many.</summary>
        public string Oldest { get; } =
            $"SELECT {TimeColumn} FROM {Table} WHERE ChargePointKey = ?1 ORDER BY {TimeColumn} DESC LIMIT 1 OFFSET ?2";

        public string Delete { get; } = $"""
            DELETE FROM {Table} WHERE Id IN
              (SELECT Id FROM {Table} WHERE ChargePointKey = ?1 AND {TimeColumn} <= ?2 ORDER BY {TimeColumn} LIMIT 500)
            """;
    }
}
