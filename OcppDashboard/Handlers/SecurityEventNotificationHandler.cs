using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Handlers;

/// <summary>Keeps a security event; unanswered, it would block the charge point's queue (D30).</summary>
public sealed class SecurityEventNotificationHandler(HistoryWriter history) : ICallHandler<SecurityEventNotificationRequest, SecurityEventNotificationResponse>
{
    public ValueTask<SecurityEventNotificationResponse> HandleAsync(SecurityEventNotificationRequest request, CallContext context)
    {
        history.Keep(new OccurrenceWork(context.ChargePointId, context.ReceivedAt, "Security", $"{Texts.Tidy(request.Type)} {Texts.Tidy(request.TechInfo)}".Trim()));
        return new(new SecurityEventNotificationResponse());
    }
}
