using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>Transactions for lists and pages.</summary>
public sealed class TransactionQueries(IDbContextFactory<OcppDbContext> contexts)
{
    private const int MostSpans = 200;

    /// <summary>Running ones first, then the newest.</summary>
    public async Task<Page<TransactionRow>> ListAsync(TransactionFilter filter, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        if (await MatchingAsync(context, filter, stop) is not { } matching) return new([], 0);
        var rows = new List<TransactionRow>();
        var total = 0;
        foreach (var part in Parts(context, matching, filter)) // one after the other: sorting by "runs" would sort all of them
        {
            var count = await part.CountAsync(stop);
            var before = Math.Clamp(skip - total, 0, count);
            if (rows.Count < take && before < count) rows.AddRange(await Rows(context, Newest(part).Skip(before).Take(take - rows.Count)).ToListAsync(stop));
            total += count;
        }
        return new(rows, total);
    }

    /// <summary>The newest first, running or not.</summary>
    public async Task<Page<TransactionRow>> NewestAsync(TransactionFilter filter, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        if (await MatchingAsync(context, filter, stop) is not { } matching) return new([], 0);
        if (filter.State is { } state) matching = OfState(context, matching, filter, state == TransactionState.Open);
        return new(await Rows(context, Newest(matching).Skip(skip).Take(take)).ToListAsync(stop), await matching.CountAsync(stop));
    }

    public async Task<TransactionRow?> FindAsync(int id, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await Rows(context, context.Transactions.Where(t => t.Id == id)).FirstOrDefaultAsync(stop);
    }

    /// <summary>What runs in the history since a time or longer.</summary>
    public async Task<IReadOnlyList<OpenTransactionRow>> OpenAsync(DateTimeOffset before, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var rows = from t in context.Transactions.AsNoTracking()
                   join c in context.ChargePoints on t.ChargePointKey equals c.Key
                   where t.StoppedAt == null && t.StartReceivedAt <= before
                   select new OpenTransactionRow(t.Id, c.Id, t.StartReceivedAt, (t.Flags & TransactionFlags.Offline) != 0);
        return await rows.ToListAsync(stop);
    }

    /// <summary>When a transaction was last measured; null: never.</summary>
    public async Task<DateTimeOffset?> MeasuredAtAsync(int id, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.MeterValues.Where(m => m.TransactionId == id).MaxAsync(m => (DateTimeOffset?)m.At, stop);
    }

    public async Task<int> CountAsync(string chargePointId, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await MatchingAsync(context, new(chargePointId), stop) is { } matching ? await matching.CountAsync(stop) : 0;
    }

    /// <summary>When the transactions of a connector began and ended that ran at or after a time, oldest first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset StartedAt, DateTimeOffset? StoppedAt)>> SpansAsync(
        string chargePointId, int connectorId, DateTimeOffset from, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        if (await MatchingAsync(context, new(chargePointId), stop) is not { } matching) return [];
        var spans = await Newest(matching.Where(t => t.ConnectorId == connectorId && (t.StoppedAt == null || t.StoppedAt >= from)))
            .Take(MostSpans).Select(t => new { t.StartedAt, t.StoppedAt }).ToListAsync(stop);
        return [.. spans.Select(span => (span.StartedAt, span.StoppedAt)).Reverse()];
    }

    /// <summary>All that match, one after another, for exports.</summary>
    public async IAsyncEnumerable<TransactionRow> StreamAsync(TransactionFilter filter, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        if (await MatchingAsync(context, filter, stop) is not { } matching) yield break;
        foreach (var part in Parts(context, matching, filter))
            await foreach (var row in Rows(context, Newest(part)).AsAsyncEnumerable().WithCancellation(stop)) yield return row;
    }

    /// <summary>Those that run, then those that are over.</summary>
    private static IEnumerable<IQueryable<TransactionEntity>> Parts(OcppDbContext context, IQueryable<TransactionEntity> matching, TransactionFilter filter)
    {
        if (filter.State is not TransactionState.Closed) yield return OfState(context, matching, filter, isOpen: true);
        if (filter.State is not TransactionState.Open) yield return OfState(context, matching, filter, isOpen: false);
    }

    /// <summary>Running ones are few and have an index of their own. Asked for by IS NULL alone, SQLite would walk all by their start to have them in order.</summary>
    private static IQueryable<TransactionEntity> OfState(OcppDbContext context, IQueryable<TransactionEntity> transactions, TransactionFilter filter, bool isOpen)
    {
        if (!isOpen) return transactions.Where(t => t.StoppedAt != null);
        if (filter.ChargePointId is not null) return transactions.Where(t => t.StoppedAt == null);
        return transactions.Where(t => context.Transactions.Where(open => open.StoppedAt == null).Select(open => open.Id).Contains(t.Id));
    }

    private static IOrderedQueryable<TransactionEntity> Newest(IQueryable<TransactionEntity> transactions) =>
        transactions.OrderByDescending(t => t.StartedAt).ThenByDescending(t => t.Id);

    /// <summary>All but <see cref="TransactionFilter.State"/>; null: there is no such charge point. Its key is looked up once, not for each row.</summary>
    private static async Task<IQueryable<TransactionEntity>?> MatchingAsync(OcppDbContext context, TransactionFilter filter, CancellationToken stop)
    {
        var transactions = context.Transactions.AsNoTracking();
        if (filter.ChargePointId is { } id)
        {
            var key = await context.ChargePoints.Where(c => c.Id == id).Select(c => (int?)c.Key).FirstOrDefaultAsync(stop);
            if (key is null) return null;
            transactions = transactions.Where(t => t.ChargePointKey == key);
        }
        if (filter.IdTag is { } tag) transactions = transactions.Where(t => EF.Functions.Collate(t.IdTag!, "NOCASE") == tag);
        if (filter.From is { } from) transactions = transactions.Where(t => t.StartedAt >= from);
        if (filter.To is { } to) transactions = transactions.Where(t => t.StartedAt <= to);
        if (string.IsNullOrWhiteSpace(filter.Search)) return transactions;
        var text = filter.Search.Trim();
        var number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
        return transactions.Where(t => t.Id == number || (t.IdTag != null && t.IdTag.Contains(text))
            || context.ChargePoints.Any(c => c.Key == t.ChargePointKey && c.Id.Contains(text)));
    }

    private static IQueryable<TransactionRow> Rows(OcppDbContext context, IQueryable<TransactionEntity> transactions) =>
        from t in transactions
        join c in context.ChargePoints on t.ChargePointKey equals c.Key
        select new TransactionRow(
            t.Id, c.Id, t.ConnectorId, t.WireId, t.IdTag, t.StartedAt, t.StoppedAt, t.MeterStartWh, t.MeterStopWh, t.EnergyWh, t.StopReason, t.Flags)
        {
            EnergyFromWh = t.RegisterBeforeWh ?? t.MeterStartWh,
        };
}
