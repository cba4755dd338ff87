using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

public sealed class LogStatusNotificationHandler(LiveState live, HistoryWriter history) : ICallHandler<LogStatusNotificationRequest, LogStatusNotificationResponse>
{
    public ValueTask<LogStatusNotificationResponse> HandleAsync(LogStatusNotificationRequest request, CallContext context)
    {
        history.Keep(new OccurrenceWrite(context.ChargePointId, context.ReceivedAt, "Diagnostics", request.Status.ToString()));
        live.Publish(context, new DiagnosticsStatusReported(context.ChargePointId, context.ReceivedAt, request.Status.ToString(), IsLog: true, request.RequestId));
        return new(new LogStatusNotificationResponse());
    }
}
