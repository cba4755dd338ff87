using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>Reboots, wanted and not (specification 5.14).</summary>
internal sealed class Resets(Device device)
{
    /// <summary>Ends transactions, says goodbye, comes back; after some models' soft reset without a BootNotification.</summary>
    public async Task ResetAsync(ResetType type)
    {
        device.Charging.StopAll(type == ResetType.Hard ? StopReason.HardReset : StopReason.SoftReset);
        await EmptyQueueAsync();
        await RebootAsync(type == ResetType.Hard || device.Behaviour.SoftResetBoots);
    }

    public async Task RebootAsync(bool boots)
    {
        device.Connection.Power.Shut();
        device.Activity = "rebooting";
        device.Publish();
        if (boots) device.Registration.Forget();
        else device.Registration.TellAllStatuses();
        await device.Connection.CloseAsync("rebooting");
        await ComeBackAsync(boots);
    }

    /// <summary>The supply fails and returns: nobody is told, a running transaction ends with the time of the failure.</summary>
    public async Task PowerCycleAsync()
    {
        var cut = device.Now;
        device.Connection.Power.Shut();
        device.Activity = "without power";
        device.Registration.Forget();
        device.Connection.Drop();
        device.Charging.StopAll(StopReason.PowerLoss, cut);
        await ComeBackAsync(boots: true);
    }

    private async Task ComeBackAsync(bool boots)
    {
        device.Publish();
        await device.Delay(TimeSpan.FromSeconds(device.Behaviour.RebootSeconds));
        if (boots)
        {
            foreach (var connector in device.Connectors) connector.Pending = null;
            device.Calls.Restart();
            device.Settings.Rebooted();
            device.Firmware.Start();
        }
        device.Activity = null;
        device.Log.Add(boots ? "booted" : "restarted without a boot");
        device.Connection.Power.Open();
        device.Publish();
    }

    /// <summary>What is queued gets half a minute to leave before the connection goes.</summary>
    private async Task EmptyQueueAsync()
    {
        for (var i = 0; i < 120 && device.Queue.Count > 0 && device.IsOnline; i++) await device.Delay(TimeSpan.FromSeconds(0.25));
    }
}
