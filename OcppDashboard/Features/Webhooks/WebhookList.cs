using System.Collections.Immutable;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;

namespace OcppDashboard.Features.Webhooks;

/// <summary>The webhooks that people made: kept first, then true.</summary>
public sealed class WebhookList
{
    public const int Most = 20;

    private readonly HistoryWriter history;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1);
    private ImmutableList<Webhook> all;
    private long last;

    public WebhookList(WebhookQueries queries, HistoryWriter history, TimeProvider time)
    {
        (this.history, this.time) = (history, time);
        var start = queries.AtStart();
        (all, last) = ([.. start.Webhooks.Select(Webhook.Of)], start.LastWebhook);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Webhook> All => Volatile.Read(ref all);

    /// <summary>Signals the id of a webhook that changed, or whose deliveries did.</summary>
    public ChangeFeed<long> Changes { get; } = new();

    public Webhook? Find(long id) => Volatile.Read(ref all).Find(webhook => webhook.Id == id);

    /// <returns>The webhook; its secret is to be shown now.</returns>
    /// <exception cref="WebhookRefusedException">The address or the choice of events cannot be taken.</exception>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept.</exception>
    public async Task<Webhook> AddAsync(string? url, IEnumerable<string> events)
    {
        var (address, chosen) = (WebhookAddress.Check(url), Check(events));
        return await InTurnAsync(() =>
        {
            if (all.Count >= Most) throw new WebhookRefusedException($"There are {Most} webhooks already: remove one first.");
            return new Webhook(++last, address, Webhook.NewSecret(), chosen, true, time.GetUtcNow());
        });
    }

    /// <summary>Changes where to and what; the secret stays.</summary>
    /// <inheritdoc cref="AddAsync" path="/exception"/>
    public async Task ChangeAsync(long id, string? url, IEnumerable<string> events)
    {
        var (address, chosen) = (WebhookAddress.Check(url), Check(events));
        await InTurnAsync(() => Known(id) with { Url = address, Events = chosen });
    }

    /// <summary>Switches it on or off. While it is off nothing is sent and nothing new is kept for it; what waits stays.</summary>
    /// <inheritdoc cref="AddAsync" path="/exception"/>
    public Task SwitchAsync(long id, bool on) => InTurnAsync(() => Known(id) with { IsEnabled = on });

    /// <summary>Its deliveries go with it.</summary>
    public async Task RemoveAsync(long id)
    {
        await turn.WaitAsync();
        try
        {
            if (Find(id) is not { } webhook) return;
            await history.KeepAsync(new RowWrite<WebhookEntity>(webhook.ToRow(), remove: true));
            Volatile.Write(ref all, all.Remove(webhook));
        }
        finally
        {
            turn.Release();
        }
        Changes.Signal(id);
    }

    private Webhook Known(long id) => Find(id) ?? throw new WebhookRefusedException("The webhook was removed meanwhile.");

    private async Task<Webhook> InTurnAsync(Func<Webhook> make)
    {
        await turn.WaitAsync();
        Webhook webhook;
        try
        {
            webhook = make();
            await history.KeepAsync(new RowWrite<WebhookEntity>(webhook.ToRow()));
            var at = all.FindIndex(known => known.Id == webhook.Id);
            Volatile.Write(ref all, at < 0 ? all.Add(webhook) : all.SetItem(at, webhook));
        }
        finally
        {
            turn.Release();
        }
        Changes.Signal(webhook.Id);
        return webhook;
    }

    private static ImmutableArray<string> Check(IEnumerable<string> events)
    {
        var chosen = events.ToHashSet();
        ImmutableArray<string> known = [.. WebhookEvents.All.Where(chosen.Contains)];
        if (known.Length != chosen.Count) throw new WebhookRefusedException($"There are only these events: {string.Join(", ", WebhookEvents.All)}.", "events");
        return known.IsEmpty ? throw new WebhookRefusedException("Choose at least one event.", "events") : known;
    }
}
