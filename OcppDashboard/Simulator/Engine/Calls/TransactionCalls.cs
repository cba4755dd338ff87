using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>Core profile: start, stop and unlock from afar.</summary>
internal static class TransactionCalls
{
    public static Answer RemoteStart(Device device, RemoteStartTransactionRequest request)
    {
        CallTable.Required(request.IdTag, "idTag");
        var connector = device.Registration.IsAccepted && IsFit(request.ChargingProfile) ? device.Charging.ForRemoteStart(request) : null;
        return connector is null
            ? new(new RemoteStartTransactionResponse(RemoteStartStopStatus.Rejected))
            : new(new RemoteStartTransactionResponse(RemoteStartStopStatus.Accepted), () => device.Charging.RemoteStartAsync(connector, request));
    }

    public static Answer RemoteStop(Device device, RemoteStopTransactionRequest request)
    {
        var connector = device.Connectors.FirstOrDefault(candidate => candidate.Transaction is { Id: { } id } && id == request.TransactionId);
        return connector is null || !device.Registration.IsAccepted
            ? new(new RemoteStopTransactionResponse(RemoteStartStopStatus.Rejected))
            : new(new RemoteStopTransactionResponse(RemoteStartStopStatus.Accepted), () =>
            {
                device.Charging.Stop(connector, StopReason.Remote);
                return Task.CompletedTask;
            });
    }

    public static Answer UnlockConnector(Device device, UnlockConnectorRequest request)
    {
        if (device.Find(request.ConnectorId) is not { } connector) return new(new UnlockConnectorResponse(UnlockStatus.NotSupported));
        if (connector.Design.Unlock == UnlockStatus.Unlocked) device.Charging.Stop(connector, StopReason.UnlockCommand);
        return new(new UnlockConnectorResponse(connector.Design.Unlock));
    }

    // only a TxProfile may come with a remote start (specification 5.11)
    private static bool IsFit(ChargingProfile? profile) =>
        profile is null or { ChargingProfilePurpose: ChargingProfilePurpose.TxProfile, ChargingSchedule.ChargingSchedulePeriod.Count: > 0 };
}
