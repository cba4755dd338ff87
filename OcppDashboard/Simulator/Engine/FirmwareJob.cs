using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator.Engine.Files;

namespace OcppDashboard.Simulator.Engine;

/// <summary>UpdateFirmware: fetch the file, check it, install it, reboot or not (specification 5.19).</summary>
internal sealed class FirmwareJob(Device device)
{
    private CancellationTokenSource? running;
    private string? waitingVersion;
    private bool tellInstalled;

    public FirmwareStatus Status { get; private set; } = FirmwareStatus.Idle;

    /// <summary>Begins the job, in place of one that runs.</summary>
    public async Task RunAsync(UpdateFirmwareRequest request)
    {
        if (running is not null) await running.CancelAsync();
        using var job = CancellationTokenSource.CreateLinkedTokenSource(device.Stopping);
        running = job;
        try
        {
            if (request.RetrieveDate.Value is { } date && date > device.Now) await device.Delay(date - device.Now, job.Token);
            if (await DownloadAsync(request, job.Token) is { } file) await InstallAsync(file, job.Token);
        }
        catch (OperationCanceledException)
        {
            device.Log.Add("firmware update cancelled");
        }
        finally
        {
            if (running == job) running = null;
            if (device.Doing is "installing firmware" or "downloading firmware") device.Doing = null;
            device.Publish();
        }
    }

    /// <summary>At power-up: a firmware that waited for it runs from now on.</summary>
    public void Start()
    {
        if (waitingVersion is not { } version) return;
        waitingVersion = null;
        device.UseFirmware(version);
    }

    /// <summary>The boot with the new firmware was accepted.</summary>
    public async Task BootedAsync()
    {
        if (!tellInstalled) return;
        tellInstalled = false;
        await TellAsync(FirmwareStatus.Installed);
        Status = FirmwareStatus.Idle;
    }

    public Task TellAsync(FirmwareStatus? status = null)
    {
        if (status is { } changed) Status = changed;
        return device.Calls.CallAsync(new FirmwareStatusNotificationRequest(status ?? Status));
    }

    private async Task<byte[]?> DownloadAsync(UpdateFirmwareRequest request, CancellationToken cancellation)
    {
        for (var left = Math.Max(0, request.Retries ?? 0); ; left--)
        {
            device.Doing = "downloading firmware";
            device.Publish();
            await TellAsync(FirmwareStatus.Downloading);
            try
            {
                var file = await FileTransfer.DownloadAsync(request.Location, device.Behaviour.PercentEncodesPath, cancellation);
                await TellAsync(FirmwareStatus.Downloaded);
                return file;
            }
            catch (FileTransferException exception)
            {
                device.Log.Add($"download failed: {exception.Message}");
                await TellAsync(FirmwareStatus.DownloadFailed);
            }
            device.Doing = null;
            device.Publish();
            if (left <= 0) return null;
            await device.Delay(TimeSpan.FromSeconds(Math.Max(0, request.RetryInterval ?? 60)), cancellation);
        }
    }

    private async Task InstallAsync(byte[] file, CancellationToken cancellation)
    {
        device.Doing = "waiting to install firmware";
        device.Publish();
        while (device.Connectors.Any(connector => connector.Transaction is not null)) await device.Delay(TimeSpan.FromSeconds(1), cancellation);
        device.Doing = "installing firmware";
        device.Publish();
        await TellAsync(FirmwareStatus.Installing);
        await device.Delay(TimeSpan.FromSeconds(device.Behaviour.InstallSeconds), cancellation);
        var (version, fault) = DemoFirmware.Check(file, device.Model.Vendor, device.Model.Model);
        if (version is null)
        {
            device.Log.Add($"installation failed: {fault}");
            await TellAsync(FirmwareStatus.InstallationFailed);
            Status = FirmwareStatus.Idle;
            return;
        }
        waitingVersion = version;
        device.Log.Add($"firmware {version} installed");
        var reboots = device.Behaviour.RebootsAfterFirmware;
        if (!reboots || !device.Behaviour.InstalledAfterReboot) await TellAsync(FirmwareStatus.Installed);
        tellInstalled = reboots && device.Behaviour.InstalledAfterReboot;
        if (reboots) await device.Resets.RebootAsync(boots: true);
        else Status = FirmwareStatus.Idle;
    }
}
