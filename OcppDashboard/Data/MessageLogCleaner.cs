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
        long removed = 0;
        while (await ExcessAsync(stop) is { } upTo)
        {
            removed += await writer.KeepAsync(new RemoveMessagesWork(upTo));
            await Task.Delay(Pause, time, stop);
        }
        return removed;
    }

    /// <summary>The highest message id of the next step; null when nothing is to go.</summary>
    private async Task<long?> ExcessAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var oldest = await context.Messages.OrderBy(m => m.Id).Select(m => new { m.Id, m.At }).FirstOrDefaultAsync(stop);
        if (oldest is null) return null;
        var limit = time.GetUtcNow().AddDays(-settings.Data.MessageLogDays);
        if (oldest.At < limit) return await context.Messages.Where(m => m.Id <= oldest.Id + Step && m.At < limit).MaxAsync(m => m.Id, stop);
        var newest = await context.Messages.MaxAsync(m => m.Id, stop);
        var sizes = await context.Messages.OrderByDescending(m => m.Id).Take(500).Select(m => m.Call.Length + (m.Answer == null ? 0 : m.Answer.Length) + RowOverhead).ToListAsync(stop);
        var mean = sizes.Average();
        var excess = (newest - oldest.Id + 1) * mean - settings.Data.MessageLogMegabytes * 1048576.0;
        return excess > 0 ? oldest.Id + Math.Min(Step, (long)(excess / mean)) : null;
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
