using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.Queries;

/// <summary>What the readings of a transaction tell of its energy so far.</summary>
/// <param name="Count">Goes on with the next reading.</param>
/// <param name="IntervalsWh">Sum of the intervals, Wh; 0: none was measured.</param>
/// <param name="EnergyBeforeWh">What had flowed before the present day, Wh.</param>
public sealed record MeasuredEnergy(EnergyCount Count, double IntervalsWh, double EnergyBeforeWh)
{
    /// <summary>Wh; null when nothing is known. Intervals count where no register tells of energy.</summary>
    public double? EnergyWh => IntervalsWh > 0 && !(Count.EnergyWh > 0) ? IntervalsWh : Count.EnergyWh;
}

/// <summary>Counts the readings that were kept, as they were counted when they came: a restart changes no energy.</summary>
internal static class EnergyReplay
{
    private const int Part = 500; // ids in one statement: SQLite takes only so many parameters

    /// <param name="registers">Last register of each connector: what a start is measured against that came after it.</param>
    /// <param name="midnight">Start of the present day, UTC.</param>
    /// <returns>By transaction.</returns>
    public static Dictionary<int, MeasuredEnergy> Of(
        OcppDbContext context, IReadOnlyList<TransactionEntity> transactions,
        IReadOnlyDictionary<(int Key, int ConnectorId), RegisterReading> registers, DateTimeOffset midnight)
    {
        var all = transactions.ToDictionary(t => t.Id, t => new MeasuredEnergy(Begin(t, registers), 0, 0));
        foreach (var part in transactions.Chunk(Part))
        {
            var ids = part.Select(t => (int?)t.Id).ToList();
            var byId = part.ToDictionary(t => t.Id);
            var rows = context.MeterValues.Where(m => ids.Contains(m.TransactionId) && (m.EnergyWh != null || m.OtherJson != null))
                .OrderBy(m => m.TransactionId).ThenBy(m => m.At).ThenBy(m => m.Id)
                .Select(m => new Reading(m.TransactionId!.Value, m.At, m.EnergyWh, m.OtherJson)).AsEnumerable();
            Replay? replay = null;
            foreach (var row in rows)
            {
                if (replay?.Id != row.TransactionId)
                {
                    if (replay is not null) all[replay.Id] = replay.Result;
                    replay = new(byId[row.TransactionId], all[row.TransactionId].Count, midnight);
                }
                replay.Take(row);
            }
            if (replay is not null) all[replay.Id] = replay.Result;
        }
        return all;
    }

    private sealed record Reading(int TransactionId, DateTimeOffset At, double? EnergyWh, string? OtherJson);

    private static EnergyCount Begin(
        TransactionEntity transaction, IReadOnlyDictionary<(int Key, int ConnectorId), RegisterReading> registers)
    {
        if (transaction.EnergyFromWh is not { } from) return default;
        var start = new RegisterReading(from, transaction.StartedAt, transaction.StartReceivedAt);
        var isKnown = registers.TryGetValue((transaction.ChargePointKey, transaction.ConnectorId), out var last) && last.At <= start.At;
        return EnergyCount.From(start, isKnown ? last : null);
    }

    private sealed class Replay(TransactionEntity transaction, EnergyCount count, DateTimeOffset midnight)
    {
        private OtherEnergy intervals;
        private DateTimeOffset lastInterval = transaction.StartedAt;
        private double before;

        public int Id => transaction.Id;

        public MeasuredEnergy Result => new(count, intervals.IntervalsWh, before);

        public void Take(Reading reading)
        {
            if (reading.OtherJson is not null && intervals.TakeIntervals(reading.OtherJson, RegisterPlausibility.MostBetween(new(0, lastInterval), new(0, reading.At))))
                lastInterval = reading.At;
            if ((reading.EnergyWh ?? OtherEnergy.Register(reading.OtherJson)) is { } wh)
            {
                if (!count.IsRelative && wh > 0 && Register.IsBelow(wh, transaction.RegisterBeforeWh))
                    count = EnergyCount.FromZero(transaction.StartedAt, transaction.StartReceivedAt); // the 0 of the start holds (G10)
                count = count.Take(new(wh, reading.At), out _);
            }
            if (reading.At < midnight) before = Result.EnergyWh ?? 0;
        }
    }
}
