using System.Text.Json;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Features.Webhooks;

/// <summary>What a webhook is told: its event and the JSON of it, without the id, which each delivery has of its own.</summary>
internal readonly record struct WebhookFact(string Event, string ChargePointId, DateTimeOffset At, object? Data);

/// <summary>Facts for webhooks: of what is written, and of connections that come and go.</summary>
internal static class WebhookEventMapper
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new UtcTimeConverter() } };

    public static WebhookFact Of(string chargePointId, TransactionEntity started) => new(WebhookEvents.TransactionStarted, chargePointId, started.StartReceivedAt,
        new { transactionId = started.Id, connectorId = started.ConnectorId, idTag = started.IdTag, startedAt = started.StartedAt, meterStartWh = started.MeterStartWh });

    public static WebhookFact OfEnd(string chargePointId, TransactionEntity stopped) => new(WebhookEvents.TransactionStopped, chargePointId, stopped.StopReceivedAt ?? stopped.StartReceivedAt,
        new { transactionId = stopped.Id, connectorId = stopped.ConnectorId, stopReason = stopped.StopReason, energyWh = stopped.EnergyWh });

    public static IEnumerable<WebhookFact> Of(string chargePointId, StatusEntity status)
    {
        var errorCode = status.ErrorCode.Length == 0 ? null : status.ErrorCode;
        var data = new { connectorId = status.ConnectorId, status = status.Status, errorCode, info = status.Info, vendorErrorCode = status.VendorErrorCode };
        yield return new(WebhookEvents.Status, chargePointId, status.ReceivedAt, data);
        var code = OcppEnum<ChargePointErrorCode>.Parse(errorCode);
        var isFault = OcppEnum<ChargePointStatus>.Parse(status.Status).Is(ChargePointStatus.Faulted) || (errorCode is not null && !code.Is(ChargePointErrorCode.NoError));
        if (isFault) yield return new(WebhookEvents.Fault, chargePointId, status.ReceivedAt, data);
    }

    public static WebhookFact? Of(ChargePointEvent happened) => happened switch
    {
        ChargePointConnected => new(WebhookEvents.Online, happened.ChargePointId, happened.At, new { }),
        ChargePointDisconnected disconnected => new(WebhookEvents.Offline, happened.ChargePointId, happened.At, new { reason = disconnected.Reason }),
        _ => null,
    };

    public static string Body(long id, WebhookFact fact) => JsonSerializer.Serialize(new { id, @event = fact.Event, at = fact.At, chargePointId = fact.ChargePointId, data = fact.Data }, Json);
}
