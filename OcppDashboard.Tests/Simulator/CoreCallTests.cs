using System.Text.Json;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class CoreCallTests : SimulatorTest
{
    [Fact]
    public async Task ChangeAvailability_changes_the_status_of_one_connector()
    {
        await StartAsync("ac-double");
        var mark = Central.Mark;
        var answer = await Central.CallAsync(Id, new ChangeAvailabilityRequest(2, AvailabilityType.Inoperative));
        Assert.Equal("Accepted", answer.Status.Text);
        await Central.WaitStatusAsync(2, ChargePointStatus.Unavailable, mark);
        await Central.CallAsync(Id, new ChangeAvailabilityRequest(2, AvailabilityType.Operative));
        await Central.WaitStatusAsync(2, ChargePointStatus.Available, mark);
        Assert.DoesNotContain(Central.Of("StatusNotification"), call => call.Number > mark && call.ConnectorId != 2);
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new ChangeAvailabilityRequest(3, AvailabilityType.Inoperative))).Status.Text);
    }

    [Fact]
    public async Task ChangeAvailability_of_connector_0_is_told_for_every_connector()
    {
        await StartAsync("ac-double");
        foreach (var (type, status) in new[] { (AvailabilityType.Inoperative, ChargePointStatus.Unavailable), (AvailabilityType.Operative, ChargePointStatus.Available) })
        {
            var mark = Central.Mark;
            await Central.CallAsync(Id, new ChangeAvailabilityRequest(0, type));
            for (var connector = 0; connector <= 2; connector++) await Central.WaitStatusAsync(connector, status, mark);
        }
    }

    [Fact]
    public async Task ChangeAvailability_waits_for_the_end_of_a_transaction()
    {
        var chargePoint = await StartAsync();
        await ChargeAsync(chargePoint);
        Assert.Equal("Scheduled", (await Central.CallAsync(Id, new ChangeAvailabilityRequest(1, AvailabilityType.Inoperative))).Status.Text);
        Assert.Equal(ChargePointStatus.Charging, chargePoint.View.Connectors[0].Status);
        await chargePoint.PresentCardAsync(Card);
        await Central.WaitStatusAsync(1, ChargePointStatus.Unavailable);
    }

    [Fact]
    public async Task GetConfiguration_gives_all_some_and_the_unknown()
    {
        await StartAsync("evlink");
        Assert.Equal(125, (await Central.CallAsync(Id, new GetConfigurationRequest())).ConfigurationKey!.Count);
        var some = await Central.CallAsync(Id, new GetConfigurationRequest(["heartbeatinterval", "NoSuchKey", "NumberOfConnectors"]));
        Assert.Equal(["HeartbeatInterval", "NumberOfConnectors"], some.ConfigurationKey!.Select(key => key.Key));
        Assert.Equal([false, true], some.ConfigurationKey!.Select(key => key.Readonly));
        Assert.Equal(["NoSuchKey"], some.UnknownKey!);
    }

    [Theory]
    [InlineData("MeterValueSampleInterval", "15", "Accepted")]
    [InlineData("MeterValueSampleInterval", "soon", "Rejected")]
    [InlineData("MeterValueSampleInterval", "-1", "Rejected")]
    [InlineData("NumberOfConnectors", "3", "Rejected")]
    [InlineData("LocalPreAuthorize", "perhaps", "Rejected")]
    [InlineData("NoSuchKey", "1", "NotSupported")]
    [InlineData("MeterValuesSampledData", "Energy.Active.Import.Register,Current.Offered", "Accepted")]
    [InlineData("MeterValuesSampledData", "Energy.Active.Import.Register,Voltage", "Rejected")]
    [InlineData("Ev_SupervisionPort", "8080", "RebootRequired")]
    public async Task ChangeConfiguration_answers_as_the_key_is(string key, string value, string status)
    {
        await StartAsync("evlink");
        Assert.Equal(status, await ChangeAsync(key, value));
        if (status != "Accepted") return;
        Assert.Equal(value, (await Central.CallAsync(Id, new GetConfigurationRequest([key]))).ConfigurationKey![0].Value);
    }

    [Fact]
    public async Task A_change_that_needs_a_reboot_takes_effect_with_it()
    {
        await StartAsync("evlink");
        await ChangeAsync("Ev_SupervisionPort", "8080");
        Assert.Equal("80", await ReadAsync());
        await Central.CallAsync(Id, new ResetRequest(ResetType.Hard));
        await Central.WaitAsync("BootNotification", after: 1);
        Assert.Equal("8080", await ReadAsync());

        async Task<string?> ReadAsync() => (await Central.CallAsync(Id, new GetConfigurationRequest(["Ev_SupervisionPort"]))).ConfigurationKey![0].Value;
    }

    [Fact]
    public async Task ClearCache_makes_the_next_card_ask_again()
    {
        var chargePoint = await StartAsync("wallbox", Id, ("LocalPreAuthorize", "true"));
        for (var i = 0; i < 2; i++)
        {
            await ChargeAsync(chargePoint);
            await chargePoint.UnplugAsync();
            await UntilAsync(chargePoint, view => view.Queued == 0);
        }
        Assert.Single(Central.Of("Authorize"));
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new ClearCacheRequest())).Status.Text);
        await ChargeAsync(chargePoint);
        Assert.Equal(2, Central.Of("Authorize").Count);
    }

    [Fact]
    public async Task ClearCache_is_rejected_without_a_cache()
    {
        await StartAsync("wallbox-7");
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new ClearCacheRequest())).Status.Text);
    }

    [Fact]
    public async Task DataTransfer_knows_its_vendor()
    {
        await StartAsync("delta");
        Assert.Equal((DataTransferStatus.Accepted, "hello"), await SendAsync("DELTA", "Echo"));
        Assert.Equal((DataTransferStatus.UnknownMessageId, null), await SendAsync("DELTA", "Nothing"));
        Assert.Equal((DataTransferStatus.UnknownVendorId, null), await SendAsync("Else", "Echo"));

        async Task<(DataTransferStatus?, string?)> SendAsync(string vendor, string message)
        {
            var answer = await Central.CallAsync(Id, new DataTransferRequest(vendor, message, "hello"));
            return (answer.Status.Known, answer.Data);
        }
    }

    [Theory]
    [InlineData(ResetType.Hard, StopReason.HardReset)]
    [InlineData(ResetType.Soft, StopReason.SoftReset)]
    public async Task Reset_ends_the_transaction_drops_and_boots(ResetType type, StopReason reason)
    {
        var chargePoint = await StartAsync("delta");
        var id = await ChargeAsync(chargePoint);
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new ResetRequest(type))).Status.Text);
        var stop = await Central.WaitAsync("StopTransaction");
        Assert.Equal((reason.ToString(), id.ToString()), (stop.Text("reason"), stop.Text("transactionId")));
        var boot = await Central.WaitAsync("BootNotification", after: stop.Number);
        Assert.Equal(2, boot.Connection);
        await Central.WaitStatusAsync(1, ChargePointStatus.Finishing, boot.Number);
    }

    [Theory]
    [InlineData("NoSuchAction", "{}", OcppErrorCode.NotImplemented)]
    [InlineData("Heartbeat", "{}", OcppErrorCode.NotImplemented)]
    [InlineData("InstallCertificate", "{\"certificateType\":\"CentralSystemRootCertificate\"}", OcppErrorCode.OccurenceConstraintViolation)]
    [InlineData("ReserveNow", "{}", OcppErrorCode.NotSupported)]
    [InlineData("Reset", "[]", OcppErrorCode.FormationViolation)]
    [InlineData("Reset", "{\"type\":\"Gentle\"}", OcppErrorCode.PropertyConstraintViolation)]
    [InlineData("ChangeConfiguration", "{\"value\":\"1\"}", OcppErrorCode.OccurenceConstraintViolation)]
    public async Task What_it_cannot_do_is_a_CALLERROR(string action, string payload, string code)
    {
        await StartAsync("wallbox-7");
        using var document = JsonDocument.Parse(payload);
        Assert.Equal(code, Assert.IsType<CallError>(await Central.CallAsync(Id, action, document.RootElement)).ErrorCode);
        Assert.NotNull(await Central.CallAsync(Id, new GetConfigurationRequest())); // and it lives on
    }

    [Fact]
    public async Task Every_action_of_the_central_system_is_answered()
    {
        var own = OcppActions.All.Where(action => action.FromCentralSystem).Select(action => action.Name).ToList();
        Assert.Equal(26, own.Count);
        Assert.Empty(own.Except(OcppDashboard.Simulator.Engine.Calls.CallTable.Handlers.Keys));
        await StartAsync("delta");
        using var document = JsonDocument.Parse("{}");
        foreach (var action in own.Where(name => name != "Reset")) Assert.NotNull(await Central.CallAsync(Id, action, document.RootElement));
    }
}
