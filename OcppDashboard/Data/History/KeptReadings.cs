using OcppDashboard.Metering;
using Moments = System.Collections.Generic.Dictionary<
    (long Stamp, string Context), System.Collections.Generic.List<(long Id, OcppDashboard.Metering.MeterPoint Point)>>;

namespace OcppDashboard.Data.History;

/// <summary>
/// What is kept of the moments that a message tells of, read once for all of its points: among a bounded number of the newest rows, so that
/// a message costs the same whatever it holds.
/// </summary>
internal sealed class KeptReadings
{
    private const int MostRows = 4096; // of the newest of a transaction
    private const int MostOthers = 8; // transactions that a message may lie in besides its own
    private const string OfTransactionSql = $"""
        SELECT Id, At, {MeterValueRows.Measured}, Context, COALESCE(StampedAt, At)
          FROM (SELECT * FROM MeterValues INDEXED BY IX_MeterValues_TransactionId WHERE TransactionId = ?1 ORDER BY Id DESC LIMIT ?4)
          WHERE COALESCE(StampedAt, At) BETWEEN ?2 AND ?3
        """;

    private const string OfBlockSql = $"""
        SELECT Id, At, {MeterValueRows.Measured}, Context, COALESCE(StampedAt, At) FROM MeterValues
          WHERE Id BETWEEN ?4 AND ?5 AND ChargePointKey = ?1 AND ConnectorId = ?6 AND TransactionId IS NULL
            AND COALESCE(StampedAt, At) BETWEEN ?2 AND ?3 ORDER BY Id DESC
        """;

    private const string NewestBlocksSql = "SELECT Block FROM MeterBlocks WHERE ChargePointKey = ?1 ORDER BY Block DESC LIMIT 2";
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromDays(7);

    private readonly Moments own = [], elsewhere = [];
    private readonly HashSet<long> stamps;
    private readonly HashSet<int> others = [];
    private readonly int key, connectorId;
    private readonly long first, last;
    private readonly int? transactionId;

    private KeptReadings(int key, int connectorId, int? transactionId, IReadOnlyList<MeterPoint> points)
    {
        this.key = key;
        this.connectorId = connectorId;
        this.transactionId = transactionId;
        stamps = [.. points.Select(point => point.Stamp.ToUnixTimeMilliseconds())];
        (first, last) = (stamps.Min(), stamps.Max());
    }

    /// <summary>Of a transaction, or outside of transactions; both where the charge point named none: it may not have begun, or be over.</summary>
    public static KeptReadings Near(
        HistoryDatabase database, int key, int connectorId, int? transactionId, IReadOnlyList<MeterPoint> points, bool isNamed)
    {
        var kept = new KeptReadings(key, connectorId, transactionId, points);
        if (transactionId is { } id) kept.ReadTransaction(database, id, MostRows, kept.own);
        if (transactionId is null || !isNamed) kept.ReadOutside(database, transactionId is null ? kept.own : kept.elsewhere);
        return kept;
    }

    /// <summary>Of all of a transaction.</summary>
    public static KeptReadings OfTransaction(HistoryDatabase database, int transactionId, IReadOnlyList<MeterPoint> points)
    {
        var kept = new KeptReadings(0, 0, transactionId, points);
        kept.ReadTransaction(database, transactionId, int.MaxValue, kept.own);
        return kept;
    }

    public void Add(long id, MeterPoint point) => Of(own, point.Stamp.ToUnixTimeMilliseconds(), point.Context).Add((id, point));

    /// <summary>The newest row that has all of the point; 0: none has.</summary>
    public long RowOf(MeterPoint point, DateTimeOffset? connectedAt) => Math.Max(RowOf(own, point, connectedAt), RowOf(elsewhere, point, connectedAt));

    /// <summary>The row of the point with the transaction that ran on the connector at that time; 0: there is none.</summary>
    public long RowOfAnother(HistoryDatabase database, MeterPoint point, DateTimeOffset? connectedAt)
    {
        if (others.Count == MostOthers || TransactionRows.FindAt(database, key, connectorId, point.At, LongestTransaction) is not { } other) return 0;
        if (other == transactionId || !others.Add(other)) return 0;
        ReadTransaction(database, other, MostRows, elsewhere);
        return RowOf(elsewhere, point, connectedAt);
    }

    /// <summary>The row of the point's moment with the point added; null where none can take it.</summary>
    public (long Id, MeterPoint Point)? AddToRow(MeterPoint point)
    {
        if (!own.TryGetValue((point.Stamp.ToUnixTimeMilliseconds(), point.Context), out var rows)) return null;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Point.At.ToUnixTimeMilliseconds() != point.At.ToUnixTimeMilliseconds() || rows[i].Point.With(point) is not { } both) continue;
            rows[i] = (rows[i].Id, both);
            return rows[i];
        }
        return null;
    }

    private static long RowOf(Moments among, MeterPoint point, DateTimeOffset? connectedAt)
    {
        if (!among.TryGetValue((point.Stamp.ToUnixTimeMilliseconds(), point.Context), out var rows)) return 0;
        var newest = 0L;
        foreach (var (id, kept) in rows)
            if (id > newest && kept.Holds(point) && IsRepeat(kept.At, point, connectedAt)) newest = id;
        return newest;
    }

    /// <summary>
    /// A clock that is not set may say the same again and again: what came on this connection was answered, and what says the same now
    /// is another reading. Where the stamp can be believed, it is the same.
    /// </summary>
    private static bool IsRepeat(DateTimeOffset keptAt, MeterPoint point, DateTimeOffset? connectedAt) =>
        connectedAt is not { } since || keptAt < since || !IsUnset(point) || (point.At - keptAt).Duration() < TimeSpan.FromSeconds(1);

    private static bool IsUnset(MeterPoint point) => point.StampedAt is { } stamp && (point.At - stamp).Duration() > ChargePointTime.FarOff;

    private void ReadTransaction(HistoryDatabase database, int id, int most, Moments into) =>
        Read(database.Statement(OfTransactionSql).Start().Add(id).Add(first).Add(last).Add(most), into);

    /// <summary>Among the newest readings of the charge point outside of transactions: in the two blocks of ids that have some.</summary>
    private void ReadOutside(HistoryDatabase database, Moments into)
    {
        Span<long> blocks = [-1, -1];
        var find = database.Statement(NewestBlocksSql).Start().Add(key);
        for (var i = 0; i < blocks.Length && find.Next(); i++) blocks[i] = find.Int64(0);
        find.Done();
        foreach (var block in blocks)
        {
            if (block < 0) break;
            var rows = database.Statement(OfBlockSql).Start().Add(key).Add(first).Add(last);
            Read(rows.Add(LogBlocks.First(block)).Add(LogBlocks.Last(block)).Add(connectorId), into);
        }
    }

    private void Read(PreparedStatement rows, Moments into)
    {
        while (rows.Next())
        {
            if (!stamps.Contains(rows.Int64(18))) continue;
            var context = rows.Text(17) ?? "";
            Of(into, rows.Int64(18), context).Add((rows.Int64(0), Point(rows, context)));
        }
    }

    private static List<(long Id, MeterPoint Point)> Of(Moments among, long stamp, string context)
    {
        if (!among.TryGetValue((stamp, context), out var rows)) among[(stamp, context)] = rows = [];
        return rows;
    }

    private static MeterPoint Point(PreparedStatement row, string context) => new()
    {
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(1)), Context = context, EnergyWh = row.NullableDouble(2), PowerW = row.NullableDouble(3),
        CurrentL1A = row.NullableDouble(4), CurrentL2A = row.NullableDouble(5), CurrentL3A = row.NullableDouble(6), CurrentA = row.NullableDouble(7),
        VoltageL1V = row.NullableDouble(8), VoltageL2V = row.NullableDouble(9), VoltageL3V = row.NullableDouble(10), VoltageV = row.NullableDouble(11),
        CurrentOfferedA = row.NullableDouble(12), PowerOfferedW = row.NullableDouble(13), StateOfCharge = row.NullableDouble(14),
        TemperatureC = row.NullableDouble(15), OtherJson = row.Text(16),
    };
}
