using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace OcppDashboard.Data.Retention;

/// <summary>
/// How large the message log is, and which charge points have how much of it. Counted by blocks of ids, each once: all but the first
/// and the newest do not change any more. Of a block only those are remembered that fill a good part of it.
/// </summary>
internal sealed class MessageLogSizes
{
    private const long Conspicuous = 64 << 10; // bytes in one block
    private readonly SortedDictionary<long, Size> blocks = [];
    private readonly ConcurrentDictionary<long, bool> outdated = new(); // no more than there are blocks

    public long Bytes => blocks.Values.Sum(block => block.Bytes);

    /// <summary>Somebody else removed messages of a block, as with the history of a charge point. For any thread.</summary>
    public void Outdate(long block) => outdated[block] = true;

    /// <summary>Counts anew what somebody else removed something of.</summary>
    public async Task CountOutdatedAsync(OcppDbContext context, CancellationToken stop)
    {
        foreach (var block in outdated.Keys)
        {
            outdated.TryRemove(block, out _); // before it is counted: what goes meanwhile is counted the next time
            if (blocks.Remove(block)) await CountAsync(context, block, stop);
        }
    }

    public async Task CountAsync(OcppDbContext context, CancellationToken stop)
    {
        await CountOutdatedAsync(context, stop);
        if (await context.Messages.MinAsync(m => (long?)m.Id, stop) is not { } oldest)
        {
            blocks.Clear();
            return;
        }
        var newest = await context.Messages.MaxAsync(m => (long?)m.Id, stop) ?? oldest;
        long first = oldest / LogBlocks.Size, last = newest / LogBlocks.Size;
        foreach (var gone in blocks.Keys.Where(block => block < first || block > last).ToList()) blocks.Remove(gone);
        for (var block = first; block <= last; block++)
        {
            if (block > first && block < last - 1 && blocks.ContainsKey(block)) continue; // no longer changes, but for late answers
            await CountAsync(context, block, stop);
        }
    }

    /// <summary>Messages up to this one went. What came meanwhile is counted at the next look.</summary>
    public async Task RemovedAsync(OcppDbContext context, long upTo, CancellationToken stop)
    {
        var first = upTo / LogBlocks.Size;
        foreach (var gone in blocks.Keys.Where(block => block < first).ToList()) blocks.Remove(gone);
        await CountAsync(context, first, stop);
    }

    public async Task CountAsync(OcppDbContext context, long block, CancellationToken stop)
    {
        long from = LogBlocks.First(block), to = LogBlocks.Last(block);
        var rows = await context.Messages.Where(m => m.Id >= from && m.Id <= to)
            .Select(m => new { m.ChargePointKey, Frames = (long)m.Call.Length + (m.Answer == null ? 0 : m.Answer.Length) })
            .GroupBy(m => m.ChargePointKey).Select(g => new { g.Key, Bytes = g.Sum(m => m.Frames + MessageLogCleaner.RowOverhead) }).ToListAsync(stop);
        var large = rows.Where(row => row.Bytes >= Conspicuous).Select(row => (row.Key, row.Bytes));
        blocks[block] = new(rows.Sum(row => row.Bytes), [.. large]);
    }

    /// <summary>The charge point with the most, as far as it has more than its share, and the oldest block in which it has much.</summary>
    public (int Key, long Bytes, long Block)? Largest(long share)
    {
        var all = new Dictionary<int, (long Bytes, long Block)>();
        foreach (var (number, block) in blocks)
            foreach (var (key, bytes) in block.Large)
                all[key] = all.TryGetValue(key, out var before) ? (before.Bytes + bytes, before.Block) : (bytes, number);
        if (all.Count == 0) return null;
        var (largest, (most, oldest)) = all.MaxBy(pair => pair.Value.Bytes);
        return most > share ? (largest, most, oldest) : null;
    }

    /// <param name="Large">Charge points with much in the block.</param>
    private sealed record Size(long Bytes, (int Key, long Bytes)[] Large);
}
