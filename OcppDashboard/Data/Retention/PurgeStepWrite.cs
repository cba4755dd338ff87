using OcppDashboard.Data.History;
using OcppDashboard.Data.Logs;

namespace OcppDashboard.Data.Retention;

/// <summary>A small step in deleting the history of charge points that were removed with it. Their own rows go last.</summary>
/// <param name="messagesRemoved">Is told the block of the message log that some went from, once they are gone.</param>
internal sealed class PurgeStepWrite(Action<long> messagesRemoved) : HistoryWrite<bool>
{
    private const int Rows = 500;
    private const string Transaction = "SELECT Id FROM Transactions WHERE ChargePointKey = ?1 LIMIT 1";
    private const string Readings = "DELETE FROM MeterValues WHERE Id IN (SELECT Id FROM MeterValues WHERE TransactionId = ?1 LIMIT 500)";

    private const string BlockOfMessages = "SELECT Block FROM MessageBlocks WHERE ChargePointKey = ?1 LIMIT 1";

    private static readonly (string Find, string Rows, string Block)[] Blocked =
    [
        ("SELECT Block FROM MeterBlocks WHERE ChargePointKey = ?1 LIMIT 1",
            "DELETE FROM MeterValues WHERE Id BETWEEN ?2 AND ?3 AND ChargePointKey = ?1 AND TransactionId IS NULL",
            "DELETE FROM MeterBlocks WHERE ChargePointKey = ?1 AND Block = ?2"),
        (BlockOfMessages,
            "DELETE FROM Messages WHERE Id BETWEEN ?2 AND ?3 AND ChargePointKey = ?1",
            "DELETE FROM MessageBlocks WHERE ChargePointKey = ?1 AND Block = ?2"),
    ];

    private const string OfItsRuns = "RunId IN (SELECT Id FROM AcceptanceRuns WHERE ChargePointKey = ?1)";

    private static readonly string[] Tables =
    [
        "DELETE FROM Statuses WHERE Id IN (SELECT Id FROM Statuses WHERE ChargePointKey = ?1 LIMIT 500)",
        "DELETE FROM Occurrences WHERE Id IN (SELECT Id FROM Occurrences WHERE ChargePointKey = ?1 LIMIT 500)",
        "DELETE FROM Commands WHERE Id IN (SELECT Id FROM Commands WHERE ChargePointKey = ?1 LIMIT 500)",
        "DELETE FROM FileTransfers WHERE Id IN (SELECT Id FROM FileTransfers WHERE ChargePointKey = ?1 LIMIT 500)",
        "DELETE FROM Quarantine WHERE Id IN (SELECT Id FROM Quarantine WHERE ChargePointKey = ?1 LIMIT 500)",
        $"DELETE FROM AcceptanceFrames WHERE rowid IN (SELECT rowid FROM AcceptanceFrames WHERE {OfItsRuns} LIMIT 500)",
        $"DELETE FROM AcceptanceLegs WHERE rowid IN (SELECT rowid FROM AcceptanceLegs WHERE {OfItsRuns} LIMIT 500)",
        $"DELETE FROM AcceptanceWords WHERE Id IN (SELECT Id FROM AcceptanceWords WHERE {OfItsRuns} LIMIT 5)", // with photos of up to 8 MiB
        $"DELETE FROM AcceptanceShares WHERE {OfItsRuns}",
        "DELETE FROM AcceptanceRuns WHERE ChargePointKey = ?1",
        "DELETE FROM ReceivedFiles WHERE ChargePointKey = ?1",
        "DELETE FROM Connectors WHERE ChargePointKey = ?1",
    ];

    private long? messageBlock;

    internal override void Committed()
    {
        if (messageBlock is { } block) messagesRemoved(block);
        base.Committed();
    }

    /// <returns>False when nothing is left to delete.</returns>
    internal override bool Write(HistoryDatabase database)
    {
        messageBlock = null; // it may run again
        var find = database.Statement("SELECT \"Key\" FROM ChargePoints WHERE IsPurged = 1 LIMIT 1").Start();
        if (!find.Next()) return false;
        var key = find.Int64(0);
        find.Done();
        if (RemovesTransactions(database, key) || RemovesBlocks(database, key) || RemovesRows(database, key)) return true;
        database.Statement("DELETE FROM ChargePoints WHERE \"Key\" = ?1").Start().Add(key).Run();
        return true;
    }

    private static bool RemovesTransactions(HistoryDatabase database, long key)
    {
        var left = Rows;
        while (left > 0 && One(database, Transaction, key) is { } id)
        {
            database.Statement(Readings).Start().Add(id).Run();
            left -= database.Changes + 1;
            if (database.Changes < Rows) database.Statement("DELETE FROM Transactions WHERE Id = ?1").Start().Add(id).Run();
        }
        return left < Rows;
    }

    private bool RemovesBlocks(HistoryDatabase database, long key)
    {
        foreach (var (find, rows, block) in Blocked)
            if (One(database, find, key) is { } number)
            {
                database.Statement(rows).Start().Add(key).Add(LogBlocks.First(number)).Add(LogBlocks.Last(number)).Run();
                database.Statement(block).Start().Add(key).Add(number).Run();
                if (find == BlockOfMessages) messageBlock = number;
                return true;
            }
        return false;
    }

    private static bool RemovesRows(HistoryDatabase database, long key)
    {
        foreach (var statement in Tables)
        {
            database.Statement(statement).Start().Add(key).Run();
            if (database.Changes == 0) continue;
            database.QuarantineBytes = null; // some may have been of it: to be counted anew
            return true;
        }
        return false;
    }

    private static long? One(HistoryDatabase database, string sql, long key)
    {
        var find = database.Statement(sql).Start().Add(key);
        long? found = find.Next() ? find.Int64(0) : null;
        find.Done();
        return found;
    }
}
