using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class EvlinkTests : SimulatorTest
{
    [Fact]
    public async Task Boots_without_an_iccid()
    {
        await StartAsync("evlink");
        var boot = Central.Of("BootNotification")[0];
        Assert.Equal(("EVlink Smart Wallbox", "3N192040721A1S1B7551700017", null), (boot.Text("chargePointModel"), boot.Text("chargePointSerialNumber"), boot.Text("iccid")));
    }

    [Fact]
    public async Task A_soft_reset_reconnects_and_tells_statuses_but_does_not_boot()
    {
        await StartAsync("evlink");
        var mark = Central.Mark;
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new ResetRequest(ResetType.Soft))).Status.Text);
        var status = await Central.WaitStatusAsync(1, ChargePointStatus.Available, mark);
        Assert.Equal(2, status.Connection);
        Assert.Single(Central.Of("BootNotification"));
    }

    [Fact]
    public async Task A_hard_reset_boots()
    {
        await StartAsync("evlink");
        await Central.CallAsync(Id, new ResetRequest(ResetType.Hard));
        Assert.Equal(2, (await Central.WaitAsync("BootNotification", after: 1)).Connection);
    }

    [Fact]
    public async Task Meters_only_energy_and_the_offered_current_which_follows_a_profile()
    {
        var chargePoint = await StartAsync("evlink", Id, ("MeterValueSampleInterval", "10"));
        await ChargeAsync(chargePoint);
        var first = await Central.WaitAsync("MeterValues");
        Assert.Equal(["Energy.Active.Import.Register", "Current.Offered"], Measurands(first));
        Assert.Contains("\"value\":\"16\"", first.Payload.GetRawText(), StringComparison.Ordinal);
        await Central.CallAsync(Id, new SetChargingProfileRequest(1, new(1, null, 0, ChargingProfilePurpose.TxDefaultProfile, ChargingProfileKind.Relative, null, null, null,
            new(null, null, ChargingRateUnit.A, [new(0, 10)]))));
        await Central.WaitAsync("MeterValues", call => call.Payload.GetRawText().Contains("\"value\":\"10\"", StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Measurands(Received call) =>
        call.Payload.GetProperty("meterValue")[0].GetProperty("sampledValue").EnumerateArray().Select(sample => sample.GetProperty("measurand").GetString());
}
