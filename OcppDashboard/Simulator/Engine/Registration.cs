using System.Globalization;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>BootNotification until accepted, then heartbeats (specification 4.2, 4.6).</summary>
internal sealed class Registration(Device device)
{
    private CancellationTokenSource? heartbeats;
    private bool booting;
    private bool tellAll;

    public RegistrationStatus? Status { get; private set; }
    public bool IsAccepted => Status == RegistrationStatus.Accepted;

    /// <summary>The next connect begins with a BootNotification.</summary>
    public void Forget() => Status = null;

    /// <summary>The next connect reports the status of every connector, also without a boot.</summary>
    public void TellAllStatuses() => tellAll = true;

    public async Task ConnectedAsync()
    {
        if (!IsAccepted)
        {
            await BootAsync();
            return;
        }
        var all = tellAll;
        tellAll = false;
        Resume();
        await device.Statuses.ReportAsync(all);
        device.Queue.ReplayStart();
    }

    public void Disconnected() => StopHeartbeats();

    public void SettingChanged(string key)
    {
        if (key is "HeartbeatInterval" && IsAccepted && device.Connection.IsOpen) StartHeartbeats();
    }

    /// <summary>Sends one BootNotification and does what the answer says; again after the interval while it is not accepted.</summary>
    public async Task BootAsync()
    {
        if (booting) return;
        booting = true;
        try
        {
            while (device.Connection.IsOpen)
            {
                var pause = await BootOnceAsync();
                if (pause is null) return;
                await device.Delay(pause.Value);
            }
        }
        finally
        {
            booting = false;
        }
    }

    /// <summary>One more BootNotification, asked for by a trigger; others follow when it is not accepted.</summary>
    public async Task BootAgainAsync()
    {
        if (await BootOnceAsync() is not { } pause) return;
        await device.Delay(pause);
        if (!IsAccepted) await BootAsync();
    }

    /// <summary>Null when accepted or the connection is lost, else how long to wait.</summary>
    private async Task<TimeSpan?> BootOnceAsync()
    {
        var outcome = await device.Calls.CallAsync(Request());
        if (outcome.Kind == OutcomeKind.Lost) return null;
        if (outcome.Response is not { } answer) return TimeSpan.FromSeconds(30);
        var before = Status;
        Status = answer.Status.Known ?? RegistrationStatus.Rejected;
        device.Log.Add($"boot {Status}, interval {answer.Interval} s");
        device.Publish();
        if (!IsAccepted) return TimeSpan.FromSeconds(answer.Interval > 0 ? answer.Interval : 30);
        if (answer.Interval > 0) device.Settings.Set("HeartbeatInterval", answer.Interval.ToString(CultureInfo.InvariantCulture));
        if (before == RegistrationStatus.Accepted) return null; // asked for by a trigger: nothing else changes
        tellAll = false;
        Resume();
        await device.Statuses.ReportAsync(all: true);
        await device.Firmware.BootedAsync();
        return null;
    }

    public Task HeartbeatAsync() => device.Calls.CallAsync(new HeartbeatRequest());

    private void Resume()
    {
        StartHeartbeats();
        device.Queue.Wake();
        device.Publish();
    }

    private void StartHeartbeats()
    {
        StopHeartbeats();
        heartbeats = CancellationTokenSource.CreateLinkedTokenSource(device.Stopping);
        var token = heartbeats.Token;
        device.Go(() => BeatAsync(token));
    }

    private void StopHeartbeats()
    {
        heartbeats?.Cancel();
        heartbeats = null;
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        try
        {
            while (device.Settings.Seconds("HeartbeatInterval") is { Ticks: > 0 } interval)
            {
                await device.Delay(interval, cancellation);
                await HeartbeatAsync();
            }
        }
        catch (OperationCanceledException) // another interval, or the connection is gone
        {
        }
    }

    private BootNotificationRequest Request()
    {
        var number = device.Number.ToString("0000", CultureInfo.InvariantCulture);
        var model = device.Model;
        return new(model.Vendor, model.Model, model.Serial.Replace("{0000}", number, StringComparison.Ordinal), null, device.FirmwareVersion,
            model.Iccid?.Replace("{0000}", number, StringComparison.Ordinal), model.Imsi?.Replace("{0000}", number, StringComparison.Ordinal), model.MeterType,
            model.MeterSerial?.Replace("{0000}", number, StringComparison.Ordinal));
    }
}
