using OcppDashboard.Configuration;

namespace OcppDashboard.Features.Files;

/// <summary>Watches the free space of the data folder's disk: below the limit no file is taken and an alarm stands on every page.</summary>
public sealed class FileSpace(DashboardSettings settings, TimeProvider time, ILogger<FileSpace> logger) : GuardedBackgroundService(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private volatile bool isLow;

    /// <summary>True while files are refused.</summary>
    public bool IsLow => isLow;

    /// <summary>Bytes that are free; for tests replaceable.</summary>
    internal Func<string, long> Free { get; set; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <exception cref="FileRefusedException">Too little of the disk is free.</exception>
    public void Check()
    {
        Look();
        if (isLow) throw new FileRefusedException(FileRefusal.NoSpace, $"less than {settings.Files.LeastFreeBytes >> 20} MiB of the disk is free");
    }

    protected override Task RunAsync(CancellationToken stop) => EachAsync(Interval, Look, stop, atOnce: true);

    private void Look()
    {
        bool low;
        try
        {
            low = Free(settings.Data.Directory) < settings.Files.LeastFreeBytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return; // nobody can tell: the write itself will
        }
        if (low == isLow) return;
        isLow = low;
        if (low) Logger.LogError("Less than {Least} MiB of the disk is free: files are refused until there is more", settings.Files.LeastFreeBytes >> 20);
        else Logger.LogInformation("Enough of the disk is free again: files are taken");
    }
}
