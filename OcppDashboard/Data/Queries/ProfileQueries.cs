using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>Charging profiles that were sent.</summary>
public sealed class ProfileQueries(IDbContextFactory<OcppDbContext> contexts)
{
    public IReadOnlyList<ChargingProfileEntity> All()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.ChargingProfiles.AsNoTracking().OrderBy(p => p.SentAt)];
    }
}
