using System.Data.Common;
using System.Globalization;
using System.Text;
using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.Queries;

/// <summary>
/// The last register of each connector and the last message of each charge point, for the start. It looks at the newest rows only, by key or
/// by block of ids: what it takes grows with the charge points and not with their history.
/// </summary>
internal sealed class LastKnown(DbConnection connection)
{
    private const int MostBlocks = 32; // of 4096 rows each
    private const int MostTransactions = 64; // looked through for the last one of each connector

    /// <summary>Statement of the newest blocks, each charge point's own two; names a table of blocks.</summary>
    private static readonly CompositeFormat NewestBlocks = CompositeFormat.Parse("""
        WITH newest AS (SELECT c."Key" AS "Key", (SELECT MAX(Block) FROM {0} b WHERE b.ChargePointKey = c."Key") AS Block FROM ChargePoints c)
        SELECT Block FROM newest WHERE Block IS NOT NULL UNION SELECT (SELECT MAX(Block) FROM {0} b WHERE b.ChargePointKey = n."Key" AND b.Block < n.Block) AS Block FROM newest n
        ORDER BY Block DESC LIMIT $most
        """);

    /// <summary>The last register of each connector without what is running: at the end of its last transaction, or measured since.</summary>
    public Dictionary<(int Key, int ConnectorId), RegisterReading> Registers()
    {
        var last = new Dictionary<(int Key, int ConnectorId), (long At, double Wh)>();
        OfTransactions(last);
        OutsideOfTransactions(last);
        return last.ToDictionary(pair => pair.Key, pair => Reading(pair.Value.Wh, pair.Value.At));
    }

    /// <summary>When each charge point last said something. One whose last message is no longer among the newest of the log is not there.</summary>
    public Dictionary<int, DateTimeOffset> Messages()
    {
        var last = new Dictionary<int, DateTimeOffset>();
        using var find = Command("""
            SELECT ChargePointKey, MAX(CASE WHEN FromChargePoint THEN At ELSE AnsweredAt END) FROM Messages WHERE Id BETWEEN $first AND $last GROUP BY ChargePointKey
            """);
        foreach (var block in Newest("MessageBlocks"))
        {
            Set(find, ("$first", LogBlocks.First(block)), ("$last", LogBlocks.Last(block)));
            using var rows = find.ExecuteReader();
            while (rows.Read())
                if (!rows.IsDBNull(1)) last.TryAdd(rows.GetInt32(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)));
        }
        return last;
    }

    private void OfTransactions(Dictionary<(int Key, int ConnectorId), (long At, double Wh)> last)
    {
        using var find = Command($"""
            SELECT ConnectorId, StoppedAt, MeterStopWh, Id, Flags, COALESCE(RegisterBeforeWh, MeterStartWh), EnergyWh
            FROM Transactions INDEXED BY IX_Transactions_ChargePointKey_StartedAt WHERE ChargePointKey = $key
            ORDER BY StartedAt DESC LIMIT {MostTransactions}
            """);
        using var measured = Command("SELECT EnergyWh FROM MeterValues WHERE TransactionId = $id AND EnergyWh > 0 ORDER BY Id DESC LIMIT 1");
        const TransactionFlags none = TransactionFlags.Orphan | TransactionFlags.Connector;
        foreach (var (key, connectors) in Keys())
        {
            Set(find, ("$key", key));
            using var rows = find.ExecuteReader();
            var found = 0;
            while ((connectors == 0 || found < connectors) && rows.Read())
            {
                var flags = (TransactionFlags)rows.GetInt64(4);
                if (rows.IsDBNull(1) || (flags & none) != 0 || last.ContainsKey((key, rows.GetInt32(0)))) continue;
                var stop = rows.IsDBNull(2) ? null : Register.Credible(rows.GetInt64(2));
                var isOdd = flags.HasFlag(TransactionFlags.Meter);
                var read = isOdd || stop is not > 0 ? Measured(measured, rows.GetInt64(3)) : null;
                var register = RegisterAtEnd.Of(Double(rows, 5), stop, Double(rows, 6), read, isOdd);
                if (register is not { } wh || wh <= 0) continue;
                last[(key, rows.GetInt32(0))] = (rows.GetInt64(1), wh);
                found++;
            }
        }
    }

    private void OutsideOfTransactions(Dictionary<(int Key, int ConnectorId), (long At, double Wh)> last)
    {
        var seen = new HashSet<(int, int)>();
        using var find = Command("""
            SELECT ChargePointKey, ConnectorId, At, EnergyWh, MAX(Id) FROM MeterValues WHERE Id BETWEEN $first AND $last AND TransactionId IS NULL AND EnergyWh > 0
            GROUP BY ChargePointKey, ConnectorId
            """); // the other columns are of the row with the greatest id
        foreach (var block in Newest("MeterBlocks"))
        {
            Set(find, ("$first", LogBlocks.First(block)), ("$last", LogBlocks.Last(block)));
            using var rows = find.ExecuteReader();
            while (rows.Read())
            {
                var connector = (rows.GetInt32(0), rows.GetInt32(1));
                if (seen.Add(connector) && !(last.TryGetValue(connector, out var stop) && stop.At > rows.GetInt64(2))) last[connector] = (rows.GetInt64(2), rows.GetDouble(3));
            }
        }
    }

    private static RegisterReading Reading(double wh, long at) => new(wh, DateTimeOffset.FromUnixTimeMilliseconds(at));

    private static double? Double(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static double? Measured(DbCommand measured, long transactionId)
    {
        Set(measured, ("$id", transactionId));
        return (double?)measured.ExecuteScalar();
    }

    /// <summary>All charge points, with the number of their connectors as far as statuses told of them.</summary>
    private List<(int Key, int Connectors)> Keys()
    {
        using var find = Command("""SELECT "Key", (SELECT COUNT(*) FROM Connectors k WHERE k.ChargePointKey = c."Key" AND k.ConnectorId > 0) FROM ChargePoints c""");
        using var rows = find.ExecuteReader();
        var keys = new List<(int, int)>();
        while (rows.Read()) keys.Add((rows.GetInt32(0), rows.GetInt32(1)));
        return keys;
    }

    private List<long> Newest(string table)
    {
        using var find = Command(string.Format(CultureInfo.InvariantCulture, NewestBlocks, table));
        Set(find, ("$most", MostBlocks));
        using var rows = find.ExecuteReader();
        var blocks = new List<long>();
        while (rows.Read())
            if (!rows.IsDBNull(0)) blocks.Add(rows.GetInt64(0));
        return blocks;
    }

    private DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Set(DbCommand command, params ReadOnlySpan<(string Name, long Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (!command.Parameters.Contains(name))
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            command.Parameters[name].Value = value;
        }
    }
}
