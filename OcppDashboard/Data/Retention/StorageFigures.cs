using OcppDashboard.Configuration;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.Retention;

/// <summary>How the one writer and its disk are doing.</summary>
public sealed class StorageFigures(HistoryWriter writer, DashboardSettings settings, TimeProvider time)
{
    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeLife = TimeSpan.FromSeconds(1); // whoever asks all the time costs no more than one write a second
    private readonly Lock gate = new();
    private Task<string?>? probe;
    private long probedAt;

    /// <summary>What waits to be written.</summary>
    public int Waiting => writer.Waiting;

    /// <summary>How much may wait; what nobody waits for is dropped somewhat earlier.</summary>
    public static int MostWaiting => HistoryWriter.MaxWaiting;

    /// <summary>Groups committed since the start of the process.</summary>
    public long Commits => writer.Commits;

    /// <summary>History dropped since the start of the process.</summary>
    public long Dropped => writer.Dropped;

    /// <summary>The database with its write-ahead log, bytes.</summary>
    public long DatabaseBytes => Size(settings.Data.DatabaseFile) + Size(settings.Data.DatabaseFile + "-wal");

    /// <summary>Free space on the disk of the data folder, bytes; null: nobody can tell.</summary>
    public long? FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(settings.Data.Directory).AvailableFreeSpace;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return null;
            }
        }
    }

    /// <summary>Writes something to see whether it can be.</summary>
    /// <returns>Why not, in words; null: it was written.</returns>
    public Task<string?> ProbeAsync()
    {
        lock (gate)
        {
            if (probe is { IsCompleted: false } || (probe is not null && time.GetElapsedTime(probedAt) < ProbeLife)) return probe;
            probedAt = time.GetTimestamp();
            return probe = WriteAsync();
        }
    }

    private async Task<string?> WriteAsync()
    {
        try
        {
            await writer.KeepAsync(new ProbeWrite()).WaitAsync(ProbeDeadline, time);
            return null;
        }
        catch (StorageFailedException exception)
        {
            return exception.Message;
        }
        catch (TimeoutException)
        {
            return $"nothing was written for {ProbeDeadline.TotalSeconds:0} s";
        }
    }

    private static long Size(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
