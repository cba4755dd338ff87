using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.Queries;

/// <summary>The message log, newest first. It is read backwards in blocks, so the newest page of a quiet charge point costs little in a long log.</summary>
public sealed class MessageQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <param name="before">Only messages with a lower id: the cursor of the next page.</param>
    public async Task<IReadOnlyList<MessageRow>> LatestAsync(MessageFilter filter, long? before, int take, CancellationToken stop = default)
    {
        var rows = new List<MessageRow>(take);
        await foreach (var row in StreamAsync(filter, before, stop))
        {
            rows.Add(row);
            if (rows.Count == take) break;
        }
        return rows;
    }

    /// <summary>All that match, newest first, for exports. Stop enumerating to stop reading.</summary>
    public async IAsyncEnumerable<MessageRow> StreamAsync(MessageFilter filter, long? before = null, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var names = await context.ChargePoints.AsNoTracking().ToDictionaryAsync(c => c.Key, c => c.Id, stop);
        int? key = null;
        if (filter.ChargePointId is { } id)
        {
            key = names.Where(n => string.Equals(n.Value, id, StringComparison.OrdinalIgnoreCase)).Select(n => (int?)n.Key).FirstOrDefault();
            if (key is null) yield break;
        }
        var newest = before - 1 ?? await context.Messages.MaxAsync(m => (long?)m.Id, stop) ?? -1;
        var oldest = await context.Messages.MinAsync(m => (long?)m.Id, stop) ?? 0;
        IReadOnlyList<long>? blocks = key is null ? null
            : await context.MessageBlocks.Where(b => b.ChargePointKey == key).OrderByDescending(b => b.Block).Select(b => b.Block).ToListAsync(stop);
        foreach (var block in blocks ?? Descending(newest / LogBlocks.Size, oldest / LogBlocks.Size))
        {
            if (block > newest / LogBlocks.Size) continue;
            long first = LogBlocks.First(block), last = Math.Min(newest, LogBlocks.Last(block));
            var messages = Matching(context.Messages.AsNoTracking().Where(m => m.Id >= first && m.Id <= last), filter, key).OrderByDescending(m => m.Id);
            await foreach (var message in messages.AsAsyncEnumerable().WithCancellation(stop))
            {
                if (filter.From is { } from && message.At < from.AddMinutes(-15)) yield break; // ids follow time
                var row = ToRow(message, names.GetValueOrDefault(message.ChargePointKey, "?"));
                if (Passes(row, filter)) yield return row;
            }
        }
    }

    /// <summary>What came behind a message, oldest first: for programs that ask again and again.</summary>
    public async Task<IReadOnlyList<MessageRow>> AfterAsync(MessageFilter filter, long after, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var names = await context.ChargePoints.AsNoTracking().ToDictionaryAsync(c => c.Key, c => c.Id, stop);
        var key = filter.ChargePointId is { } id ? names.Where(n => string.Equals(n.Value, id, StringComparison.OrdinalIgnoreCase)).Select(n => (int?)n.Key).FirstOrDefault() : null;
        if (filter.ChargePointId is not null && key is null) return [];
        var newest = await context.Messages.MaxAsync(m => (long?)m.Id, stop) ?? -1;
        var first = Math.Max(after + 1, await context.Messages.MinAsync(m => (long?)m.Id, stop) ?? 0);
        var rows = new List<MessageRow>();
        for (var block = first / LogBlocks.Size; block <= newest / LogBlocks.Size && rows.Count < take; block++)
        {
            long from = Math.Max(first, LogBlocks.First(block)), to = LogBlocks.Last(block);
            await foreach (var message in Matching(context.Messages.AsNoTracking().Where(m => m.Id >= from && m.Id <= to), filter, key).OrderBy(m => m.Id).AsAsyncEnumerable().WithCancellation(stop))
            {
                var row = ToRow(message, names.GetValueOrDefault(message.ChargePointKey, "?"));
                if (Passes(row, filter)) rows.Add(row);
                if (rows.Count == take) break;
            }
        }
        return rows;
    }

    private static IEnumerable<long> Descending(long from, long to)
    {
        for (var block = from; block >= to; block--) yield return block;
    }

    private static IQueryable<MessageEntity> Matching(IQueryable<MessageEntity> messages, MessageFilter filter, int? key)
    {
        if (key is not null) messages = messages.Where(m => m.ChargePointKey == key);
        if (filter.FromChargePoint is { } direction) messages = messages.Where(m => m.FromChargePoint == direction);
        if (filter.Action is { } action) messages = messages.Where(m => m.Action == action);
        if (filter.Result is { } result) messages = messages.Where(m => m.Result == (int)result);
        if (filter.OnlyWithNotes) messages = messages.Where(m => m.Notes != null);
        if (filter.To is { } to) messages = messages.Where(m => m.At <= to);
        return messages;
    }

    private static bool Passes(MessageRow row, MessageFilter filter) =>
        (filter.From is not { } from || row.At >= from)
        && (string.IsNullOrEmpty(filter.Text) || row.Call.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
            || row.Answer?.Contains(filter.Text, StringComparison.OrdinalIgnoreCase) == true || row.UniqueId.Contains(filter.Text, StringComparison.OrdinalIgnoreCase));

    private static MessageRow ToRow(MessageEntity m, string chargePointId) => new(
        m.Id, chargePointId, m.ConnectionNumber, m.FromChargePoint, m.Action, m.UniqueId, m.At, m.AnsweredAt, Encoding.UTF8.GetString(m.Call),
        m.Answer is null ? null : Encoding.UTF8.GetString(m.Answer), (ExchangeResult)m.Result, m.Status, m.Notes);
}
