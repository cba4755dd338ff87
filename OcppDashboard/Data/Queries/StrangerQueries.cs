using Microsoft.EntityFrameworkCore;

namespace OcppDashboard.Data.Queries;

/// <summary>Charge points that nobody has anything of: they connected, and that was all.</summary>
public sealed class StrangerQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <summary>
    /// Those without settings, transactions, commissioning runs, certificates, profiles, local lists, reservations or received files,
    /// unseen for the longest time first.
    /// </summary>
    /// <param name="unseenSince">Only those that were not seen since.</param>
    public async Task<IReadOnlyList<string>> UnseenAsync(DateTimeOffset unseenSince, int skip, int take, CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.ChargePoints.Where(c => c.RemovedAt == null && (c.LastSeenAt ?? c.FirstSeenAt) < unseenSince
                && !context.ChargePointSettings.Any(s => s.ChargePointId == c.Id)
                && !context.Transactions.Any(t => t.ChargePointKey == c.Key)
                && !context.AcceptanceRuns.Any(r => r.ChargePointKey == c.Key)
                && !context.Certificates.Any(one => one.ChargePointId == c.Id)
                && !context.ChargingProfiles.Any(p => p.ChargePointId == c.Id)
                && !context.LocalLists.Any(l => l.ChargePointId == c.Id)
                && !context.Reservations.Any(r => r.ChargePointId == c.Id)
                && !context.ConfigurationBaselines.Any(b => b.ChargePointId == c.Id)
                && !context.ReceivedFiles.Any(f => f.ChargePointKey == c.Key))
            .OrderBy(c => c.LastSeenAt ?? c.FirstSeenAt).ThenBy(c => c.Key).Skip(skip).Take(take).Select(c => c.Id).ToListAsync(stop);
    }
}
