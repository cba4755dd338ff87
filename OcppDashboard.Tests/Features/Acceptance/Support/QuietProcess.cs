using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>
/// Tells whether everything in this process waits. On Linux that is exact however busy the machine is: every thread sleeps (one that waits for a
/// processor or for the disk does not), none ran between two looks, and no packet is between two sockets. Elsewhere it is a guess by time.
/// </summary>
internal sealed class QuietProcess : IDisposable
{
    private static readonly TimeSpan GuessedQuiet = TimeSpan.FromMilliseconds(15);
    private readonly Dictionary<string, (SafeFileHandle State, SafeFileHandle Runs)> threads = [];
    private readonly SafeFileHandle? packets;
    private readonly byte[] buffer = new byte[4096];
    private string? own;

    public QuietProcess()
    {
        if (OperatingSystem.IsLinux()) packets = File.OpenHandle("/proc/net/softnet_stat");
    }

    /// <summary>The thread that was last found running, for messages.</summary>
    public string LastBusy { get; private set; } = "none";

    /// <summary>The calling thread does not count; it must always be the same one.</summary>
    public bool IsQuiet()
    {
        if (packets is null)
        {
            Thread.Sleep(GuessedQuiet);
            return ThreadPool.PendingWorkItemCount == 0;
        }
        return ThreadPool.PendingWorkItemCount == 0 && LookAtThreads() is { } first && !HasPackets() && LookAtThreads() == first;
    }

    public void Dispose()
    {
        packets?.Dispose();
        foreach (var thread in threads.Keys.ToArray()) Forget(thread);
    }

    /// <returns>What changes as soon as any thread runs; null when one runs now.</returns>
    private int? LookAtThreads()
    {
        own ??= Path.GetFileName(File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.FullName);
        var seen = new HashCode();
        foreach (var folder in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var thread = Path.GetFileName(folder);
            if (thread == own) continue;
            try
            {
                if (!threads.TryGetValue(thread, out var files))
                    threads[thread] = files = (File.OpenHandle(folder + "/stat"), File.OpenHandle(folder + "/schedstat"));
                var state = Read(files.State);
                if (state[state.LastIndexOf((byte)')') + 2] != (byte)'S')
                {
                    LastBusy = Encoding.ASCII.GetString(state[..(state.LastIndexOf((byte)')') + 3)]);
                    return null;
                }
                seen.AddBytes(Encoding.ASCII.GetBytes(thread));
                seen.AddBytes(Read(files.Runs)); // time on and in wait of a processor, number of runs
            }
            catch (IOException)
            {
                Forget(thread); // it ended
                return null;
            }
        }
        return seen.ToHashCode();
    }

    /// <summary>The kernel's queues of received packets that no socket has yet; the twelfth column of each processor.</summary>
    private bool HasPackets() => Encoding.ASCII.GetString(Read(packets!)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 11 } columns && int.Parse(columns[11], NumberStyles.HexNumber, CultureInfo.InvariantCulture) > 0);

    private ReadOnlySpan<byte> Read(SafeFileHandle file) => buffer.AsSpan(0, RandomAccess.Read(file, buffer, 0));

    private void Forget(string thread)
    {
        if (!threads.Remove(thread, out var files)) return;
        files.State.Dispose();
        files.Runs.Dispose();
    }
}
