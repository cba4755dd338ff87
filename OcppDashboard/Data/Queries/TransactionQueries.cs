using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>Transactions for lists and pages.</summary>
public sealed class TransactionQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <summary>Running ones first, then the newest.</summary>
    public async Task<Page<TransactionRow>> ListAsync(TransactionFilter filter, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var matching = Matching(context, filter);
        var total = await matching.CountAsync(stop);
        var rows = await Rows(context, Ordered(matching).Skip(skip).Take(take)).ToListAsync(stop);
        return new(rows, total);
    }

    /// <summary>The newest first, running or not.</summary>
    public async Task<Page<TransactionRow>> NewestAsync(TransactionFilter filter, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var matching = Matching(context, filter);
        return new(await Rows(context, matching.OrderByDescending(t => t.StartedAt).ThenByDescending(t => t.Id).Skip(skip).Take(take)).ToListAsync(stop), await matching.CountAsync(stop));
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
        return await Matching(context, new(chargePointId)).CountAsync(stop);
    }

    /// <summary>All that match, one after another, for exports.</summary>
    public async IAsyncEnumerable<TransactionRow> StreamAsync(TransactionFilter filter, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        await foreach (var row in Rows(context, Ordered(Matching(context, filter))).AsAsyncEnumerable().WithCancellation(stop)) yield return row;
    }

    private static IOrderedQueryable<TransactionEntity> Ordered(IQueryable<TransactionEntity> transactions) =>
        transactions.OrderBy(t => t.StoppedAt != null).ThenByDescending(t => t.StartedAt).ThenByDescending(t => t.Id);

    private static IQueryable<TransactionEntity> Matching(OcppDbContext context, TransactionFilter filter)
    {
        var transactions = context.Transactions.AsNoTracking();
        if (filter.ChargePointId is { } id)
            transactions = transactions.Where(t => context.ChargePoints.Any(c => c.Key == t.ChargePointKey && c.Id == id));
        if (filter.IdTag is { } tag) transactions = transactions.Where(t => EF.Functions.Collate(t.IdTag!, "NOCASE") == tag);
        if (filter.State is { } state) transactions = transactions.Where(t => (t.StoppedAt == null) == (state == TransactionState.Open));
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
