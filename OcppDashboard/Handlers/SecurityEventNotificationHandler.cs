using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Keeps a security event; unanswered, it would block the charge point's queue (D30).</summary>
public sealed class SecurityEventNotificationHandler(HistoryWriter history, CriticalSecurityEvents critical) : ICallHandler<SecurityEventNotificationRequest, SecurityEventNotificationResponse>
{
    public ValueTask<SecurityEventNotificationResponse> HandleAsync(SecurityEventNotificationRequest request, CallContext context)
    {
        var (type, techInfo) = (Texts.Tidy(request.Type), Texts.Tidy(request.TechInfo));
        history.Keep(new OccurrenceWrite(context.ChargePointId, context.ReceivedAt, "Security", $"{type} {techInfo}".Trim()));
        if (type is not null) critical.Note(context.ChargePointId, type, techInfo, context.ReceivedAt);
        return new(new SecurityEventNotificationResponse());
    }
}
