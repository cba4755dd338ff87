using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Operations;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Webhooks;

/// <summary>The webhooks: made, changed, tried and removed here, with what became of their deliveries.</summary>
public partial class WebhooksPanel(WebhookList webhooks, WebhookDeliveries deliveries, WebhookQueries queries, NavigationManager navigation, ILogger<WebhooksPanel> log)
{
    private readonly Dictionary<long, WebhookDeliveryEntity> lasts = [];
    private readonly HashSet<long> dead = [];
    private Asked asked;
    private long picked;
    private string? refusal;

    /// <summary>Whose deliveries are shown; null: nobody's.</summary>
    [Parameter] public long? Shown { get; set; }

    /// <summary>Page of its deliveries, from 1; null: the first.</summary>
    [Parameter] public int? Number { get; set; }

    /// <summary>failed: only those that were tried in vain.</summary>
    [Parameter] public string? Result { get; set; }

    private enum Asked { Nothing, Add, Edit, Remove }

    protected override IDisposable Subscribe(Action changed) => webhooks.Changes.SubscribeAll(_ => changed());

    protected override Task OnInitializedAsync() => ReadAsync();

    protected override Task OnChangedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            foreach (var webhook in webhooks.All)
            {
                if ((await queries.DeliveriesAsync(webhook.Id, 0, 1, Gone)).Rows is [var last, ..]) lasts[webhook.Id] = last;
                if (!webhook.IsEnabled && await deliveries.IsDeadAsync(webhook.Id, Gone)) dead.Add(webhook.Id);
                else dead.Remove(webhook.Id);
            }
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(exception, "The last deliveries of webhooks could not be read");
        }
    }

    private void Add() => (asked, refusal) = (Asked.Add, null);

    private void Ask(Asked what, long id) => (asked, picked, refusal) = (what, id, null);

    private void Close() => asked = Asked.Nothing;

    private void Show(long? id) => navigation.Change(("webhook", id), ("page", null), ("result", null));

    private void Test(Webhook webhook)
    {
        try
        {
            deliveries.Test(webhook.Id);
            Show(webhook.Id);
        }
        catch (WebhookRefusedException exception)
        {
            refusal = exception.Message;
        }
    }

    private async Task SwitchAsync(Webhook webhook) => await TryAsync(() => webhooks.SwitchAsync(webhook.Id, !webhook.IsEnabled));

    private Task RemoveAsync() => TryAsync(() => webhooks.RemoveAsync(picked));

    private async Task TryAsync(Func<Task> change)
    {
        try
        {
            await change();
            refusal = null;
        }
        catch (WebhookRefusedException exception)
        {
            refusal = exception.Message;
        }
        catch (StorageFailedException exception)
        {
            log.LogError(exception, "A webhook could not be changed");
            refusal = ServerSettingsTexts.NotKept;
        }
    }

    private static string Summary(Webhook webhook) => webhook.Events.Length == WebhookEvents.All.Count ? "all" : string.Join(", ", webhook.Events);
}
