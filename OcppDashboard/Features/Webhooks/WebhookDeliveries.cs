using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Features.Webhooks;

/// <summary>Keeps what webhooks are to be told and sends it: again with growing pauses for a day, then never; a receiver that takes nothing for a day is switched off.</summary>
public sealed class WebhookDeliveries : IDisposable
{
    /// <summary>Events that wait for one webhook.</summary>
    public static int MostWaiting => WebhookQueue.Most;

    private const int Kept = 200; // of those that are over, for each webhook
    private const int CleanEvery = 50;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly Dictionary<long, WebhookQueue> lanes = [];
    private readonly WebhookSender sender;
    private readonly WebhookList webhooks;
    private readonly WebhookQueries queries;
    private readonly HistoryWriter history;
    private readonly TimeProvider time;
    private readonly ILogger<WebhookDeliveries> logger;
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long last, delivered, failed;

    public WebhookDeliveries(WebhookList webhooks, WebhookQueries queries, HistoryWriter history, TimeProvider time, ILogger<WebhookDeliveries> logger)
    {
        (this.webhooks, this.queries, this.history, this.time, this.logger) = (webhooks, queries, history, time, logger);
        var start = queries.AtStart();
        last = start.LastDelivery;
        foreach (var webhook in webhooks.All) lanes[webhook.Id] = new() { TakenAt = start.TakenAt.TryGetValue(webhook.Id, out var at) ? at : null };
        sender = new();
        foreach (var delivery in start.Waiting)
            if (lanes.TryGetValue(delivery.WebhookId, out var lane) && lane.Add(delivery) is { } gaveWay) Keep(gaveWay);
        history.Outbox = new WebhookOutbox(webhooks, this);
    }

    /// <summary>Deliveries that wait for their next attempt.</summary>
    public int Waiting
    {
        get { lock (gate) return lanes.Values.Sum(lane => lane.Count); }
    }

    /// <summary>Attempts that succeeded since the start of the process.</summary>
    public long Delivered => Interlocked.Read(ref delivered);

    /// <summary>Attempts that failed since the start of the process.</summary>
    public long Failed => Interlocked.Read(ref failed);

    /// <summary>Sends an event named "test" once, whether the webhook is on or not.</summary>
    /// <returns>The id of the delivery.</returns>
    /// <exception cref="WebhookRefusedException">The webhook is gone.</exception>
    public long Test(long webhookId)
    {
        var webhook = webhooks.Find(webhookId) ?? throw new WebhookRefusedException("The webhook was removed meanwhile.");
        return Add(webhook, new(WebhookEvents.Test, "TEST", time.GetUtcNow(), new { message = "This is a test of OcppDashboard." }));
    }

    /// <summary>Sends a delivery that is over once more, with the same id and body and all its attempts anew.</summary>
    /// <returns>False when it waits already or is gone.</returns>
    public async Task<bool> SendAgainAsync(long deliveryId)
    {
        if (await queries.FindDeliveryAsync(deliveryId) is not { NextAttemptAt: null } delivery || webhooks.Find(delivery.WebhookId) is null) return false;
        lock (gate) if (LaneOf(delivery.WebhookId).Holds(deliveryId)) return false;
        (delivery.Attempts, delivery.NextAttemptAt, delivery.DeliveredAt, delivery.LastStatus, delivery.LastError) = (0, time.GetUtcNow(), null, null, null);
        Put(delivery);
        return true;
    }

    /// <summary>True when the receiver took nothing for a day: the reason why it was switched off.</summary>
    public Task<bool> IsDeadAsync(long webhookId, CancellationToken stop = default) => queries.IsDeadAsync(webhookId, WebhookQueue.MostAttempts, stop);

    internal void Tell(WebhookFact fact)
    {
        foreach (var webhook in webhooks.All)
            if (webhook.IsEnabled && webhook.Events.Contains(fact.Event)) Add(webhook, fact);
    }

    private long Add(Webhook webhook, WebhookFact fact)
    {
        var delivery = New(webhook, fact);
        Put(delivery);
        return delivery.Id;
    }

    /// <summary>A delivery that is to be kept and sent.</summary>
    internal WebhookDeliveryEntity New(Webhook webhook, WebhookFact fact)
    {
        var now = time.GetUtcNow();
        long id;
        lock (gate) id = last = Math.Max(last + 1, now.ToUnixTimeMilliseconds()); // never given out before, also when the database is a new one
        return new() { Id = id, WebhookId = webhook.Id, Event = fact.Event, Body = WebhookEventMapper.Body(id, fact), CreatedAt = now, NextAttemptAt = now };
    }

    private void Put(WebhookDeliveryEntity delivery)
    {
        Keep(delivery);
        Line(delivery);
    }

    /// <summary>A delivery that is on disk is sent.</summary>
    internal void Take(WebhookDeliveryEntity delivery)
    {
        Line(delivery);
        webhooks.Changes.Signal(delivery.WebhookId);
    }

    private void Line(WebhookDeliveryEntity delivery)
    {
        WebhookDeliveryEntity? gaveWay;
        var clean = false;
        lock (gate)
        {
            var lane = LaneOf(delivery.WebhookId);
            gaveWay = lane.Add(delivery);
            if (gaveWay is not null) clean = IsToClean(lane);
            wake.TrySetResult();
        }
        if (gaveWay is not null) Keep(gaveWay);
        if (clean) _ = CleanAsync(delivery.WebhookId, Kept);
    }

    /// <summary>Asked for each delivery that is over.</summary>
    private static bool IsToClean(WebhookQueue lane)
    {
        if (++lane.Ended < CleanEvery) return false;
        lane.Ended = 0;
        return true;
    }

    private WebhookQueue LaneOf(long webhookId) => lanes.TryGetValue(webhookId, out var lane) ? lane : lanes[webhookId] = new();

    private void Keep(WebhookDeliveryEntity delivery) => _ = KeepAsync(delivery);

    /// <summary>Told when it is on disk: who is told reads it there.</summary>
    private async Task KeepAsync(WebhookDeliveryEntity delivery)
    {
        try
        {
            await history.KeepAsync(new RowWrite<WebhookDeliveryEntity>(delivery));
        }
        catch (Ocpp.Abstractions.StorageFailedException exception)
        {
            logger.LogWarning(exception, "A delivery to a webhook could not be kept; after a restart it may be sent again");
        }
        webhooks.Changes.Signal(delivery.WebhookId);
    }

    /// <summary>Sends what is due until it is stopped. What was under way then is sent again at the next start.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var subscription = webhooks.Changes.SubscribeAll(_ => Wake());
        while (!stop.IsCancellationRequested)
        {
            Task woken;
            TimeSpan pause;
            lock (gate)
            {
                if (wake.Task.IsCompleted) wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
                woken = wake.Task;
                pause = Begin(stop);
            }
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(woken, Task.Delay(pause, time, over.Token));
            await over.CancelAsync();
        }
        Task[] underWay;
        lock (gate) underWay = [.. lanes.Values.Select(lane => lane.Attempt)];
        await Task.WhenAll(underWay); // nothing writes once the writer has gone
    }

    private void Wake()
    {
        lock (gate) wake.TrySetResult();
    }

    /// <summary>Begins the attempts that are due.</summary>
    /// <returns>How long until the next one is.</returns>
    private TimeSpan Begin(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var pause = Longest;
        foreach (var gone in lanes.Keys.Where(id => webhooks.Find(id) is null).ToList())
        {
            lanes.Remove(gone);
            _ = CleanAsync(gone, 0);
        }
        foreach (var (id, lane) in lanes)
        {
            if (lane.IsBusy || webhooks.Find(id) is not { } webhook || lane.Next(isOff: !webhook.IsEnabled) is not { } next) continue;
            var left = next.NextAttemptAt!.Value - now;
            if (left > TimeSpan.Zero)
            {
                if (left < pause) pause = left;
                continue;
            }
            lane.IsBusy = true;
            lane.Attempt = AttemptAsync(webhook, lane, next, stop);
        }
        return pause;
    }

    private async Task AttemptAsync(Webhook webhook, WebhookQueue lane, WebhookDeliveryEntity delivery, CancellationToken stop)
    {
        await Task.Yield(); // never under the lock
        try
        {
            var attempt = await sender.SendAsync(webhook, delivery.Id, delivery.Event, delivery.Body, time.GetUtcNow(), stop);
            Interlocked.Increment(ref attempt.Error is null ? ref delivered : ref failed);
            bool isDead, clean;
            lock (gate)
            {
                isDead = !lane.Book(delivery, attempt, time.GetUtcNow()) && lane.IsDead(delivery);
                clean = delivery.NextAttemptAt is null && IsToClean(lane);
            }
            if (webhooks.Find(webhook.Id) is null) return;
            Keep(delivery);
            if (isDead) await SwitchOffAsync(webhook);
            if (clean) await CleanAsync(webhook.Id, Kept);
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "A delivery to a webhook failed on our side");
            lock (gate) delivery.NextAttemptAt = time.GetUtcNow() + Longest;
        }
        finally
        {
            lock (gate)
            {
                lane.IsBusy = false;
                wake.TrySetResult();
            }
        }
    }

    private async Task SwitchOffAsync(Webhook webhook)
    {
        logger.LogWarning("The webhook to {Host} took nothing for a day and was switched off", new Uri(webhook.Url).Host);
        try
        {
            await webhooks.SwitchAsync(webhook.Id, on: false);
        }
        catch (Exception exception) when (exception is WebhookRefusedException or Ocpp.Abstractions.StorageFailedException)
        {
            logger.LogWarning(exception, "It could not be switched off");
        }
    }

    /// <summary>Removes deliveries that are over, all but the newest.</summary>
    private async Task CleanAsync(long webhookId, int kept)
    {
        try
        {
            while (await queries.OldAsync(webhookId, kept, kept == 0) is { Count: > 0 } old)
                foreach (var id in old)
                    await history.KeepAsync(new RowWrite<WebhookDeliveryEntity>(new() { Id = id, Event = "", Body = "" }, remove: true));
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or Ocpp.Abstractions.StorageFailedException or InvalidOperationException)
        {
            logger.LogWarning(exception, "Old deliveries to webhooks could not be cleaned away; it is tried again later");
        }
    }

    public void Dispose() => sender.Dispose();
}
