using OcppDashboard.Data.History;

namespace OcppDashboard.Data.Retention;

/// <summary>
/// Takes a charge point out of the database: what is true of it now goes at once, what runs is ended. Its history stays under its
/// identity, or is marked to go: then the identity is free at once, and <see cref="PurgeStepWrite"/> takes the history in small steps.
/// </summary>
/// <param name="purges">The history is to go too.</param>
public sealed class RemoveChargePointWrite(string chargePointId, bool purges) : HistoryWrite<IReadOnlyList<EndedTransaction>>
{
    /// <summary>Reason of the transactions that ended with it.</summary>
    public const string StopReason = "ChargePointRemoved";

    /// <summary>Tables whose rows carry the identity, in constant statements.</summary>
    private static readonly string[] OfIdentity =
    [
        "DELETE FROM ChargePointSettings WHERE ChargePointId = ?1",
        "DELETE FROM LocalLists WHERE ChargePointId = ?1",
        "DELETE FROM Reservations WHERE ChargePointId = ?1",
        "DELETE FROM ChargingProfiles WHERE ChargePointId = ?1",
        "DELETE FROM ConfigurationBaselines WHERE ChargePointId = ?1",
        "DELETE FROM Certificates WHERE ChargePointId = ?1",
        "DELETE FROM Findings WHERE ChargePointId = ?1",
    ];

    private static readonly string[] OfKey =
    [
        "DELETE FROM Connectors WHERE ChargePointKey = ?1 AND ?2 > 0",
        "UPDATE FileTransfers SET EndedAt = ?2, \"End\" = 'Revoked' WHERE ChargePointKey = ?1 AND EndedAt IS NULL",
        """
        UPDATE Commands SET State = 'Disconnected', Deadline = NULL, WaitingSince = NULL
          WHERE ChargePointKey = ?1 AND State IN ('Queued', 'Sent', 'Watching') AND ?2 > 0
        """,
    ];

    private const string Purge = """
        UPDATE ChargePoints SET Id = Id || ' (removed)' || char(1) || "Key", RemovedAt = ?2, IsPurged = 1 WHERE "Key" = ?1
        """; // no identity has a control character

    private const string Keep = """
        UPDATE ChargePoints SET RemovedAt = ?2, BootedAt = NULL, LastSeenAt = NULL, ClockOffsetMs = NULL, ClockSeenAt = NULL WHERE "Key" = ?1
        """;

    /// <returns>The transactions that ended with it.</returns>
    internal override IReadOnlyList<EndedTransaction> Write(HistoryDatabase database)
    {
        foreach (var statement in OfIdentity) database.Statement(statement).Start().Add(chargePointId).Run();
        if (database.FindKey(chargePointId) is not { } key) return [];
        var now = database.Now;
        var ended = new List<EndedTransaction>();
        foreach (var open in TransactionRows.Open(database, key))
            if (new InferredStopWrite(open.Id, now, now, StopReason).Write(database) is { } stop)
                ended.Add(new(open.Id, stop.ConnectorId, stop.EnergyWh));
        foreach (var statement in OfKey) database.Statement(statement).Start().Add(key).Add(now).Run();
        database.Statement(purges ? Purge : Keep).Start().Add(key).Add(now).Run();
        database.ForgetKey(chargePointId);
        return ended;
    }
}

/// <param name="EnergyWh">Null when it cannot be known.</param>
public sealed record EndedTransaction(int Id, int ConnectorId, double? EnergyWh);
