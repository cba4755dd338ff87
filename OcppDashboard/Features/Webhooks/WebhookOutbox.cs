using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;

namespace OcppDashboard.Features.Webhooks;

/// <summary>Writes deliveries in the transaction of what they tell (docs/adr/0017). They are sent once that is on disk; after a kill, at the next start.</summary>
internal sealed class WebhookOutbox(WebhookList webhooks, WebhookDeliveries deliveries) : IHistoryOutbox
{
    private readonly List<WebhookDeliveryEntity> written = [];

    public void Started(HistoryDatabase database, TransactionEntity transaction)
    {
        if (!IsWanted(WebhookEvents.TransactionStarted)) return;
        Write(database, WebhookEventMapper.Of(database.ChargePointOf(transaction.ChargePointKey), transaction));
    }

    public void Stopped(HistoryDatabase database, TransactionEntity transaction)
    {
        if (!IsWanted(WebhookEvents.TransactionStopped)) return;
        Write(database, WebhookEventMapper.OfEnd(database.ChargePointOf(transaction.ChargePointKey), transaction));
    }

    public void Changed(HistoryDatabase database, string chargePointId, StatusEntity status)
    {
        if (!IsWanted(WebhookEvents.Status) && !IsWanted(WebhookEvents.Fault)) return;
        foreach (var fact in WebhookEventMapper.Of(chargePointId, status)) Write(database, fact);
    }

    public void Committed()
    {
        if (written.Count == 0) return;
        WebhookDeliveryEntity[] kept = [.. written];
        written.Clear();
        foreach (var delivery in kept) deliveries.Take(delivery);
    }

    public void RolledBack() => written.Clear();

    private bool IsWanted(string kind)
    {
        foreach (var webhook in webhooks.All)
            if (webhook.IsEnabled && webhook.Events.Contains(kind)) return true;
        return false;
    }

    private void Write(HistoryDatabase database, WebhookFact fact)
    {
        foreach (var webhook in webhooks.All)
        {
            if (!webhook.IsEnabled || !webhook.Events.Contains(fact.Event)) continue;
            var delivery = deliveries.New(webhook, fact);
            new RowWrite<WebhookDeliveryEntity>(delivery).Apply(database);
            written.Add(delivery);
        }
    }
}
