using System.Globalization;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class TransactionTests : SimulatorTest
{
    [Fact]
    public async Task A_card_charges_and_the_same_card_ends_it()
    {
        var chargePoint = await StartAsync();
        var id = await ChargeAsync(chargePoint);
        await chargePoint.PresentCardAsync(Card);
        var stop = await Central.WaitAsync("StopTransaction");
        Assert.Equal((id.ToString(CultureInfo.InvariantCulture), Card, null), (stop.Text("transactionId"), stop.Text("idTag"), stop.Text("reason")));
        await Central.WaitStatusAsync(1, ChargePointStatus.Finishing, stop.Number);
        await chargePoint.UnplugAsync();
        await Central.WaitStatusAsync(1, ChargePointStatus.Available, stop.Number);
        Assert.Equal(["Preparing", "Charging", "Finishing", "Available"], Central.Of("StatusNotification").Where(call => call.ConnectorId == 1).Skip(1).Select(call => call.Text("status")));
        var order = Central.All.Select(call => call.Action).ToList();
        Assert.True(order.IndexOf("Authorize") < order.IndexOf("StartTransaction"));
    }

    [Fact]
    public async Task A_refused_card_starts_nothing()
    {
        Central.Answer = call => call.Action == "Authorize" ? new AuthorizeResponse(new(AuthorizationStatus.Invalid)) : null;
        var chargePoint = await StartAsync();
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync(Card);
        Assert.Single(Central.Of("Authorize"));
        Assert.Empty(Central.Of("StartTransaction"));
        Assert.Equal(ChargePointStatus.Preparing, chargePoint.View.Connectors[0].Status);
    }

    [Fact]
    public async Task A_card_without_a_car_waits_for_ConnectionTimeOut()
    {
        var chargePoint = await StartAsync("wallbox", Id, ("ConnectionTimeOut", "20"));
        await chargePoint.PresentCardAsync(Card);
        var preparing = await Central.WaitStatusAsync(1, ChargePointStatus.Preparing);
        await Central.WaitStatusAsync(1, ChargePointStatus.Available, preparing.Number);
        Assert.Empty(Central.Of("StartTransaction"));
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task RemoteStart_charges_and_authorizes_first_where_set_so(string authorize, int asked)
    {
        var chargePoint = await StartAsync("ac-double", Id, ("AuthorizeRemoteTxRequests", authorize));
        await chargePoint.PlugInAsync(2);
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new RemoteStartTransactionRequest(2, Card))).Status.Text);
        var start = await Central.WaitAsync("StartTransaction");
        Assert.Equal((2, Card), (start.ConnectorId, start.Text("idTag")));
        Assert.Equal(asked, Central.Of("Authorize").Count);
        await Central.WaitStatusAsync(2, ChargePointStatus.Charging);
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new RemoteStartTransactionRequest(2, "OTHER"))).Status.Text);
    }

    [Fact]
    public async Task RemoteStart_before_the_car_begins_when_it_is_plugged_in()
    {
        var chargePoint = await StartAsync();
        await Central.CallAsync(Id, new RemoteStartTransactionRequest(null, Card));
        await Central.WaitStatusAsync(1, ChargePointStatus.Preparing);
        await chargePoint.PlugInAsync();
        await Central.WaitStatusAsync(1, ChargePointStatus.Charging);
    }

    [Fact]
    public async Task RemoteStop_ends_only_the_transaction_it_names()
    {
        var chargePoint = await StartAsync();
        var id = await ChargeAsync(chargePoint);
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new RemoteStopTransactionRequest(id + 1))).Status.Text);
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new RemoteStopTransactionRequest(id))).Status.Text);
        var stop = await Central.WaitAsync("StopTransaction");
        Assert.Equal("Remote", stop.Text("reason"));
        Assert.True(long.Parse(stop.Text("meterStop")!, CultureInfo.InvariantCulture) >= long.Parse(Central.Of("StartTransaction")[0].Text("meterStart")!, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("true", "EVDisconnected")]
    [InlineData("false", null)]
    public async Task Pulling_the_plug_ends_it_where_set_so(string key, string? reason)
    {
        var chargePoint = await StartAsync("wallbox", Id, ("StopTransactionOnEVSideDisconnect", key));
        await ChargeAsync(chargePoint);
        await chargePoint.UnplugAsync();
        if (reason is null) await Central.WaitStatusAsync(1, ChargePointStatus.SuspendedEV);
        else Assert.Equal(reason, (await Central.WaitAsync("StopTransaction")).Text("reason"));
    }

    [Fact]
    public async Task UnlockConnector_ends_the_transaction_where_there_is_a_lock()
    {
        var chargePoint = await StartAsync();
        await ChargeAsync(chargePoint);
        Assert.Equal("Unlocked", (await Central.CallAsync(Id, new UnlockConnectorRequest(1))).Status.Text);
        Assert.Equal("UnlockCommand", (await Central.WaitAsync("StopTransaction")).Text("reason"));
        Assert.Equal("NotSupported", (await Central.CallAsync(Id, new UnlockConnectorRequest(9))).Status.Text);
        await StartAsync("wallbox-7", "CP-2");
        Assert.Equal("NotSupported", (await Central.CallAsync("CP-2", new UnlockConnectorRequest(1))).Status.Text);
    }

    [Fact]
    public async Task A_start_that_is_not_accepted_is_ended()
    {
        Central.Answer = call => call.Action == "StartTransaction" ? new StartTransactionResponse(new(AuthorizationStatus.Blocked), 77) : null;
        var chargePoint = await StartAsync();
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync(Card);
        var stop = await Central.WaitAsync("StopTransaction");
        Assert.Equal(("77", "DeAuthorized"), (stop.Text("transactionId"), stop.Text("reason")));
    }

    [Fact]
    public async Task A_fault_ends_the_transaction_and_is_told_until_cleared()
    {
        var chargePoint = await StartAsync();
        await ChargeAsync(chargePoint);
        await chargePoint.InjectFaultAsync(1, ChargePointErrorCode.OverCurrentFailure, "40 A on L1", "E17");
        var told = await Central.WaitStatusAsync(1, ChargePointStatus.Faulted);
        Assert.Equal(("OverCurrentFailure", "40 A on L1", "E17"), (told.Text("errorCode"), told.Text("info"), told.Text("vendorErrorCode")));
        Assert.Equal("Other", (await Central.WaitAsync("StopTransaction")).Text("reason"));
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new RemoteStartTransactionRequest(1, Card))).Status.Text);
        await chargePoint.ClearFaultAsync(1);
        Assert.Equal("NoError", (await Central.WaitStatusAsync(1, ChargePointStatus.Finishing, told.Number)).Text("errorCode"));
    }

    [Fact]
    public async Task A_fault_of_the_charge_point_is_told_on_connector_0()
    {
        var chargePoint = await StartAsync();
        await chargePoint.InjectFaultAsync(0, ChargePointErrorCode.PowerSwitchFailure, "phase L2 is missing");
        Assert.Equal("PowerSwitchFailure", (await Central.WaitStatusAsync(0, ChargePointStatus.Faulted)).Text("errorCode"));
        await chargePoint.ClearFaultAsync(0);
        await Central.WaitStatusAsync(0, ChargePointStatus.Available, Central.Of("StatusNotification").First(call => call.Text("status") == "Faulted").Number);
    }

    [Fact]
    public async Task The_faulted_model_is_faulted_until_told()
    {
        var chargePoint = await StartAsync("faulted");
        Assert.Equal("GroundFailure", (await Central.WaitStatusAsync(1, ChargePointStatus.Faulted)).Text("errorCode"));
        await chargePoint.ClearFaultAsync(1);
        await Central.WaitStatusAsync(1, ChargePointStatus.Available);
    }
}
