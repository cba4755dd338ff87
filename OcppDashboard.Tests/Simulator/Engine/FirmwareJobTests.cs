using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Simulator.Engine;

/// <summary>How an update ends at charge points that differ from the book.</summary>
public class FirmwareJobTests : FileJobTest
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Installed_is_said_after_the_reboot_or_before_it(string afterReboot)
    {
        Central.Files["/fw.bin"] = Firmware;
        await StartWithAsync("delta", ("installedAfterReboot", afterReboot));
        var mark = Central.Mark;
        await UpdateAsync("fw.bin");
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "Installed");
        var boot = await Central.WaitAsync("BootNotification", after: mark);
        Assert.Equal("3.4", boot.Text("firmwareVersion"));
        Assert.Equal(afterReboot == "true", boot.Number < Central.Of("FirmwareStatusNotification")[^1].Number);
    }

    [Fact]
    public async Task A_charge_point_that_never_reboots_runs_the_old_firmware_until_it_is_reset()
    {
        Central.Files["/fw.bin"] = Firmware;
        var chargePoint = await StartWithAsync("delta", ("rebootsAfterFirmware", "false"));
        await UpdateAsync("fw.bin");
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "Installed");
        Assert.Single(Central.Of("BootNotification"));
        Assert.Equal("3.3.9", chargePoint.View.FirmwareVersion);
        var mark = Central.Mark;
        await Central.CallAsync(Id, new ResetRequest(ResetType.Hard));
        Assert.Equal("3.4", (await Central.WaitAsync("BootNotification", after: mark)).Text("firmwareVersion"));
    }

    [Theory]
    [InlineData("Downloading,Downloaded,Installing", "Installed")]
    [InlineData("Installed", "Downloading", "Downloaded", "Installing")]
    public async Task Statuses_can_be_left_out(string skipped, params string[] statuses)
    {
        Central.Files["/fw.bin"] = Firmware;
        var chargePoint = await StartWithAsync("delta", ("skipsFirmwareStatuses", skipped));
        await UpdateAsync("fw.bin");
        await UntilAsync(chargePoint, view => view is { FirmwareVersion: "3.4", Online: true });
        await WaitStatusesAsync(statuses);
    }

    [Fact]
    public async Task A_change_of_behaviour_outlives_the_firmware()
    {
        Central.Files["/fw.bin"] = Firmware;
        Central.Files["/next.bin"] = DemoFirmware.Build("DELTA", "10566", "3.5", 1000);
        var chargePoint = await StartWithAsync("delta", ("losesQuery", "true"));
        await UpdateAsync("fw.bin?v=3.4");
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "Installed");
        await UpdateAsync("next.bin?v=3.5");
        await UntilAsync(chargePoint, view => view.FirmwareVersion == "3.5");
        Assert.Equal(["GET /fw.bin", "GET /next.bin"], Central.Requests);
    }
}
