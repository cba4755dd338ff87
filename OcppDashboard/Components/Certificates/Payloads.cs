using System.Text.Json;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.Certificates;

/// <summary>Payloads that forms begin with.</summary>
internal static class Payloads
{
    public static JsonElement? SignRequest { get; } = Of(new ExtendedTriggerMessageRequest(ExtendedMessageTrigger.SignChargePointCertificate));

    public static JsonElement? Of<TResponse>(IOcppRequest<TResponse> request) where TResponse : class =>
        JsonSerializer.SerializeToElement(request, OcppActions.Of(request.GetType()).RequestInfo);
}
