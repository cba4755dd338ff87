using OcppDashboard.Configuration;

namespace OcppDashboard.Features.Files.Received;

/// <summary>
/// All uploads of charge points together get so much of the disk and no more, in turn, and bring it down in small steps: what a charge point
/// says waits for the same disk to take its commit.
/// </summary>
public sealed class UploadRateLimiter(DashboardSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private readonly SemaphoreSlim flushing = new(1);
    private readonly double ticksPerByte = (double)time.TimestampFrequency / settings.Files.ReceivedBytesPerSecond;
    private long free; // from when on the next byte may come, timestamp

    /// <summary>Waits until these bytes may be written; the sender waits with us, TCP sees to that.</summary>
    public async ValueTask WaitAsync(int bytes, CancellationToken stop)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetTimestamp();
            free = Math.Max(free, now - (long)(Burst.TotalSeconds * time.TimestampFrequency));
            wait = time.GetElapsedTime(now, free);
            free += (long)(bytes * ticksPerByte);
        }
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stop);
    }

    /// <summary>Brings what was written to the disk, one file at a time and on no thread that charge points need.</summary>
    public async Task FlushAsync(FileStream file)
    {
        await flushing.WaitAsync();
        try
        {
            await Task.Factory.StartNew(() => file.Flush(flushToDisk: true), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            flushing.Release();
        }
    }
}
