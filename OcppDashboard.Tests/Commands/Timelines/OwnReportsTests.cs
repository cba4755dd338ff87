using OcppDashboard.Commands.Timeline;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Commands.Timelines;

/// <summary>A command is credited with the reports that are its own: by message, connector and requestId.</summary>
public sealed class OwnReportsTests : TimelineTest
{
    [Theory]
    [InlineData("StatusNotification", """{"connectorId":2,"errorCode":"NoError","status":"Charging"}""", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""")]
    [InlineData("MeterValues", """{"connectorId":2,"meterValue":[]}""", """{"connectorId":1,"meterValue":[{"timestamp":"2026-11-30T10:00:00Z","sampledValue":[{"value":"1"}]}]}""")]
    public async Task Kind8_a_trigger_is_credited_for_the_asked_connector_alone(string message, string other, string own)
    {
        var command = await SendAsync("TriggerMessage", $$"""{"requestedMessage":"{{message}}","connectorId":1}""");
        await Client.CallForResultAsync(message, other);
        await SettleAsync();
        Assert.False(Now(command).IsOver);
        await Client.CallForResultAsync(message, own);
        var ended = await EndAsync(command);
        Assert.Equal((CommandState.Done, StepKind.Ok), (ended.State, ended.Steps[^1].Kind));
        Assert.EndsWith(message == "MeterValues" ? "MeterValues of connector 1, 1 reading" : "Connector 1 reports Charging", Lines(ended)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kind8_SignChargePointCertificate_is_done_by_SignCertificate()
    {
        var command = await SendAsync("ExtendedTriggerMessage", """{"requestedMessage":"SignChargePointCertificate"}""");
        await Client.CallForResultAsync("SignCertificate", $$"""{"csr":{{System.Text.Json.JsonSerializer.Serialize(TestRequests.Ec($"CN={Id}"))}}}""");
        var ended = await EndAsync(command);
        Assert.Equal((CommandState.Done, "SignCertificate, taken"), (ended.State, Lines(ended)[^1]));
    }

    [Fact]
    public async Task Kind8_a_signed_update_is_not_ended_by_the_report_of_another_request()
    {
        const string firmware = """{"location":"http://10.0.0.1/f","retrieveDateTime":"2020-01-01T00:00:00Z","signingCertificate":"c","signature":"s"}""";
        var command = await SendAsync("SignedUpdateFirmware", $$"""{"requestId":11,"firmware":{{firmware}}}""");
        await Client.CallForResultAsync("SignedFirmwareStatusNotification", """{"status":"Installing","requestId":11}""");
        await Client.CallForResultAsync("SignedFirmwareStatusNotification", """{"status":"InvalidSignature","requestId":12}""");
        await Client.CallForResultAsync("SignedFirmwareStatusNotification", """{"status":"Installed","requestId":11}""");
        var seen = await LineAsync(command, "Firmware Installed");
        Assert.DoesNotContain(seen.Steps, step => step.Emphasis == "InvalidSignature");
        Assert.NotEqual(CommandState.Refused, seen.State);
    }

    [Fact]
    public async Task Kind8_GetDiagnostics_is_not_done_by_the_report_of_a_GetLog()
    {
        var diagnostics = await SendAsync("GetDiagnostics", """{"location":"http://10.0.0.1/A"}""", """{"fileName":"a.log"}""");
        var log = await SendAsync("GetLog", """{"log":{"remoteLocation":"http://10.0.0.1/B"},"logType":"SecurityLog","requestId":7}""", """{"status":"Accepted","filename":"b.log"}""");
        await Client.CallForResultAsync("LogStatusNotification", """{"status":"Uploaded","requestId":8}""");
        await Client.CallForResultAsync("LogStatusNotification", """{"status":"Uploaded","requestId":7}""");
        Assert.Equal(CommandState.Done, (await EndAsync(log)).State);
        await SettleAsync();
        Assert.False(Now(diagnostics).IsOver);
        await Client.CallForResultAsync("DiagnosticsStatusNotification", """{"status":"Uploaded"}""");
        Assert.Equal("File Uploaded", Lines(await EndAsync(diagnostics))[^1]);
    }

    [Fact]
    public async Task Kind8_a_remote_stop_is_done_by_its_own_transaction_also_when_that_is_not_known()
    {
        var id = (await Client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"TAG","meterStart":0,"timestamp":"{{Central.Time.GetUtcNow():o}}"}""")).GetProperty("transactionId").GetInt32();
        var command = await SendAsync("RemoteStopTransaction", """{"transactionId":123456}""");
        await Client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":10,"timestamp":"{{Central.Time.GetUtcNow():o}}"}""");
        await SettleAsync();
        Assert.False(Now(command).IsOver);
    }

    [Fact]
    public async Task Kind8_a_hard_reset_whose_line_drops_before_the_answer_is_done_when_it_booted()
    {
        var command = Central.Start(Id, "Reset", """{"type":"Hard"}""");
        await Client.ExpectCallAsync("Reset");
        Client.Drop();
        await Central.CommandAsync(command.Id, shown => shown.State == CommandState.Disconnected, "lost answer");
        Client = await OpenAsync("2.0");
        var ended = await Central.CommandAsync(command.Id, shown => shown.State == CommandState.Done, "end after the boot");
        Assert.Equal("It restarted without an answer. Booted with firmware 2.0", Lines(ended)[^1]);
    }
}
