using System.Globalization;
using System.Text;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator.Engine.Files;

namespace OcppDashboard.Simulator.Engine;

/// <summary>GetDiagnostics and GetLog: write the log to a file and upload it (specification 5.9).</summary>
internal sealed class DiagnosticsJob(Device device)
{
    private CancellationTokenSource? running;

    public DiagnosticsStatus Status { get; private set; } = DiagnosticsStatus.Idle;

    /// <summary>The name for the next file; null when this model has nothing to send.</summary>
    public string? NewFileName() => device.Behaviour.HasDiagnostics
        ? string.Create(CultureInfo.InvariantCulture, $"{SafeName(device.Options.Id)}_{device.Now:yyyyMMdd'T'HHmmss'Z'}.log")
        : null;

    /// <param name="tell">Sends a notification with the status.</param>
    public async Task RunAsync(
        string location, string fileName, int? retries, int? retryInterval, DateTimeOffset? from, DateTimeOffset? to, Func<DiagnosticsStatus, Task> tell)
    {
        if (running is not null) await running.CancelAsync();
        using var job = CancellationTokenSource.CreateLinkedTokenSource(device.Stopping);
        running = job;
        var content = Content(from, to);
        try
        {
            for (var left = Math.Max(0, retries ?? 0); ; left--)
            {
                Status = DiagnosticsStatus.Uploading;
                await tell(DiagnosticsStatus.Uploading);
                if (await TryAsync(location, fileName, content, job.Token))
                {
                    Status = DiagnosticsStatus.Uploaded;
                    await tell(DiagnosticsStatus.Uploaded);
                    return;
                }
                Status = DiagnosticsStatus.UploadFailed;
                await tell(DiagnosticsStatus.UploadFailed);
                if (left <= 0) return;
                await device.Delay(TimeSpan.FromSeconds(Math.Max(0, retryInterval ?? 60)), job.Token);
            }
        }
        catch (OperationCanceledException)
        {
            device.Log.Add("upload cancelled");
        }
        finally
        {
            Status = DiagnosticsStatus.Idle;
            if (running == job) running = null;
        }
    }

    public Task TellAsync(DiagnosticsStatus status) => device.Calls.CallAsync(new DiagnosticsStatusNotificationRequest(status));

    private async Task<bool> TryAsync(string location, string fileName, byte[] content, CancellationToken cancellation)
    {
        try
        {
            await FileTransfer.UploadAsync(location, fileName, content, device.Behaviour.Upload, cancellation);
            return true;
        }
        catch (FileTransferException exception)
        {
            device.Log.Add($"upload failed: {exception.Message}");
            return false;
        }
    }

    private byte[] Content(DateTimeOffset? from, DateTimeOffset? to)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {device.Model.Vendor} {device.Model.Model} {device.Options.Id} firmware {device.FirmwareVersion}");
        text.AppendLine(CultureInfo.InvariantCulture, $"# written {OcppTimestamp.Format(device.Now)}");
        foreach (var connector in device.Connectors)
            text.AppendLine(CultureInfo.InvariantCulture, $"# connector {connector.Id} {connector.Design.Type} {connector.Status} {connector.Meter.RegisterWh:0} Wh");
        foreach (var line in device.Log.Between(from, to)) text.AppendLine(line);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string SafeName(string id) => string.Concat(id.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
}
