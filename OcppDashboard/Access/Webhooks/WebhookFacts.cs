using System.Text.Json;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Access.Webhooks;

/// <summary>What a webhook is told: its event and the JSON of it, without the id, which each delivery has of its own.</summary>
internal readonly record struct WebhookFact(string Event, string ChargePointId, DateTimeOffset At, object? Data);

/// <summary>Facts for webhooks out of what charge points do. Asked in order per charge point.</summary>
internal sealed class WebhookFacts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new UtcTimeConverter() } };
    private readonly ChargePointStore store;
    private readonly Dictionary<(string ChargePointId, int ConnectorId), (string? Status, string? ErrorCode)> told = [];

    public WebhookFacts(ChargePointStore store)
    {
        this.store = store;
        foreach (var snapshot in store.All)
            foreach (var connector in snapshot.Connectors) told[(snapshot.Id, connector.Id)] = (connector.Status.Text, connector.ErrorCode.Text);
    }

    public IEnumerable<WebhookFact> Of(ChargePointEvent happened)
    {
        var (id, at) = (happened.ChargePointId, happened.At);
        return happened switch
        {
            StatusReported reported => Status(reported),
            TransactionStarted { Transaction: var started } =>
                [new(WebhookEvents.TransactionStarted, id, at, new { transactionId = started.Id, connectorId = started.ConnectorId, idTag = started.IdTag, startedAt = started.StartedAt, meterStartWh = started.MeterStartWh })],
            TransactionStopped stopped =>
                [new(WebhookEvents.TransactionStopped, id, at, new { transactionId = stopped.TransactionId, connectorId = stopped.ConnectorId, stopReason = stopped.Reason.Text, energyWh = stopped.EnergyWh })],
            ChargePointConnected => [new(WebhookEvents.Online, id, at, new { })],
            ChargePointRemoved => Forget(id),
            ChargePointDisconnected disconnected => [new(WebhookEvents.Offline, id, at, new { reason = disconnected.Reason })],
            _ => [],
        };
    }

    private WebhookFact[] Forget(string chargePointId)
    {
        foreach (var key in told.Keys.Where(key => key.ChargePointId.Equals(chargePointId, StringComparison.OrdinalIgnoreCase)).ToList()) told.Remove(key);
        return [];
    }

    /// <summary>Only what is new: charge points repeat their statuses, most of all after each boot.</summary>
    private IEnumerable<WebhookFact> Status(StatusReported reported)
    {
        var key = (reported.ChargePointId, reported.ConnectorId);
        var now = (reported.Status.Text, reported.ErrorCode.Text);
        if (store.Find(reported.ChargePointId)?.Connector(reported.ConnectorId) is not { } connector) yield break;
        if (told.TryGetValue(key, out var before) && before == now) yield break;
        told[key] = now;
        var data = new { connectorId = reported.ConnectorId, status = reported.Status.Text, errorCode = reported.ErrorCode.Text, info = connector.Info, vendorErrorCode = connector.VendorErrorCode };
        yield return new(WebhookEvents.Status, reported.ChargePointId, reported.At, data);
        var isFault = reported.Status.Is(Ocpp.Messages.ChargePointStatus.Faulted) || (reported.ErrorCode is { IsAbsent: false } code && !code.Is(Ocpp.Messages.ChargePointErrorCode.NoError));
        if (isFault) yield return new(WebhookEvents.Fault, reported.ChargePointId, reported.At, data);
    }

    public static string Body(long id, WebhookFact fact) => JsonSerializer.Serialize(new { id, @event = fact.Event, at = fact.At, chargePointId = fact.ChargePointId, data = fact.Data }, Json);
}
