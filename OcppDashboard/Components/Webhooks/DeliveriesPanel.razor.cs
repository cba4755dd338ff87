using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Webhooks;

namespace OcppDashboard.Components.Webhooks;

/// <summary>What was sent to one webhook, newest first, page by page.</summary>
public partial class DeliveriesPanel(WebhookList webhooks, WebhookDeliveries deliveries, WebhookQueries queries, NavigationManager navigation, ILogger<DeliveriesPanel> log)
{
    private const int Size = 50;
    private Page<WebhookDeliveryEntity>? list;
    private bool failed;
    private long? open;

    [Parameter, EditorRequired] public Webhook Webhook { get; set; } = null!;
    [Parameter] public int? Page { get; set; }

    /// <summary>failed: only those that were tried in vain.</summary>
    [Parameter] public string? Result { get; set; }
    [Parameter] public EventCallback OnClosed { get; set; }

    protected override IDisposable Subscribe(Action changed) => webhooks.Changes.Subscribe(Webhook.Id, _ => changed());

    private bool OnlyFailed => Result == "failed";
    private int Number => Math.Max(1, Page ?? 1);

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override Task OnChangedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            list = await queries.DeliveriesAsync(Webhook.Id, (int)Math.Min((Number - 1L) * Size, int.MaxValue), Size, Gone, OnlyFailed);
            failed = false;
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(exception, "The deliveries of a webhook could not be read");
            failed = true;
        }
    }

    private void Filter(bool onlyFailed) =>
        navigation.Change(("result", onlyFailed ? "failed" : null), ("page", null));

    private string Address(int number) => navigation.GetUriWithQueryParameter("page", number == 1 ? null : (int?)number);

    private async Task AgainAsync(long id)
    {
        await deliveries.SendAgainAsync(id);
        RequestRedraw();
    }

    private static string Answer(WebhookDeliveryEntity row) => row switch
    {
        { LastError: { } error } => error,
        { LastStatus: { } status } => status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Units.None,
    };
}
