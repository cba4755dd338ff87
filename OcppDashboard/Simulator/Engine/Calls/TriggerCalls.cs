using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>RemoteTrigger profile, and its extended form of the security extension.</summary>
internal static class TriggerCalls
{
    /// <summary>The same word asks for another message in the security extension.</summary>
    private const string ExtendedFirmwareStatus = "SignedFirmwareStatusNotification";

    public static Answer TriggerMessage(Device device, TriggerMessageRequest request) =>
        Triggered(device, request.RequestedMessage.ToString(), request.ConnectorId, (status, then) => new(new TriggerMessageResponse(status), then));

    public static Answer ExtendedTriggerMessage(Device device, ExtendedTriggerMessageRequest request) =>
        Triggered(device, request.RequestedMessage == ExtendedMessageTrigger.FirmwareStatusNotification ? ExtendedFirmwareStatus : request.RequestedMessage.ToString(),
            request.ConnectorId, (status, then) => new(new ExtendedTriggerMessageResponse(status), then));

    private static Answer Triggered(Device device, string message, int? connectorId, Func<TriggerMessageStatus, Func<Task>?, Answer> answer)
    {
        if (connectorId is { } id && id != 0 && device.Find(id) is null) return answer(TriggerMessageStatus.Rejected, null);
        Func<Task>? then = message switch
        {
            nameof(MessageTrigger.BootNotification) => device.Registration.BootAgainAsync,
            nameof(MessageTrigger.Heartbeat) => device.Registration.HeartbeatAsync,
            nameof(MessageTrigger.StatusNotification) => () => StatusesAsync(device, connectorId),
            nameof(MessageTrigger.MeterValues) => () => MeterValuesAsync(device, connectorId),
            nameof(MessageTrigger.DiagnosticsStatusNotification) => device.Diagnostics.TellAgainAsync,
            nameof(MessageTrigger.FirmwareStatusNotification) => device.Firmware.TellAgainAsync,
            ExtendedFirmwareStatus => device.Firmware.TellSignedAgainAsync,
            nameof(ExtendedMessageTrigger.LogStatusNotification) => device.Diagnostics.TellLogAgainAsync,
            nameof(ExtendedMessageTrigger.SignChargePointCertificate) => device.Certificates.RequestAsync,
            _ => null,
        };
        return answer(then is null ? TriggerMessageStatus.NotImplemented : TriggerMessageStatus.Accepted, then);
    }

    private static async Task StatusesAsync(Device device, int? connectorId)
    {
        if (connectorId is null or 0) await device.Statuses.ReportAsync(null);
        foreach (var connector in device.Connectors)
            if (connectorId is null || connectorId == connector.Id) await device.Statuses.ReportAsync(connector);
    }

    private static Task MeterValuesAsync(Device device, int? connectorId)
    {
        foreach (var connector in device.Connectors)
            if (connectorId is null or 0 || connectorId == connector.Id) device.Metering.Send(connector, "MeterValuesSampledData", ReadingContexts.Trigger);
        return Task.CompletedTask;
    }
}
