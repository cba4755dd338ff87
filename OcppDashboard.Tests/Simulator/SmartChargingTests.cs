using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class SmartChargingTests : SimulatorTest
{
    [Fact]
    public async Task A_profile_reduces_the_current_and_clearing_it_gives_it_back()
    {
        var chargePoint = await StartAsync("ac-double", Id, ("MeterValueSampleInterval", "5"));
        var id = await ChargeAsync(chargePoint);
        await UntilAsync(chargePoint, view => view.Connectors[0].PowerW > 3300);
        Assert.Equal("Accepted", await SetAsync(1, Profile(5, ChargingProfilePurpose.TxProfile, ChargingRateUnit.A, id, (0, 8))));
        await UntilAsync(chargePoint, view => view.Connectors[0].PowerW is >= 1000 and <= 5700);
        var mark = Central.Mark;
        await Central.WaitAsync("MeterValues", call => call.Payload.GetRawText().Contains("\"value\":\"8\",\"context\":\"Sample.Periodic\",\"measurand\":\"Current.Offered\"", StringComparison.Ordinal), mark);
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new ClearChargingProfileRequest(5))).Status.Text);
        Assert.Equal("Unknown", (await Central.CallAsync(Id, new ClearChargingProfileRequest(5))).Status.Text);
        await UntilAsync(chargePoint, view => view.Connectors[0].PowerW > 3300);
    }

    [Fact]
    public async Task A_limit_of_0_suspends_and_a_default_profile_outlives_the_transaction()
    {
        var chargePoint = await StartAsync();
        Assert.Equal("Accepted", await SetAsync(0, Profile(1, ChargingProfilePurpose.TxDefaultProfile, ChargingRateUnit.A, null, (0, 0))));
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync(Card);
        await Central.WaitStatusAsync(1, ChargePointStatus.SuspendedEVSE);
        await Central.CallAsync(Id, new ClearChargingProfileRequest(null, null, ChargingProfilePurpose.TxDefaultProfile));
        await Central.WaitStatusAsync(1, ChargePointStatus.Charging);
    }

    [Fact]
    public async Task A_profile_that_does_not_fit_is_rejected()
    {
        await StartAsync("evlink");
        Assert.Equal("Rejected", await SetAsync(1, Profile(1, ChargingProfilePurpose.TxProfile, ChargingRateUnit.A, null, (0, 10)))); // no transaction
        Assert.Equal("Rejected", await SetAsync(1, Profile(1, ChargingProfilePurpose.ChargePointMaxProfile, ChargingRateUnit.A, null, (0, 10))));
        Assert.Equal("Rejected", await SetAsync(7, Profile(1, ChargingProfilePurpose.TxDefaultProfile, ChargingRateUnit.A, null, (0, 10))));
        Assert.Equal("Rejected", await SetAsync(1, Profile(1, ChargingProfilePurpose.TxDefaultProfile, ChargingRateUnit.W, null, (0, 5000)))); // only Current
        Assert.Equal("Rejected", await SetAsync(1, Profile(1, ChargingProfilePurpose.TxDefaultProfile, ChargingRateUnit.A, null, (60, 10)))); // does not begin at 0
        Assert.Equal("Accepted", await SetAsync(1, Profile(1, ChargingProfilePurpose.TxDefaultProfile, ChargingRateUnit.A, null, (0, 10))));
    }

    [Fact]
    public async Task The_composite_schedule_merges_what_is_installed()
    {
        var chargePoint = await StartAsync("ac-double");
        var start = DateTimeOffset.UtcNow;
        await SetAsync(1, Profile(1, ChargingProfilePurpose.TxDefaultProfile, ChargingRateUnit.A, null, (0, 20), (600, 10)));
        await SetAsync(0, Profile(2, ChargingProfilePurpose.ChargePointMaxProfile, ChargingRateUnit.A, null, (0, 16)));
        var answer = await Central.CallAsync(Id, new GetCompositeScheduleRequest(1, 1200, ChargingRateUnit.A));
        var passed = chargePoint.Options.Time.GetUtcNow() - start; // its clock is fast
        Assert.Equal(("Accepted", 1, 1200), (answer.Status.Text, answer.ConnectorId, answer.ChargingSchedule!.Duration));
        Assert.Equal([16m, 10m], answer.ChargingSchedule.ChargingSchedulePeriod.Select(period => period.Limit));
        Assert.InRange(answer.ChargingSchedule.ChargingSchedulePeriod[1].StartPeriod, 599 - (int)passed.TotalSeconds, 600);
        var watts = await Central.CallAsync(Id, new GetCompositeScheduleRequest(1, 60, ChargingRateUnit.W));
        Assert.Equal(16 * 230 * 3, watts.ChargingSchedule!.ChargingSchedulePeriod[0].Limit);
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new GetCompositeScheduleRequest(9, 60))).Status.Text);
    }

    [Fact]
    public async Task A_remote_start_may_bring_its_profile()
    {
        var chargePoint = await StartAsync();
        await chargePoint.PlugInAsync();
        await Central.CallAsync(Id, new RemoteStartTransactionRequest(1, Card, Profile(3, ChargingProfilePurpose.TxProfile, ChargingRateUnit.W, null, (0, 0))));
        await Central.WaitStatusAsync(1, ChargePointStatus.SuspendedEVSE);
    }

    private async Task<string> SetAsync(int connector, ChargingProfile profile) =>
        (await Central.CallAsync(Id, new SetChargingProfileRequest(connector, profile))).Status.ToString();

    private ChargingProfile Profile(int id, ChargingProfilePurpose purpose, ChargingRateUnit unit, long? transaction, params (int Start, decimal Limit)[] periods) => new(
        id, (int?)transaction, 0, purpose, ChargingProfileKind.Absolute, null, null, null,
        new(null, DateTimeOffset.UtcNow, unit, [.. periods.Select(period => new ChargingSchedulePeriod(period.Start, period.Limit))]));
}
