using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace OcppDashboard.Data.Queries;

/// <summary>What happened to a charge point besides charging: statuses, boots, connections, newest first.</summary>
public sealed class HistoryQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <param name="before">Only what happened before: the cursor of the next page.</param>
    public async Task<IReadOnlyList<HistoryRow>> OfChargePointAsync(string chargePointId, DateTimeOffset? before, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var key = await context.ChargePoints.Where(c => c.Id == chargePointId).Select(c => (int?)c.Key).FirstOrDefaultAsync(stop);
        if (key is null) return [];
        var until = before ?? DateTimeOffset.MaxValue.AddDays(-1);
        var statuses = await context.Statuses.AsNoTracking().Where(s => s.ChargePointKey == key && s.ReceivedAt < until)
            .OrderByDescending(s => s.ReceivedAt).ThenByDescending(s => s.Id).Take(take).ToListAsync(stop);
        var occurrences = await context.Occurrences.AsNoTracking().Where(o => o.ChargePointKey == key && o.At < until)
            .OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Take(take).ToListAsync(stop);
        return [.. statuses
            .Select(s => new HistoryRow(s.ReceivedAt, "Status", s.ConnectorId, Describe(s), null))
            .Concat(occurrences.Select(o => new HistoryRow(o.At, o.Kind, null, o.Text, o.Json)))
            .OrderByDescending(row => row.At).Take(take)];
    }

    private static string Describe(Entities.StatusEntity s) => string.Join(" · ", new[]
    {
        s.Status, s.ErrorCode == "NoError" ? null : s.ErrorCode, s.VendorErrorCode, s.Info,
        (s.ReceivedAt - s.At).Duration() > TimeSpan.FromMinutes(2) ? "its clock: " + s.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null,
    }.Where(part => !string.IsNullOrEmpty(part)));
}
