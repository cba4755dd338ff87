using Microsoft.AspNetCore.Components;
using OcppDashboard.Access.Webhooks;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Components.Settings;

/// <summary>What was sent to one webhook, newest first.</summary>
public partial class DeliveriesPanel(WebhookList webhooks, WebhookDeliveries deliveries, WebhookQueries queries, ILogger<DeliveriesPanel> log)
{
    private const int Size = 50;
    private Page<WebhookDeliveryEntity>? list;
    private bool failed;
    private long? open;

    [Parameter, EditorRequired] public Webhook Webhook { get; set; } = null!;
    [Parameter] public EventCallback OnClosed { get; set; }

    protected override IDisposable Subscribe(Action changed) => webhooks.Changes.Subscribe(Webhook.Id, _ => changed());

    protected override Task OnInitializedAsync() => ReadAsync();

    protected override Task OnChangedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            list = await queries.DeliveriesAsync(Webhook.Id, 0, Size, Gone);
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
