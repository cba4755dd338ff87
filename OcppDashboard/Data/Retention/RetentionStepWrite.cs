using OcppDashboard.Data.History;
using OcppDashboard.Data.Logs;

namespace OcppDashboard.Data.Retention;

/// <param name="Removed">Rows that went.</param>
/// <param name="GoesOn">There may be more to remove.</param>
internal readonly record struct RetentionStep(int Removed, bool GoesOn);

/// <summary>Looks through the next rows of a rule and removes those that are too old.</summary>
/// <param name="limit">Older rows go.</param>
internal sealed class RetentionStepWrite(RetentionRule rule, DateTimeOffset limit) : HistoryWrite<RetentionStep>
{
    /// <summary>Rows of a step: about a millisecond.</summary>
    public const int Rows = 500;

    private const string Reach = "INSERT INTO Counters (Name, Value) VALUES (?1, ?2) ON CONFLICT (Name) DO UPDATE SET Value = ?2";
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(3);

    internal override RetentionStep Write(HistoryDatabase database)
    {
        var from = Cursor(database, rule.Name);
        var window = database.Statement(rule.Window).Start().Add(from);
        var upTo = window.Next() ? window.NullableInt64(0) : null;
        window.Done();
        if (upTo is not { } last) return new(0, false);
        database.Statement(rule.Delete).Start().Add(from).Add(last).Add(limit).Run();
        var removed = database.Changes;
        if (removed > 0 && rule.Table == "Quarantine") database.QuarantineBytes = null; // to be counted anew
        var find = database.Statement(rule.Young).Start().Add(from).Add(last).Add(limit).Add(database.Now + ClockTolerance);
        var young = find.Next() ? find.NullableInt64(0) : null;
        find.Done();
        var reached = young is { } first ? first - 1 : last;
        if (reached > from)
            database.Statement(Reach).Start().Add(rule.Name).Add(reached).Run();
        return new(removed, young is null);
    }

    /// <summary>The last id that a rule is done with.</summary>
    public static long Cursor(HistoryDatabase database, string name)
    {
        var find = database.Statement("SELECT Value FROM Counters WHERE Name = ?1").Start().Add(name);
        var value = find.Next() ? find.Int64(0) : 0;
        find.Done();
        return value;
    }
}

/// <summary>Removes transactions that ended before a time, with their meter values; a few rows each time.</summary>
internal sealed class RemoveTransactionsWrite(DateTimeOffset limit) : HistoryWrite<RetentionStep>
{
    private const string Oldest = "SELECT Id FROM Transactions WHERE StartedAt < ?1 AND StoppedAt < ?1 ORDER BY StartedAt LIMIT 1";
    private const string Readings = "DELETE FROM MeterValues WHERE Id IN (SELECT Id FROM MeterValues WHERE TransactionId = ?1 LIMIT 500)";

    internal override RetentionStep Write(HistoryDatabase database)
    {
        var removed = 0;
        while (removed < RetentionStepWrite.Rows)
        {
            var find = database.Statement(Oldest).Start().Add(limit);
            if (!find.Next()) return new(removed, false);
            var id = find.Int64(0);
            find.Done();
            database.Statement(Readings).Start().Add(id).Run();
            removed += database.Changes + 1;
            if (database.Changes < RetentionStepWrite.Rows)
                database.Statement("DELETE FROM Transactions WHERE Id = ?1").Start().Add(id).Run();
        }
        return new(removed, true);
    }
}

/// <summary>Removes tasks for many charge points that ended before a time, with their results.</summary>
internal sealed class RemoveBulkTasksWrite(DateTimeOffset limit) : HistoryWrite<RetentionStep>
{
    private const string Results =
        "DELETE FROM BulkTargets WHERE TaskId = ?1 AND Number IN (SELECT Number FROM BulkTargets WHERE TaskId = ?1 LIMIT 500)";

    internal override RetentionStep Write(HistoryDatabase database)
    {
        var find = database.Statement("SELECT Id FROM BulkTasks WHERE EndedAt < ?1 ORDER BY Id LIMIT 1").Start().Add(limit);
        if (!find.Next()) return new(0, false);
        var id = find.Int64(0);
        find.Done();
        database.Statement(Results).Start().Add(id).Run();
        var removed = database.Changes;
        if (removed < RetentionStepWrite.Rows) database.Statement("DELETE FROM BulkTasks WHERE Id = ?1").Start().Add(id).Run();
        return new(removed + 1, true);
    }
}

/// <summary>Removes reservations, charging profiles and links to reports that were over before a time.</summary>
internal sealed class RemoveEndedWrite(DateTimeOffset limit) : HistoryWrite<RetentionStep>
{
    private static readonly string[] Statements =
    [
        """
        DELETE FROM Reservations WHERE rowid IN
          (SELECT rowid FROM Reservations WHERE COALESCE(EndedAt, ExpiresAt) < ?1 AND Status NOT IN ('Requested', 'Accepted') LIMIT 500)
        """,
        "DELETE FROM ChargingProfiles WHERE rowid IN (SELECT rowid FROM ChargingProfiles WHERE ClearedAt < ?1 LIMIT 500)",
        "DELETE FROM AcceptanceShares WHERE Id IN (SELECT Id FROM AcceptanceShares WHERE ExpiresAt < ?1 LIMIT 500)",
    ];

    internal override RetentionStep Write(HistoryDatabase database)
    {
        var (removed, goesOn) = (0, false);
        foreach (var statement in Statements)
        {
            database.Statement(statement).Start().Add(limit).Run();
            removed += database.Changes;
            goesOn |= database.Changes == RetentionStepWrite.Rows;
        }
        return new(removed, goesOn);
    }
}
