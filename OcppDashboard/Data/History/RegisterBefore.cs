using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.History;

/// <summary>The connector's last good register before a transaction: of the transaction before, or measured since. For the writer.</summary>
internal static class RegisterBefore
{
    private const int MostBlocks = 4; // of ids, with readings of the charge point outside of transactions

    private const string IdleText = """
        SELECT EnergyWh, At FROM (SELECT EnergyWh, At, Id FROM MeterValues
          WHERE Id BETWEEN ?3 AND ?4 AND ChargePointKey = ?1 AND ConnectorId = ?2 AND TransactionId IS NULL
            AND EnergyWh > 0 AND At BETWEEN ?5 AND ?6
          ORDER BY At DESC, Id DESC LIMIT 16) ORDER BY At, Id
        """;

    /// <returns>Null: nothing is known.</returns>
    public static RegisterReading? Of(HistoryDatabase database, TransactionEntity transaction)
    {
        var ended = OfTransactionBefore(database, transaction);
        var count = ended is { } last ? EnergyCount.Restored(0, last, false) : default;
        foreach (var block in LogBlocks(database, transaction))
            if (Idle(database, transaction, block, ended?.At) is { Count: > 0 } idle)
            {
                foreach (var reading in idle) count = count.Take(reading, out _);
                break;
            }
        return count.IsKnown ? count.Last : null;
    }

    private static RegisterReading? OfTransactionBefore(HistoryDatabase database, TransactionEntity transaction)
    {
        var until = transaction.StartedAt.AddMilliseconds(-1);
        var before = TransactionRows.LastUpTo(database, transaction.ChargePointKey, transaction.ConnectorId, until);
        if (before is not { StoppedAt: { } stopped }) return null;
        var measured = TransactionRows.LastReading(database, before.Id)?.Wh;
        var register = RegisterAtEnd.Of(
            before.EnergyFromWh, Register.Credible(before.MeterStopWh), before.EnergyWh, measured, before.Flags.HasFlag(TransactionFlags.Meter));
        return register is > 0 and { } wh ? new(wh, stopped) : null;
    }

    /// <summary>The newest blocks up to the transaction's first reading.</summary>
    private static List<long> LogBlocks(HistoryDatabase database, TransactionEntity transaction)
    {
        var blocks = new List<long>();
        var find = database.Statement("""
            SELECT Block FROM MeterBlocks WHERE ChargePointKey = ?1
              AND Block <= (SELECT MIN(Id) / ?3 FROM MeterValues WHERE TransactionId = ?2) ORDER BY Block DESC LIMIT ?4
            """).Start().Add(transaction.ChargePointKey).Add(transaction.Id).Add(Data.LogBlocks.Size).Add(MostBlocks);
        while (find.Next()) blocks.Add(find.Int64(0));
        return blocks;
    }

    private static List<RegisterReading> Idle(HistoryDatabase database, TransactionEntity transaction, long block, DateTimeOffset? since)
    {
        var find = database.Statement(IdleText).Start().Add(transaction.ChargePointKey).Add(transaction.ConnectorId)
            .Add(Data.LogBlocks.First(block)).Add(Data.LogBlocks.Last(block)).Add(since ?? DateTimeOffset.UnixEpoch).Add(transaction.StartedAt);
        var readings = new List<RegisterReading>();
        while (find.Next()) readings.Add(new(find.NullableDouble(0)!.Value, DateTimeOffset.FromUnixTimeMilliseconds(find.Int64(1))));
        return readings;
    }
}
