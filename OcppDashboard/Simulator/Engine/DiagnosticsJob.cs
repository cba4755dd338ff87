using System.Globalization;
using System.Text;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator.Engine.Files;

namespace OcppDashboard.Simulator.Engine;

/// <summary>GetDiagnostics and GetLog: write the log to a file and upload it (specification 5.9).</summary>
internal sealed class DiagnosticsJob(Device device)
{
    private CancellationTokenSource? running;
    private UploadOrder? uploading;

    public bool IsRunning => running is not null;

    /// <summary>The name for the next file; null when this model has nothing to send.</summary>
    public string? NewFileName() => device.Behaviour.HasDiagnostics
        ? string.Create(CultureInfo.InvariantCulture, $"{SafeName(device.Options.Id)}_{device.Now:yyyyMMdd'T'HHmmss'Z'}.log")
        : null;

    /// <summary>Begins the job, in place of one that runs.</summary>
    public async Task RunAsync(UploadOrder order)
    {
        if (running is not null) await running.CancelAsync();
        using var job = CancellationTokenSource.CreateLinkedTokenSource(device.Stopping);
        running = job;
        var content = Content(order.From, order.To);
        try
        {
            using var transfer = new FileTransfer(device);
            for (var left = Math.Max(0, order.Retries ?? 0); ; left--)
            {
                if (!device.Behaviour.UploadFailedWithoutUploading) await TellUploadingAsync(order);
                var uploaded = await TryAsync(transfer, order, content, job);
                uploading = null;
                await order.TellAsync(device, uploaded ? DiagnosticsStatus.Uploaded : DiagnosticsStatus.UploadFailed);
                if (uploaded || left <= 0) return;
                await device.Delay(TimeSpan.FromSeconds(Math.Max(0, order.RetryInterval ?? 60)), job.Token);
            }
        }
        catch (OperationCanceledException)
        {
            device.Log.Add("upload cancelled");
        }
        finally
        {
            if (running == job) (running, uploading) = (null, null);
        }
    }

    /// <summary>Says once more how it is, as a trigger asks: Idle unless busy uploading (specification 4.4).</summary>
    public Task TellAgainAsync() =>
        device.Calls.CallAsync(new DiagnosticsStatusNotificationRequest(uploading is { RequestId: null } ? DiagnosticsStatus.Uploading : DiagnosticsStatus.Idle));

    /// <summary>The same with the notification of GetLog.</summary>
    public Task TellLogAgainAsync() => uploading is { RequestId: not null } order
        ? order.TellAsync(device, DiagnosticsStatus.Uploading) : device.Calls.CallAsync(new LogStatusNotificationRequest(UploadLogStatus.Idle, null));

    private Task TellUploadingAsync(UploadOrder order)
    {
        if (uploading == order) return Task.CompletedTask;
        uploading = order;
        return order.TellAsync(device, DiagnosticsStatus.Uploading);
    }

    private async Task<bool> TryAsync(FileTransfer transfer, UploadOrder order, byte[] content, CancellationTokenSource job)
    {
        try
        {
            await transfer.UploadAsync(order.Location, order.FileName, content, () => device.Enter(() => running == job ? TellUploadingAsync(order) : Task.CompletedTask), job.Token); // another may have taken its place
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
