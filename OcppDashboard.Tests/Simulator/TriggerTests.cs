using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class TriggerTests : SimulatorTest
{
    [Theory]
    [InlineData(MessageTrigger.BootNotification, "BootNotification")]
    [InlineData(MessageTrigger.Heartbeat, "Heartbeat")]
    [InlineData(MessageTrigger.MeterValues, "MeterValues")]
    [InlineData(MessageTrigger.DiagnosticsStatusNotification, "DiagnosticsStatusNotification")]
    [InlineData(MessageTrigger.FirmwareStatusNotification, "FirmwareStatusNotification")]
    public async Task Sends_what_was_asked(MessageTrigger message, string action)
    {
        await StartAsync();
        var mark = Central.Mark;
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new TriggerMessageRequest(message))).Status.Text);
        var sent = await Central.WaitAsync(action, after: mark);
        if (action.EndsWith("StatusNotification", StringComparison.Ordinal)) Assert.Equal("Idle", sent.Text("status"));
        if (action == "MeterValues") Assert.Contains("\"context\":\"Trigger\"", sent.Payload.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statuses_come_for_all_connectors_or_for_the_one_asked()
    {
        await StartAsync("ac-double");
        var mark = Central.Mark;
        await Central.CallAsync(Id, new TriggerMessageRequest(MessageTrigger.StatusNotification));
        for (var connector = 0; connector <= 2; connector++) await Central.WaitStatusAsync(connector, ChargePointStatus.Available, mark);
        mark = Central.Mark;
        await Central.CallAsync(Id, new TriggerMessageRequest(MessageTrigger.StatusNotification, 2));
        await Central.WaitStatusAsync(2, ChargePointStatus.Available, mark);
        Assert.Equal(mark + 1, Central.Mark);
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new TriggerMessageRequest(MessageTrigger.StatusNotification, 9))).Status.Text);
    }

    [Fact]
    public async Task The_extended_trigger_knows_the_log_status_and_certificates()
    {
        await StartAsync();
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new ExtendedTriggerMessageRequest(ExtendedMessageTrigger.LogStatusNotification))).Status.Text);
        Assert.Equal("Idle", (await Central.WaitAsync("LogStatusNotification")).Text("status"));
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new ExtendedTriggerMessageRequest(ExtendedMessageTrigger.SignChargePointCertificate))).Status.Text);
        Assert.Contains("BEGIN CERTIFICATE REQUEST", (await Central.WaitAsync("SignCertificate")).Text("csr"));
    }
}
