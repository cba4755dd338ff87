using Microsoft.EntityFrameworkCore;
using OcppDashboard.Configuration;
using OcppDashboard.Data.History;

namespace OcppDashboard.Data.Retention;

/// <summary>
/// Cleans the message log by age and size in steps small enough that nobody waits for them: once a minute, and as often as it grew. When it is
/// too large, first those messages go whose charge point has more than its share, so that one of them cannot empty everybody's.
/// </summary>
public sealed class MessageLogCleaner(
    IDbContextFactory<OcppDbContext> contexts, HistoryWriter writer, MessageLogGrowth growth, DashboardSettings settings, TimeProvider time, ILogger<MessageLogCleaner> logger)
    : GuardedBackgroundService(time, logger)
{
    internal const int RowOverhead = 100; // bytes besides the frames
    private const int Step = 500, LargeStep = 5000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly MessageLogSizes sizes = new();
    private readonly SemaphoreSlim oneAtATime = new(1);
    private long cleanedBlock;
    private long bytes;

    /// <summary>Bytes of the log when it was last looked at.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Messages of a block were removed with the history of their charge point. For any thread.</summary>
    internal void Removed(long block) => sizes.Outdate(block);

    private long Limit => settings.Data.MessageLogMegabytes * 1048576L;

    protected override async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        Task? ticked = null, grown = null;
        while (!stop.IsCancellationRequested)
        {
            ticked ??= timer.WaitForNextTickAsync(stop).AsTask();
            grown ??= growth.GrownAsync(stop);
            await await Task.WhenAny(ticked, grown);
            if (ticked.IsCompleted) ticked = null;
            if (grown.IsCompleted) grown = null;
            try
            {
                var removed = await CleanAsync(stop);
                if (removed > 0 && ticked is null) Logger.LogInformation("{Count} old messages were cleaned away", removed);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Count();
                Logger.LogWarning(exception, "Cleaning the message log failed; it is tried again in a minute");
            }
        }
    }

    /// <returns>How many messages were removed.</returns>
    public async Task<long> CleanAsync(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop);
        try
        {
            var removed = await RemoveOldAsync(stop) + await RemoveExcessAsync(stop);
            await RemoveBlocksAsync(stop);
            return removed;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<long> RemoveOldAsync(CancellationToken stop)
    {
        long removed = 0;
        while (await TooOldAsync(stop) is { } upTo)
        {
            removed += await writer.KeepAsync(new RemoveMessagesWrite(upTo));
            await Task.Delay(Pause, Time, stop);
        }
        return removed;
    }

    private async Task<long> RemoveExcessAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        await sizes.CountAsync(context, stop);
        long removed = 0;
        while (sizes.Bytes is var size && size > Limit)
        {
            Interlocked.Exchange(ref bytes, size);
            var excess = size - Limit;
            var isFar = excess > Limit / 10; // it grows faster than it would be cleaned: pauses would only let it grow
            var most = sizes.Largest(Limit / 100 * settings.Data.MessageLogSharePercent);
            var gone = most is { } largest
                ? await RemoveOfLargestAsync(context, largest, Math.Min(excess, largest.Bytes), stop) : await RemoveOldestAsync(context, excess, isFar ? LargeStep : Step, stop);
            if (gone == 0 && most is null) break;
            removed += gone;
            if (!isFar) await Task.Delay(Pause, Time, stop);
            await sizes.CountOutdatedAsync(context, stop);
        }
        Interlocked.Exchange(ref bytes, sizes.Bytes);
        return removed;
    }

    private async Task<int> RemoveOldestAsync(OcppDbContext context, long excess, int most, CancellationToken stop)
    {
        if (await context.Messages.MinAsync(m => (long?)m.Id, stop) is not { } oldest) return 0;
        var rows = await RowsAsync(context.Messages.Where(m => m.Id < oldest + most), most, stop);
        var upTo = UpTo(rows, excess);
        var removed = await writer.KeepAsync(new RemoveMessagesWrite(upTo));
        await sizes.RemovedAsync(context, upTo, stop);
        return removed;
    }

    private async Task<int> RemoveOfLargestAsync(OcppDbContext context, (int Key, long Bytes, long Block) largest, long excess, CancellationToken stop)
    {
        long from = LogBlocks.First(largest.Block), to = LogBlocks.Last(largest.Block);
        var rows = await RowsAsync(context.Messages.Where(m => m.Id >= from && m.Id <= to && m.ChargePointKey == largest.Key), Step, stop);
        if (rows.Count == 0)
        {
            await sizes.CountAsync(context, largest.Block, stop); // they went with the history of their charge point
            return 0;
        }
        var removed = await writer.KeepAsync(new RemoveMessagesOfWrite(largest.Key, from, UpTo(rows, excess)));
        await sizes.CountAsync(context, largest.Block, stop);
        return removed;
    }

    private static Task<List<(long Id, long Bytes)>> RowsAsync(IQueryable<Entities.MessageEntity> messages, int most, CancellationToken stop) => messages.OrderBy(m => m.Id).Take(most)
        .Select(m => new ValueTuple<long, long>(m.Id, m.Call.Length + (m.Answer == null ? 0 : m.Answer.Length) + RowOverhead)).ToListAsync(stop);

    /// <summary>As many of the first as the excess takes.</summary>
    private static long UpTo(IReadOnlyList<(long Id, long Bytes)> rows, long excess)
    {
        var last = rows[0].Id;
        foreach (var (id, length) in rows)
        {
            if (excess <= 0) break;
            last = id;
            excess -= length;
        }
        return last;
    }

    /// <summary>What was noted of blocks that are empty now; only when there are such.</summary>
    private async Task RemoveBlocksAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var first = (await context.Messages.MinAsync(m => (long?)m.Id, stop) ?? 0) / LogBlocks.Size;
        if (first <= cleanedBlock) return;
        for (long? key = 0; key is { } after; key = await writer.KeepAsync(new RemoveBlocksWrite(false, first, after))) await Task.Delay(Pause, Time, stop);
        cleanedBlock = first;
    }

    /// <summary>The highest message id of the next step of old messages; null when none is too old.</summary>
    private async Task<long?> TooOldAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var oldest = await context.Messages.OrderBy(m => m.Id).Select(m => new { m.Id, m.At }).FirstOrDefaultAsync(stop);
        var limit = Time.GetUtcNow().AddDays(-settings.Data.MessageLogDays);
        if (oldest is null || oldest.At >= limit) return null;
        return await context.Messages.Where(m => m.Id <= oldest.Id + Step && m.At < limit).MaxAsync(m => (long?)m.Id, stop);
    }

    private sealed class RemoveMessagesWrite(long upTo) : HistoryWrite<int>
    {
        internal override int Write(HistoryDatabase database)
        {
            database.Statement("DELETE FROM Messages WHERE Id <= ?1").Start().Add(upTo).Run();
            return database.Changes;
        }
    }

    private sealed class RemoveMessagesOfWrite(int key, long from, long upTo) : HistoryWrite<int>
    {
        internal override int Write(HistoryDatabase database)
        {
            database.Statement("DELETE FROM Messages WHERE Id BETWEEN ?1 AND ?2 AND ChargePointKey = ?3").Start().Add(from).Add(upTo).Add(key).Run();
            return database.Changes;
        }
    }
}
