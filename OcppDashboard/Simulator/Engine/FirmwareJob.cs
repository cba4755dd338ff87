using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator.Engine.Files;

namespace OcppDashboard.Simulator.Engine;

/// <summary>UpdateFirmware and SignedUpdateFirmware: fetch the file, check it, install it, reboot or not (specification 5.19, security extension L01).</summary>
internal sealed class FirmwareJob(Device device)
{
    private CancellationTokenSource? running;
    private FirmwareOrder? current;
    private FirmwareOrder? toldAfterBoot;
    private string? waitingVersion;
    private SignedFirmwareStatus status = SignedFirmwareStatus.Idle;

    public bool IsRunning => running is not null;

    /// <summary>Begins the job, in place of one that runs.</summary>
    public async Task RunAsync(FirmwareOrder order)
    {
        if (running is not null) await running.CancelAsync();
        using var job = CancellationTokenSource.CreateLinkedTokenSource(device.Stopping);
        running = job;
        current = order;
        try
        {
            await WaitAsync(order, order.RetrieveAt, SignedFirmwareStatus.DownloadScheduled, job.Token);
            if (await DownloadAsync(order, job.Token) is { } file && await VerifyAsync(order, file)) await InstallAsync(order, file, job.Token);
        }
        catch (OperationCanceledException)
        {
            device.Log.Add("firmware update cancelled");
        }
        finally
        {
            if (running == job)
            {
                running = null;
                if (toldAfterBoot is null) Rest();
            }
            if (device.Activity is "installing firmware" or "downloading firmware") device.Activity = null;
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
        if (toldAfterBoot is not { } order) return;
        toldAfterBoot = null;
        await TellAsync(order, SignedFirmwareStatus.Installed);
        Rest();
    }

    /// <summary>Says once more how it is, as a trigger asks.</summary>
    public Task TellAgainAsync() => current is { Signature: null } order && order.Has(status)
        ? order.TellAsync(device, status) : device.Calls.CallAsync(new FirmwareStatusNotificationRequest(FirmwareStatus.Idle));

    /// <summary>The same with the notification of signed updates.</summary>
    public Task TellSignedAgainAsync() => current is { Signature: not null } order
        ? order.TellAsync(device, status) : device.Calls.CallAsync(new SignedFirmwareStatusNotificationRequest(SignedFirmwareStatus.Idle, null));

    private Task TellAsync(FirmwareOrder order, SignedFirmwareStatus now)
    {
        if (!order.Has(now)) return Task.CompletedTask;
        status = now;
        return device.Behaviour.SkipsFirmwareStatuses?.Contains(now) == true ? Task.CompletedTask : order.TellAsync(device, now);
    }

    private void Rest()
    {
        current = null;
        status = SignedFirmwareStatus.Idle;
    }

    private async Task WaitAsync(FirmwareOrder order, DateTimeOffset? until, SignedFirmwareStatus waiting, CancellationToken cancellation)
    {
        if (until is not { } date || date <= device.Now) return;
        await TellAsync(order, waiting);
        await device.Delay(date - device.Now, cancellation);
    }

    private async Task<byte[]?> DownloadAsync(FirmwareOrder order, CancellationToken cancellation)
    {
        using var transfer = new FileTransfer(device);
        for (var left = Math.Max(0, order.Retries ?? 0); ; left--)
        {
            device.Activity = "downloading firmware";
            device.Publish();
            await TellAsync(order, SignedFirmwareStatus.Downloading);
            try
            {
                var file = await transfer.DownloadAsync(order.Location, cancellation);
                await TellAsync(order, SignedFirmwareStatus.Downloaded);
                return file;
            }
            catch (FileTransferException exception)
            {
                device.Log.Add($"download failed: {exception.Message}");
                await TellAsync(order, SignedFirmwareStatus.DownloadFailed);
            }
            device.Activity = null;
            device.Publish();
            if (left <= 0) return null;
            await device.Delay(TimeSpan.FromSeconds(Math.Max(0, order.RetryInterval ?? 60)), cancellation);
        }
    }

    private async Task<bool> VerifyAsync(FirmwareOrder order, byte[] file)
    {
        if (order.Signature is null) return true;
        var fits = order.Signature.Fits(file);
        if (!fits) device.Log.Add("the signature does not fit the firmware file");
        await TellAsync(order, fits ? SignedFirmwareStatus.SignatureVerified : SignedFirmwareStatus.InvalidSignature);
        return fits;
    }

    private async Task InstallAsync(FirmwareOrder order, byte[] file, CancellationToken cancellation)
    {
        device.Activity = "waiting to install firmware";
        device.Publish();
        await WaitAsync(order, order.InstallAt, SignedFirmwareStatus.InstallScheduled, cancellation);
        while (device.Connectors.Any(connector => connector.Transaction is not null)) await device.Delay(TimeSpan.FromSeconds(1), cancellation);
        device.Activity = "installing firmware";
        device.Publish();
        await TellAsync(order, SignedFirmwareStatus.Installing);
        await device.Delay(TimeSpan.FromSeconds(device.Behaviour.InstallSeconds), cancellation);
        var (version, fault) = DemoFirmware.Check(file, device.Model.Vendor, device.Model.Model);
        if (version is null)
        {
            device.Log.Add($"installation failed: {fault}");
            await TellAsync(order, SignedFirmwareStatus.InstallationFailed);
            return;
        }
        waitingVersion = version;
        device.Log.Add($"firmware {version} installed");
        var reboots = device.Behaviour.RebootsAfterFirmware;
        toldAfterBoot = reboots && device.Behaviour.InstalledAfterReboot ? order : null;
        await TellAsync(order, toldAfterBoot is null ? SignedFirmwareStatus.Installed : SignedFirmwareStatus.InstallRebooting);
        if (reboots) await device.Resets.RebootAsync(boots: true);
    }
}
