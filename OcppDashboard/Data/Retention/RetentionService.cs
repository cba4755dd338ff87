using OcppDashboard.Configuration;
using OcppDashboard.Data.History;

namespace OcppDashboard.Data.Retention;

/// <summary>
/// Removes history that is older than the settings say, and that of charge points that were removed with it; gives space back to the disk.
/// In steps of about a millisecond with pauses between them: who waits for the writer does not notice.
/// </summary>
public sealed class RetentionService(
    HistoryWriter writer, MessageLogCleaner messageLog, DashboardSettings settings, TimeProvider time, ILogger<RetentionService> logger)
    : GuardedBackgroundService(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Age = TimeSpan.FromHours(1); // between two looks at what is too old
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly SemaphoreSlim onePurge = new(1);
    private long lastLook;
    private bool hasLooked, isTold;

    protected override async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await LookAsync(stop);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                Count();
                Logger.LogWarning(exception, "Removing old history failed; it is tried again in a minute");
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        await PurgeAsync(stop);
        foreach (var table in MostPerChargePointWrite.OfTable.All)
            await RepeatAsync(() => new MostPerChargePointWrite(table, settings.Retention.MostPerChargePoint), stop);
        if (hasLooked && Time.GetElapsedTime(lastLook) < Age) return;
        (hasLooked, lastLook) = (true, Time.GetTimestamp());
        var removed = await CleanAsync(stop);
        if (removed > 0) Logger.LogInformation("{Count} old rows of history were removed", removed);
        while (await StepAsync(new GiveBackWrite(), stop)) { }
        if (!isTold && await writer.KeepAsync(new CannotShrinkWrite()))
            Logger.LogInformation("The file of the database cannot shrink: start once with Data:CompactAtStart (docs/retention.md)");
        isTold = true;
    }

    /// <summary>Removes all that is too old now.</summary>
    /// <returns>How many rows were removed.</returns>
    public async Task<long> CleanAsync(CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop);
        try
        {
            long removed = 0;
            foreach (var rule in RetentionRule.All)
                removed += await RemoveAsync(rule.Days(settings.Retention), limit => new RetentionStepWrite(rule, limit), stop);
            removed += await RemoveAsync(settings.Retention.TransactionDays, limit => new RemoveTransactionsWrite(limit), stop);
            removed += await RemoveAsync(settings.Retention.BulkTaskDays, limit => new RemoveBulkTasksWrite(limit), stop);
            removed += await RemoveAsync(settings.Retention.ReservationDays, limit => new RemoveEndedWrite(limit), stop);
            await RemoveMeterBlocksAsync(stop);
            return removed;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Deletes the history of charge points that were removed together with it.</summary>
    public async Task PurgeAsync(CancellationToken stop = default)
    {
        await onePurge.WaitAsync(stop);
        try
        {
            while (await StepAsync(new PurgeStepWrite(messageLog.Removed), stop)) { }
        }
        finally
        {
            onePurge.Release();
        }
    }

    private async Task<long> RemoveAsync(int days, Func<DateTimeOffset, HistoryWrite<RetentionStep>> work, CancellationToken stop)
    {
        if (days == 0) return 0;
        var limit = Time.GetUtcNow().AddDays(-days);
        return await RepeatAsync(() => work(limit), stop);
    }

    private async Task<long> RepeatAsync(Func<HistoryWrite<RetentionStep>> work, CancellationToken stop)
    {
        long removed = 0;
        while (true)
        {
            var step = await writer.KeepAsync(work());
            removed += step.Removed;
            if (!step.GoesOn) return removed;
            await Task.Delay(Pause, Time, stop);
        }
    }

    private async Task<bool> StepAsync(HistoryWrite<bool> work, CancellationToken stop)
    {
        if (!await writer.KeepAsync(work)) return false;
        await Task.Delay(writer.Waiting > 0 ? Pause : TimeSpan.FromMilliseconds(1), Time, stop);
        return true;
    }

    /// <summary>What was noted of blocks without meter values outside of transactions.</summary>
    private async Task RemoveMeterBlocksAsync(CancellationToken stop)
    {
        var reached = await writer.KeepAsync(new CursorWrite("Retention.IdleMeterValues"));
        if (reached < LogBlocks.Size) return;
        for (long? key = 0; key is { } after; key = await writer.KeepAsync(new RemoveBlocksWrite(true, reached / LogBlocks.Size, after)))
            await Task.Delay(Pause, Time, stop);
    }

    private sealed class CursorWrite(string name) : HistoryWrite<long>
    {
        internal override long Write(HistoryDatabase database) => RetentionStepWrite.Cursor(database, name);
    }
}
