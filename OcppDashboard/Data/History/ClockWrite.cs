using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.History;

/// <summary>How far a charge point's clock is known to be off.</summary>
/// <param name="offset">Stamp minus receipt; null: not known to be off.</param>
/// <param name="at">When that was known.</param>
/// <param name="connectedAt">
/// Puts right what runs and began on a connection since then with the clock as far off, which nobody knew yet; null: nothing.
/// </param>
public sealed class ClockWrite(string chargePointId, TimeSpan? offset, DateTimeOffset at, DateTimeOffset? connectedAt) : HistoryWrite
{
    private const string KeepSql = "UPDATE ChargePoints SET ClockOffsetMs = ?2, ClockSeenAt = ?3 WHERE \"Key\" = ?1";
    private const string StartSql = "UPDATE Transactions SET StartedAt = ?2, Flags = ?3 WHERE Id = ?1";
    private const string ReadingsSql =
        "UPDATE MeterValues SET StampedAt = At, At = At - ?2 WHERE TransactionId = ?1 AND StampedAt IS NULL AND At - ?2 BETWEEN ?3 AND ?4";

    internal override void Apply(HistoryDatabase database)
    {
        var key = database.KeyOf(chargePointId);
        database.Statement(KeepSql).Start().Add(key).Add((long?)offset?.TotalMilliseconds).Add(at).Run();
        if (offset is not { } behind || behind >= TimeSpan.Zero || connectedAt is not { } since) return;
        foreach (var open in TransactionRows.Open(database, key))
        {
            var wasOff = open.StartedAt - open.StartReceivedAt - behind;
            if (open.StartReceivedAt >= since && wasOff.Duration() <= ChargePointTime.MostAhead) PutRight(database, open, behind);
        }
    }

    private void PutRight(HistoryDatabase database, TransactionEntity open, TimeSpan behind)
    {
        var startedAt = open.StartedAt - behind;
        var flags = (open.Flags | TransactionFlags.Clock) & ~TransactionFlags.Offline;
        database.Statement(StartSql).Start().Add(open.Id).Add(startedAt).Add((long)flags).Run();
        database.Statement(ReadingsSql).Start().Add(open.Id).Add((long)behind.TotalMilliseconds)
            .Add(startedAt - ChargePointTime.MostAhead).Add(at + ChargePointTime.MostAhead).Run();
    }
}
