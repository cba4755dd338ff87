using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

public sealed class HeartbeatHandler(LiveState live) : ICallHandler<HeartbeatRequest, HeartbeatResponse>
{
    public ValueTask<HeartbeatResponse> HandleAsync(HeartbeatRequest request, CallContext context)
    {
        live.Publish(context, new HeartbeatReceived(context.ChargePointId, context.ReceivedAt));
        return new(new HeartbeatResponse(WholeSeconds.Of(context.ReceivedAt)));
    }
}
