using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

public sealed class SignedFirmwareStatusNotificationHandler(LiveState live, HistoryWriter history)
    : ICallHandler<SignedFirmwareStatusNotificationRequest, SignedFirmwareStatusNotificationResponse>
{
    public ValueTask<SignedFirmwareStatusNotificationResponse> HandleAsync(SignedFirmwareStatusNotificationRequest request, CallContext context)
    {
        history.Keep(new OccurrenceWrite(context.ChargePointId, context.ReceivedAt, "Firmware", request.Status.ToString()));
        live.Publish(context, new FirmwareStatusReported(context.ChargePointId, context.ReceivedAt, request.Status.ToString(), IsSigned: true, request.RequestId));
        return new(new SignedFirmwareStatusNotificationResponse());
    }
}
