using OcppDashboard.Configuration;

namespace OcppDashboard.Data.Retention;

/// <summary>Counts what is written into the message log, so that it is cleaned when it grew and not only by the clock.</summary>
public sealed class MessageLogGrowth(DashboardSettings settings)
{
    private const int PartOfLimit = 20;
    private const long Least = 1 << 20;
    private readonly long enough = Math.Max(Least, ((long)settings.Data.MessageLogMegabytes << 20) / PartOfLimit);
    private readonly SemaphoreSlim grown = new(0, 1);
    private long bytes;

    /// <summary>Called for each message: an addition, and nothing else.</summary>
    public void Add(int length)
    {
        if (Interlocked.Add(ref bytes, length + MessageLogCleaner.RowOverhead) < enough) return;
        Interlocked.Exchange(ref bytes, 0);
        try
        {
            grown.Release();
        }
        catch (SemaphoreFullException)
        {
            // the cleaner has been told
        }
    }

    /// <summary>Completes when a twentieth of the limit, and 1 MiB at least, was written since.</summary>
    internal Task GrownAsync(CancellationToken stop) => grown.WaitAsync(stop);
}
