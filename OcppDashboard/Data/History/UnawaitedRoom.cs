namespace OcppDashboard.Data.History;

/// <summary>How much history may wait that nobody waits for. The last part is for what happened: the log of messages gives way before.</summary>
internal sealed class UnawaitedRoom
{
    private const int Most = 150_000, MostOfLog = 120_000;
    private const long MostBytes = 128L << 20, MostBytesOfLog = 96L << 20;
    private int count;
    private long bytes;

    /// <summary>Called under the writer's gate.</summary>
    /// <returns>False when there is no room.</returns>
    public bool Take(HistoryWrite work)
    {
        if (work.GivesWay ? count >= MostOfLog || bytes >= MostBytesOfLog : count >= Most || bytes >= MostBytes) return false;
        count++;
        bytes += work.Size;
        return true;
    }

    /// <summary>They wait no longer.</summary>
    /// <returns>True when there is room enough again that a shortage is over.</returns>
    public bool Free(List<HistoryWrite> works, int start, int end, object gate)
    {
        var (freed, freedBytes) = (0, 0L);
        for (var i = start; i < end; i++)
        {
            if (works[i].IsAwaited) continue;
            freed++;
            freedBytes += works[i].Size;
        }
        lock (gate)
        {
            count -= freed;
            bytes -= freedBytes;
            return count < Most / 2 && bytes < MostBytes / 2;
        }
    }
}
