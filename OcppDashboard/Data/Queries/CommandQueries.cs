using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>Commands that were kept.</summary>
public sealed class CommandQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <summary>Newest first.</summary>
    public IReadOnlyList<CommandEntity> Latest(string chargePointId, int take)
    {
        using var context = contexts.CreateDbContext();
        return [.. Of(context, chargePointId).OrderByDescending(c => c.Id).Take(take)];
    }

    /// <summary>One command of whichever charge point; null: there is none.</summary>
    public (string ChargePointId, CommandEntity Command)? Find(long id)
    {
        using var context = contexts.CreateDbContext();
        return context.Commands.AsNoTracking().FirstOrDefault(c => c.Id == id) is { } command ? (context.ChargePoints.Where(p => p.Key == command.ChargePointKey).Select(p => p.Id).First(), command) : null;
    }

    /// <summary>Charge points with a command in this state.</summary>
    public IReadOnlyList<string> ChargePointsWith(string state)
    {
        using var context = contexts.CreateDbContext();
        return [.. context.ChargePoints.Where(p => context.Commands.Any(c => c.ChargePointKey == p.Key && c.State == state)).Select(p => p.Id)];
    }

    public async Task<int> CountAsync(string chargePointId, CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await Of(context, chargePointId).CountAsync(stop);
    }

    private static IQueryable<CommandEntity> Of(OcppDbContext context, string chargePointId) =>
        context.Commands.AsNoTracking().Where(c => c.ChargePointKey == context.ChargePoints.Where(p => p.Id == chargePointId).Select(p => p.Key).FirstOrDefault());
}
