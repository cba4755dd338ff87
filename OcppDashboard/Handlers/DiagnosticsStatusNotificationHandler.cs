using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Takes the states of an upload in any order and any number (K7).</summary>
public sealed class DiagnosticsStatusNotificationHandler(LiveState live, HistoryWriter history)
    : ICallHandler<DiagnosticsStatusNotificationRequest, DiagnosticsStatusNotificationResponse>
{
    public ValueTask<DiagnosticsStatusNotificationResponse> HandleAsync(DiagnosticsStatusNotificationRequest request, CallContext context)
    {
        var wasAskedFor = live.Find(context.ChargePointId)?.Activity.Requested?.TakeDiagnostics() == true; // the same state again may be that of the next command
        var wasTold = context.Answered?.AddDiagnosticsStatus() == true && !context.MayRepeat; // on this connection: before it the answer may have been lost
        live.Update(context, snapshot =>
        {
            if (wasTold && !wasAskedFor && snapshot.DiagnosticsStatus == request.Status && !request.Status.Is(DiagnosticsStatus.Idle)) context.Note("a file state again");
            return snapshot with { DiagnosticsStatus = request.Status };
        });
        history.Keep(new OccurrenceWrite(context.ChargePointId, context.ReceivedAt, "Diagnostics", request.Status.ToString()));
        live.Publish(context, new DiagnosticsStatusReported(context.ChargePointId, context.ReceivedAt, request.Status.ToString()));
        return new(new DiagnosticsStatusNotificationResponse());
    }
}
