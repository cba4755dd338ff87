using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>Findings and stops without a start, for the work list.</summary>
public sealed class FindingQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <summary>All that is kept, read once at start.</summary>
    public IReadOnlyList<FindingEntity> All()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.Findings.AsNoTracking().OrderByDescending(f => f.LastSeenAt)];
    }

    /// <summary>Stops without a start since a time, newest first.</summary>
    public async Task<IReadOnlyList<OrphanRow>> OrphansAsync(DateTimeOffset since, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var rows = from t in context.Transactions.AsNoTracking()
                   join c in context.ChargePoints on t.ChargePointKey equals c.Key
                   where t.StartedAt >= since && (t.Flags & TransactionFlags.Orphan) != 0
                   orderby t.StartedAt descending
                   select new OrphanRow(t.Id, c.Id, t.IdTag, t.StartedAt, t.MeterStopWh);
        return await rows.Take(take).ToListAsync(stop);
    }
}

/// <param name="At">When it stopped, UTC.</param>
/// <param name="MeterStopWh">Register at the stop, Wh.</param>
public sealed record OrphanRow(int Id, string ChargePointId, string? IdTag, DateTimeOffset At, long? MeterStopWh);
