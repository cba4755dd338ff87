using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>What webhooks there were at the last stop.</summary>
/// <param name="TakenAt">When each last took a delivery, by its id.</param>
public sealed record StartWebhooks(
    IReadOnlyList<WebhookEntity> Webhooks, IReadOnlyList<WebhookDeliveryEntity> Waiting, IReadOnlyDictionary<long, DateTimeOffset> TakenAt, long LastWebhook, long LastDelivery);

/// <summary>Webhooks and their deliveries.</summary>
public sealed class WebhookQueries(IDbContextFactory<OcppDbContext> contexts)
{
    public StartWebhooks AtStart()
    {
        using var context = contexts.CreateDbContext();
        return new(
            context.Webhooks.AsNoTracking().OrderBy(w => w.Id).ToList(), context.WebhookDeliveries.AsNoTracking().Where(d => d.NextAttemptAt != null).OrderBy(d => d.Id).ToList(),
            context.WebhookDeliveries.Where(d => d.DeliveredAt != null).GroupBy(d => d.WebhookId).Select(g => new { g.Key, At = g.Max(d => d.DeliveredAt)!.Value }).ToDictionary(g => g.Key, g => g.At),
            context.Webhooks.Max(w => (long?)w.Id) ?? 0, context.WebhookDeliveries.Max(d => (long?)d.Id) ?? 0);
    }

    /// <summary>Newest first.</summary>
    /// <param name="onlyFailed">Only those that were tried in vain: given up, or to be tried again.</param>
    public async Task<Page<WebhookDeliveryEntity>> DeliveriesAsync(long webhookId, int skip, int take, CancellationToken stop = default, bool onlyFailed = false)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var mine = context.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == webhookId && (!onlyFailed || (d.DeliveredAt == null && d.Attempts > 0)));
        return new(await mine.OrderByDescending(d => d.Id).Skip(skip).Take(take).ToListAsync(stop), await mine.CountAsync(stop));
    }

    /// <summary>True when a delivery was given up after so many attempts and nothing was taken since it was made.</summary>
    public async Task<bool> IsDeadAsync(long webhookId, int attempts, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var mine = context.WebhookDeliveries.Where(d => d.WebhookId == webhookId);
        var taken = await mine.MaxAsync(d => d.DeliveredAt, stop) ?? DateTimeOffset.UnixEpoch;
        return await mine.AnyAsync(d => d.DeliveredAt == null && d.NextAttemptAt == null && d.Attempts >= attempts && d.CreatedAt > taken, stop);
    }

    public async Task<WebhookDeliveryEntity?> FindDeliveryAsync(long id, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.WebhookDeliveries.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, stop);
    }

    /// <summary>Ids of deliveries that are over, all but the newest <paramref name="kept"/>; at most 500 at once.</summary>
    /// <param name="alsoWaiting">Those that are not over too.</param>
    public async Task<IReadOnlyList<long>> OldAsync(long webhookId, int kept, bool alsoWaiting, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await context.WebhookDeliveries.Where(d => d.WebhookId == webhookId && (alsoWaiting || d.NextAttemptAt == null)).OrderByDescending(d => d.Id).Skip(kept).Take(500).Select(d => d.Id).ToListAsync(stop);
    }
}
