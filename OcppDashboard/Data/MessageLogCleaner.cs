using Microsoft.EntityFrameworkCore;
using OcppDashboard.Configuration;
using OcppDashboard.Data.History;

namespace OcppDashboard.Data;

/// <summary>Cleans the message log by age and size, oldest first, in steps small enough that nobody waits for them.</summary>
public sealed class MessageLogCleaner(IDbContextFactory<OcppDbContext> contexts, HistoryWriter writer, DashboardSettings settings, TimeProvider time, ILogger<MessageLogCleaner> logger)
    : BackgroundService
{
    private const int Step = 500;
    private const int RowOverhead = 100; // bytes besides the frames
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Dictionary<long, long> sizes = []; // bytes by block

    private readonly SemaphoreSlim oneAtATime = new(1);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                var removed = await CleanAsync(stop);
                if (removed > 0) logger.LogInformation("{Count} old messages were cleaned away", removed);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "Cleaning the message log failed; it is tried again in a minute");
            }
        }
    }

    /// <returns>How many messages were removed.</returns>
    public async Task<long> CleanAsync(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop);
        try
        {
            return await CleanAloneAsync(stop);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<long> CleanAloneAsync(CancellationToken stop)
    {
        long removed = 0;
        while (await TooOldAsync(stop) is { } upTo) removed += await RemoveAsync(upTo, stop);
        var excess = await SizeAsync(stop) - settings.Data.MessageLogMegabytes * 1048576L;
        while (excess > 0)
        {
            await using var context = await contexts.CreateDbContextAsync(stop);
            if (await context.Messages.MinAsync(m => (long?)m.Id, stop) is not { } oldest) break;
            var step = await context.Messages.Where(m => m.Id < oldest + Step).OrderBy(m => m.Id).Select(m => new { m.Id, Bytes = m.Call.Length + (m.Answer == null ? 0 : m.Answer.Length) + RowOverhead }).ToListAsync(stop);
            var last = oldest;
            foreach (var row in step)
            {
                if (excess <= 0) break;
                (last, excess) = (row.Id, excess - row.Bytes);
            }
            removed += await RemoveAsync(last, stop);
        }
        return removed;
    }

    private async Task<long> RemoveAsync(long upTo, CancellationToken stop)
    {
        var removed = await writer.KeepAsync(new RemoveMessagesWork(upTo));
        await Task.Delay(Pause, time, stop);
        return removed;
    }

    /// <summary>The highest message id of the next step of old messages; null when none is too old.</summary>
    private async Task<long?> TooOldAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var oldest = await context.Messages.OrderBy(m => m.Id).Select(m => new { m.Id, m.At }).FirstOrDefaultAsync(stop);
        var limit = time.GetUtcNow().AddDays(-settings.Data.MessageLogDays);
        if (oldest is null || oldest.At >= limit) return null;
        return await context.Messages.Where(m => m.Id <= oldest.Id + Step && m.At < limit).MaxAsync(m => (long?)m.Id, stop);
    }

    /// <summary>Bytes of the whole log. Counted and not estimated: a few large frames of one charge point must not cost the others their history.</summary>
    private async Task<long> SizeAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        if (await context.Messages.MinAsync(m => (long?)m.Id, stop) is not { } oldest) return 0;
        var newest = await context.Messages.MaxAsync(m => (long?)m.Id, stop) ?? oldest;
        long first = oldest / Blocks.Size, last = newest / Blocks.Size;
        foreach (var gone in sizes.Keys.Where(block => block < first).ToList()) sizes.Remove(gone);
        for (var block = first; block <= last; block++)
        {
            if (block > first && block < last - 1 && sizes.ContainsKey(block)) continue; // no longer changes, but for late answers
            long from = Blocks.First(block), to = Blocks.Last(block);
            sizes[block] = await context.Messages.Where(m => m.Id >= from && m.Id <= to).SumAsync(m => (long)m.Call.Length + (m.Answer == null ? 0 : m.Answer.Length) + RowOverhead, stop);
        }
        return sizes.Values.Sum();
    }

    private sealed class RemoveMessagesWork(long upTo) : HistoryWork<int>
    {
        internal override int Write(HistoryDatabase database)
        {
            database.Statement("DELETE FROM Messages WHERE Id <= ?1").Start().Add(upTo).Run();
            var removed = database.Changes;
            database.Statement("DELETE FROM MessageBlocks WHERE Block < ?1").Start().Add(upTo / Blocks.Size).Run();
            return removed;
        }
    }
}
