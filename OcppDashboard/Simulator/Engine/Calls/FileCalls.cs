using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>FirmwareManagement profile, and GetLog of the security extension.</summary>
internal static class FileCalls
{
    public static Answer UpdateFirmware(Device device, UpdateFirmwareRequest request)
    {
        CallTable.Required(request.Location, "location");
        return new(new UpdateFirmwareResponse(), () => device.Firmware.RunAsync(request));
    }

    public static Answer GetDiagnostics(Device device, GetDiagnosticsRequest request)
    {
        var location = CallTable.Required(request.Location, "location");
        if (device.Diagnostics.NewFileName() is not { } name) return new(new GetDiagnosticsResponse());
        return new(new GetDiagnosticsResponse(name), () => device.Diagnostics.RunAsync(
            location, name, request.Retries, request.RetryInterval, request.StartTime?.Value, request.StopTime?.Value, device.Diagnostics.TellAsync));
    }

    public static Answer GetLog(Device device, GetLogRequest request)
    {
        var location = CallTable.Required(request.Log?.RemoteLocation, "remoteLocation");
        if (device.Diagnostics.NewFileName() is not { } name) return new(new GetLogResponse(LogStatus.Rejected));
        return new(new GetLogResponse(LogStatus.Accepted, name), () => device.Diagnostics.RunAsync(
            location, name, request.Retries, request.RetryInterval, request.Log!.OldestTimestamp?.Value, request.Log.LatestTimestamp?.Value,
            status => device.Calls.CallAsync(new LogStatusNotificationRequest(Translate(status), request.RequestId))));
    }

    private static UploadLogStatus Translate(DiagnosticsStatus status) => status switch
    {
        DiagnosticsStatus.Uploading => UploadLogStatus.Uploading,
        DiagnosticsStatus.Uploaded => UploadLogStatus.Uploaded,
        DiagnosticsStatus.UploadFailed => UploadLogStatus.UploadFailure,
        _ => UploadLogStatus.Idle,
    };
}
