using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Takes the states of an update in any order and any number (K8).</summary>
public sealed class FirmwareStatusNotificationHandler(LiveState live, HistoryWriter history)
    : ICallHandler<FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse>
{
    public ValueTask<FirmwareStatusNotificationResponse> HandleAsync(FirmwareStatusNotificationRequest request, CallContext context)
    {
        var wasAskedFor = live.Find(context.ChargePointId)?.Activity.Requested?.TakeFirmware() == true; // the same state again may be that of the next command
        var wasTold = context.Answered?.AddFirmwareStatus() == true && !context.MayRepeat; // on this connection: before it the answer may have been lost
        live.Update(context, snapshot =>
        {
            if (wasTold && !wasAskedFor && snapshot.FirmwareStatus == request.Status && !request.Status.Is(FirmwareStatus.Idle)) context.Note("a file state again");
            return snapshot with { FirmwareStatus = request.Status };
        });
        history.Keep(new OccurrenceWrite(context.ChargePointId, context.ReceivedAt, "Firmware", request.Status.ToString()));
        live.Publish(context, new FirmwareStatusReported(context.ChargePointId, context.ReceivedAt, request.Status.ToString()));
        return new(new FirmwareStatusNotificationResponse());
    }
}
