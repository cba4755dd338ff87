using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.History;

/// <summary>Books what a transaction took from its registers, as they are kept. For the writer.</summary>
internal static class TransactionEnergy
{
    /// <summary>Sets energy and, where it was in doubt, what energy counts from.</summary>
    /// <param name="stopWh">The register that its stop told, Wh; null: no stop came, or it told none that can be.</param>
    public static BookedEnergy Book(HistoryDatabase database, TransactionEntity transaction, double? stopWh, DateTimeOffset stoppedAt, DateTimeOffset receivedAt)
    {
        var readings = Readings(database, transaction.Id, out var begin);
        SettleStart(transaction, readings, stopWh);
        RegisterReading? stop = stopWh is { } told ? new(told, stoppedAt, receivedAt) : null;
        RegisterReading? start = transaction.EnergyFromWh is { } from ? new(from, transaction.StartedAt, transaction.StartReceivedAt) : null;
        var booked = BookedEnergy.Of(start, begin, null, readings, stop);
        if (MayBeGarbage(start, booked) && RegisterBefore.Of(database, transaction) is { } before)
            booked = BookedEnergy.Of(start, begin, before, readings, stop);
        if (booked.EnergyWh is null && stopWh is { } end && end == transaction.MeterStartWh) booked = booked with { EnergyWh = 0 };
        if (booked.EnergyWh is null or 0 && Intervals(database, transaction) is > 0 and var sum) booked = booked with { EnergyWh = sum, IsOdd = true };
        transaction.EnergyWh = booked.EnergyWh;
        return booked;
    }

    /// <summary>Ends a transaction whose stop never came, at its last good register.</summary>
    public static void EndWithoutStop(HistoryDatabase database, TransactionEntity open, DateTimeOffset at, DateTimeOffset now)
    {
        open.StoppedAt = at < open.StartedAt ? open.StartedAt : at;
        open.StopReceivedAt = now;
        var booked = Book(database, open, null, open.StoppedAt.Value, now);
        open.MeterStopWh = booked.LastWh is { } register ? (long)register : null;
        TransactionRows.Stop(database, open);
    }

    private const string ReadingsText = """
        SELECT At, EnergyWh, Context = 'Transaction.Begin', CASE WHEN EnergyWh IS NULL THEN OtherJson END FROM MeterValues
          WHERE TransactionId = ?1 AND (EnergyWh IS NOT NULL OR OtherJson LIKE '%Energy.Active.Import.Register%')
        """;

    /// <summary>
    /// In order of time, with those that were set aside as they came: what comes later may say that they were right. Those of the transaction's
    /// begin are told apart: they may be repeated later on (G8).
    /// </summary>
    /// <param name="begin">The first one of the begin; null: there is none.</param>
    private static List<RegisterReading> Readings(HistoryDatabase database, int id, out RegisterReading? begin)
    {
        var find = database.Statement(ReadingsText).Start().Add(id);
        var readings = new List<RegisterReading>();
        (begin, var isInOrder) = (null, true);
        while (find.Next())
        {
            if ((find.NullableDouble(1) ?? OtherEnergy.Register(find.Text(3))) is not { } wh) continue;
            var reading = new RegisterReading(wh, DateTimeOffset.FromUnixTimeMilliseconds(find.Int64(0)));
            if (find.Int64(2) != 0)
            {
                begin ??= reading;
                continue;
            }
            isInOrder &= readings.Count == 0 || readings[^1].At <= reading.At;
            readings.Add(reading);
        }
        return isInOrder ? readings : [.. readings.OrderBy(reading => reading.At)];
    }

    /// <summary>
    /// At the end of a transaction that began at 0 although the connector's register was higher (G10): a register below that one means another
    /// meter, or one that counts from the start, and the start's 0 holds.
    /// </summary>
    private static void SettleStart(TransactionEntity transaction, List<RegisterReading> readings, double? stopWh)
    {
        if (transaction.RegisterBeforeWh is not { } before) return;
        var isBelow = stopWh > 0 && stopWh + 1 < before; // a start or stop leaves out parts of a Wh
        foreach (var reading in readings) isBelow |= reading.Wh > 0 && Register.IsBelow(reading.Wh, before);
        if (!isBelow) return;
        transaction.RegisterBeforeWh = null;
        transaction.Flags &= ~TransactionFlags.Meter;
    }

    /// <summary>Nothing went on from its start: what the connector's register was before tells whether it was garbage.</summary>
    private static bool MayBeGarbage(RegisterReading? start, BookedEnergy booked) =>
        start is { } from && (booked.IsRelative || booked.IsOdd || booked.LastWh < from.Wh);

    /// <summary>Each interval is bounded by the time since the one before, as in the live values.</summary>
    private static double Intervals(HistoryDatabase database, TransactionEntity transaction)
    {
        var find = database.Statement("""
            SELECT OtherJson, At FROM MeterValues WHERE TransactionId = ?1 AND OtherJson LIKE '%.Import.Interval%' ORDER BY At, Id
            """).Start().Add(transaction.Id);
        var sum = new OtherEnergy();
        var last = transaction.StartedAt;
        while (find.Next())
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(find.Int64(1));
            if (sum.TakeIntervals(find.Text(0), RegisterPlausibility.MostBetween(new(0, last), new(0, at)))) last = at;
        }
        return sum.IntervalsWh;
    }
}
