using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>A run in a list.</summary>
public sealed record AcceptanceRunRow(string ChargePointId, AcceptanceRunEntity Run, IReadOnlyList<AcceptanceLegEntity> Legs, IReadOnlyList<AcceptanceWordEntity> Verdicts);

/// <summary>A whole run as it is kept.</summary>
public sealed record AcceptanceRunParts(
    string ChargePointId, AcceptanceRunEntity Run, IReadOnlyList<AcceptanceLegEntity> Legs, IReadOnlyList<AcceptanceWordEntity> Words, IReadOnlyList<AcceptanceFrameEntity> Frames);

/// <summary>Commissioning runs.</summary>
public sealed class AcceptanceQueries(IDbContextFactory<OcppDbContext> contexts)
{
    public async Task<AcceptanceRunParts?> FindAsync(long id, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var run = await context.AcceptanceRuns.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, stop);
        return run is null ? null : new(
            await context.ChargePoints.Where(c => c.Key == run.ChargePointKey).Select(c => c.Id).FirstAsync(stop), run,
            await context.AcceptanceLegs.AsNoTracking().Where(l => l.RunId == id).OrderBy(l => l.StartedAt).ThenBy(l => l.FirstFrame).ThenBy(l => l.Leg).ToListAsync(stop),
            await context.AcceptanceWords.AsNoTracking().Where(w => w.RunId == id).OrderBy(w => w.Id).ToListAsync(stop),
            await context.AcceptanceFrames.AsNoTracking().Where(f => f.RunId == id).OrderBy(f => f.Number).ToListAsync(stop));
    }

    /// <summary>The picture of a note; null: there is none.</summary>
    public async Task<byte[]?> PhotoAsync(long runId, long noteId, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.AcceptanceWords.Where(w => w.RunId == runId && w.Id == noteId).Select(w => w.Photo).FirstOrDefaultAsync(stop);
    }

    /// <summary>Newest first, without frames and photos.</summary>
    /// <param name="chargePointId">Null: of all.</param>
    public async Task<Page<AcceptanceRunRow>> ListAsync(string? chargePointId, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var runs = context.AcceptanceRuns.AsNoTracking();
        if (chargePointId is not null) runs = runs.Where(r => r.ChargePointKey == context.ChargePoints.Where(c => c.Id == chargePointId).Select(c => c.Key).FirstOrDefault());
        return new(await RowsAsync(context, runs.OrderByDescending(r => r.Id).Skip(skip).Take(take), stop), await runs.CountAsync(stop));
    }

    /// <summary>Finished runs of a model, newest first.</summary>
    public async Task<IReadOnlyList<AcceptanceRunRow>> OfModelAsync(string? vendor, string? model, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await RowsAsync(context, context.AcceptanceRuns.AsNoTracking().Where(r => r.Vendor == vendor && r.Model == model).OrderByDescending(r => r.Id).Take(take), stop);
    }

    /// <summary>Those that were going on when the server stopped, and the highest ids.</summary>
    public (IReadOnlyList<long> GoingOn, long LastRun, long LastWord, long LastShare) AtStart()
    {
        using var context = contexts.CreateDbContext();
        return (context.AcceptanceRuns.Where(r => r.EndedAt == null).Select(r => r.Id).ToList(), context.AcceptanceRuns.Max(r => (long?)r.Id) ?? 0,
            context.AcceptanceWords.Max(w => (long?)w.Id) ?? 0, context.AcceptanceShares.Max(s => (long?)s.Id) ?? 0);
    }

    public async Task<IReadOnlyList<AcceptancePresetEntity>> PresetsAsync(CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.AcceptancePresets.AsNoTracking().OrderBy(p => p.Name).ToListAsync(stop);
    }

    public async Task<IReadOnlyList<AcceptanceShareEntity>> SharesAsync(long runId, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.AcceptanceShares.AsNoTracking().Where(s => s.RunId == runId).OrderBy(s => s.Id).ToListAsync(stop);
    }

    public async Task<AcceptanceShareEntity?> FindShareAsync(byte[] tokenHash, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.AcceptanceShares.AsNoTracking().FirstOrDefaultAsync(s => s.TokenHash == tokenHash, stop);
    }

    private static async Task<IReadOnlyList<AcceptanceRunRow>> RowsAsync(OcppDbContext context, IQueryable<AcceptanceRunEntity> runs, CancellationToken stop)
    {
        var list = await runs.Select(r => new { Run = r, context.ChargePoints.First(c => c.Key == r.ChargePointKey).Id }).ToListAsync(stop);
        var ids = list.Select(r => r.Run.Id).ToList();
        var legs = (await context.AcceptanceLegs.AsNoTracking().Where(l => ids.Contains(l.RunId)).OrderBy(l => l.Attempt).ToListAsync(stop)).ToLookup(l => l.RunId);
        var words = (await context.AcceptanceWords.AsNoTracking().Where(w => ids.Contains(w.RunId) && w.Verdict != null).OrderBy(w => w.Id).ToListAsync(stop)).ToLookup(w => w.RunId);
        return [.. list.Select(r => new AcceptanceRunRow(r.Id, r.Run, [.. legs[r.Run.Id]], [.. words[r.Run.Id]]))];
    }
}
