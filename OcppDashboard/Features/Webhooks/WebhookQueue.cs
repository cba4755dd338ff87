using OcppDashboard.Data.Entities;

namespace OcppDashboard.Features.Webhooks;

/// <summary>What waits for one webhook; one attempt at a time. Not thread-safe: <see cref="WebhookDeliveries"/> locks.</summary>
internal sealed class WebhookQueue
{
    /// <summary>Events kept for a receiver that takes none.</summary>
    public const int Most = 1000;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(7),
        TimeSpan.FromHours(12),
    ];

    /// <summary>Attempts before an event is given up.</summary>
    public static int MostAttempts => Pauses.Length + 1;

    private readonly List<WebhookDeliveryEntity> waiting = [];

    public int Count => waiting.Count;

    public bool IsBusy { get; set; }

    /// <summary>The attempt that is under way, or the last one.</summary>
    public Task Attempt { get; set; } = Task.CompletedTask;

    /// <summary>When the receiver last took something; null: never.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Deliveries that ended since old ones were cleaned away.</summary>
    public int Ended { get; set; }

    /// <returns>The one that had to give way; null: there was room.</returns>
    public WebhookDeliveryEntity? Add(WebhookDeliveryEntity delivery)
    {
        waiting.Add(delivery);
        if (waiting.Count <= Most) return null;
        var oldest = waiting.MinBy(d => d.Id)!;
        waiting.Remove(oldest);
        (oldest.NextAttemptAt, oldest.LastError) = (null, $"given up: more than {Most} events were waiting");
        return oldest;
    }

    /// <param name="isOff">Only a test is sent then.</param>
    public WebhookDeliveryEntity? Next(bool isOff) => waiting.Where(d => !isOff || d.Event == WebhookEvents.Test).MinBy(d => (d.NextAttemptAt, d.Id));

    public bool Holds(long id) => waiting.Exists(d => d.Id == id);

    /// <summary>Books an attempt.</summary>
    /// <returns>False when the delivery was given up after all its attempts.</returns>
    public bool Book(WebhookDeliveryEntity delivery, WebhookAttempt attempt, DateTimeOffset now)
    {
        delivery.Attempts++;
        (delivery.LastStatus, delivery.LastError) = (attempt.Status, attempt.Error);
        if (attempt.Error is null)
        {
            (delivery.DeliveredAt, delivery.NextAttemptAt, TakenAt) = (now, null, now);
            waiting.Remove(delivery);
            return true;
        }
        var isOnlyOnce = delivery.Event == WebhookEvents.Test; // somebody is watching
        if (!isOnlyOnce && delivery.Attempts < MostAttempts && waiting.Contains(delivery))
        {
            delivery.NextAttemptAt = now + Pauses[delivery.Attempts - 1];
            return true;
        }
        delivery.NextAttemptAt = null;
        waiting.Remove(delivery);
        return isOnlyOnce || delivery.Attempts < MostAttempts; // one that gave way to newer ones says nothing about the receiver
    }

    /// <summary>True when nothing was taken since that delivery was made: for a day.</summary>
    public bool IsDead(WebhookDeliveryEntity givenUp) => !(TakenAt >= givenUp.CreatedAt);
}
