using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>What GetDiagnostics or GetLog asks for.</summary>
/// <param name="RetryInterval">Seconds between tries.</param>
/// <param name="RequestId">Of GetLog; null: GetDiagnostics.</param>
internal sealed record UploadOrder(string Location, string FileName, int? Retries, int? RetryInterval, DateTimeOffset? From, DateTimeOffset? To, int? RequestId = null)
{
    public Task TellAsync(Device device, DiagnosticsStatus status) => RequestId is { } id
        ? device.Calls.CallAsync(new LogStatusNotificationRequest(OfLog(status), id))
        : device.Calls.CallAsync(new DiagnosticsStatusNotificationRequest(status));

    private static UploadLogStatus OfLog(DiagnosticsStatus status) => status switch
    {
        DiagnosticsStatus.Uploading => UploadLogStatus.Uploading,
        DiagnosticsStatus.Uploaded => UploadLogStatus.Uploaded,
        DiagnosticsStatus.UploadFailed => UploadLogStatus.UploadFailure,
        _ => UploadLogStatus.Idle,
    };
}
