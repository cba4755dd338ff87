using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>A bulk task in a list.</summary>
/// <param name="Counts">Charge points by the state that the database calls them.</param>
public sealed record BulkTaskRow(BulkTaskEntity Task, IReadOnlyDictionary<string, int> Counts);

/// <summary>Tasks for many charge points, templates and baselines of configurations that were kept.</summary>
public sealed class BulkQueries(IDbContextFactory<OcppDbContext> contexts)
{
    public long LastTask()
    {
        using var context = contexts.CreateDbContext();
        return context.BulkTasks.Max(task => (long?)task.Id) ?? 0;
    }

    /// <summary>Those that were running when the server stopped, or were cancelled and had sent something that was not answered.</summary>
    public IReadOnlyList<(BulkTaskEntity Task, IReadOnlyList<BulkTargetEntity> Targets)> Unfinished()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.BulkTasks.AsNoTracking().Where(task => task.State == "Running" || context.BulkTargets.Any(target => target.TaskId == task.Id && target.State == "Sent")).OrderBy(task => task.Id).ToList()
            .Select(task => (task, (IReadOnlyList<BulkTargetEntity>)Targets(context, task.Id).ToList()))];
    }

    public async Task<(BulkTaskEntity Task, IReadOnlyList<BulkTargetEntity> Targets)?> FindAsync(long id, CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.BulkTasks.AsNoTracking().FirstOrDefaultAsync(task => task.Id == id, stop) is { } found ? (found, await Targets(context, id).ToListAsync(stop)) : null;
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<BulkTaskRow>> ListAsync(int skip, int take, CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var tasks = await context.BulkTasks.AsNoTracking().OrderByDescending(task => task.Id).Skip(skip).Take(take).ToListAsync(stop);
        var ids = tasks.ConvertAll(task => task.Id);
        var counts = (await context.BulkTargets.Where(target => ids.Contains(target.TaskId)).GroupBy(target => new { target.TaskId, target.State })
            .Select(group => new { group.Key.TaskId, group.Key.State, Count = group.Count() }).ToListAsync(stop)).ToLookup(row => row.TaskId);
        return new(tasks.ConvertAll(task => new BulkTaskRow(task, counts[task.Id].ToDictionary(row => row.State, row => row.Count))), await context.BulkTasks.CountAsync(stop));
    }

    public IReadOnlyList<ConfigurationTemplateEntity> Templates()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.ConfigurationTemplates.AsNoTracking().OrderBy(template => template.Name)];
    }

    public async Task<ConfigurationBaselineEntity?> BaselineAsync(string chargePointId, CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.ConfigurationBaselines.AsNoTracking().FirstOrDefaultAsync(baseline => baseline.ChargePointId == chargePointId, stop);
    }

    private static IOrderedQueryable<BulkTargetEntity> Targets(OcppDbContext context, long id) =>
        context.BulkTargets.AsNoTracking().Where(target => target.TaskId == id).OrderBy(target => target.Number);
}
