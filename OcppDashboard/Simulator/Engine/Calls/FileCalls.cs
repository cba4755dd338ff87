using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>FirmwareManagement profile, and what the security extension has instead.</summary>
internal static class FileCalls
{
    public static Answer UpdateFirmware(Device device, UpdateFirmwareRequest request)
    {
        CallTable.Required(request.Location, "location");
        return new(new UpdateFirmwareResponse(), () => device.Firmware.RunAsync(FirmwareOrder.Of(request)));
    }

    public static Answer SignedUpdateFirmware(Device device, SignedUpdateFirmwareRequest request)
    {
        CallTable.Required(request.Firmware?.Location, "location");
        CallTable.Required(request.Firmware!.SigningCertificate, "signingCertificate");
        CallTable.Required(request.Firmware.Signature, "signature");
        var order = FirmwareOrder.Of(request);
        if (!order.Signature!.HasCertificateFor(device.Now)) return new(new SignedUpdateFirmwareResponse(UpdateFirmwareStatus.InvalidCertificate));
        if (device.Behaviour.RevokesSigningCertificates) return new(new SignedUpdateFirmwareResponse(UpdateFirmwareStatus.RevokedCertificate));
        var status = device.Firmware.IsRunning ? UpdateFirmwareStatus.AcceptedCanceled : UpdateFirmwareStatus.Accepted;
        return new(new SignedUpdateFirmwareResponse(status), () => device.Firmware.RunAsync(order));
    }

    public static Answer GetDiagnostics(Device device, GetDiagnosticsRequest request)
    {
        var location = CallTable.Required(request.Location, "location");
        if (device.Diagnostics.NewFileName() is not { } name) return new(new GetDiagnosticsResponse());
        var order = new UploadOrder(location, name, request.Retries, request.RetryInterval, request.StartTime?.Value, request.StopTime?.Value);
        return new(new GetDiagnosticsResponse(name), () => device.Diagnostics.RunAsync(order));
    }

    public static Answer GetLog(Device device, GetLogRequest request)
    {
        var location = CallTable.Required(request.Log?.RemoteLocation, "remoteLocation");
        if (device.Diagnostics.NewFileName() is not { } name) return new(new GetLogResponse(LogStatus.Rejected));
        var order = new UploadOrder(
            location, name, request.Retries, request.RetryInterval, request.Log!.OldestTimestamp?.Value, request.Log.LatestTimestamp?.Value, request.RequestId);
        return new(new GetLogResponse(device.Diagnostics.IsRunning ? LogStatus.AcceptedCanceled : LogStatus.Accepted, name), () => device.Diagnostics.RunAsync(order));
    }
}
