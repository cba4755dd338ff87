using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>Security events, exchanged vendor data and certificates that were kept.</summary>
public sealed class SecurityQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <summary>Occurrences of some kinds at all charge points since a time, oldest first.</summary>
    public IReadOnlyList<(string ChargePointId, OccurrenceEntity Occurrence)> Since(DateTimeOffset since, params string[] kinds)
    {
        using var context = contexts.CreateDbContext();
        return [.. context.Occurrences.AsNoTracking().Where(o => o.At >= since && kinds.Contains(o.Kind))
            .Join(context.ChargePoints, o => o.ChargePointKey, c => c.Key, (occurrence, chargePoint) => new { chargePoint.Id, occurrence })
            .OrderBy(pair => pair.occurrence.At).ThenBy(pair => pair.occurrence.Id).AsEnumerable().Select(pair => (pair.Id, pair.occurrence))];
    }

    public IReadOnlyList<CertificateEntity> Certificates()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.Certificates.AsNoTracking().OrderBy(c => c.Id)];
    }

    /// <summary>Occurrences of one kind at a charge point, newest first.</summary>
    public async Task<IReadOnlyList<OccurrenceEntity>> OfKindAsync(string chargePointId, string kind, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.Occurrences.AsNoTracking().Where(o => o.Kind == kind && o.ChargePointKey == context.ChargePoints.Where(c => c.Id == chargePointId).Select(c => c.Key).FirstOrDefault())
            .OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Skip(skip).Take(take).ToListAsync(stop);
    }
}
