using OcppDashboard.Commands.Timeline;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Commands.Timelines;

/// <summary>A later command of the same kind takes what follows; the earlier one says which.</summary>
public sealed class SupersededTests : TimelineTest
{
    [Theory]
    [InlineData("UpdateFirmware", """{"location":"http://10.0.0.1/A","retrieveDate":"2020-01-01T00:00:00Z"}""", "FirmwareStatusNotification", "DownloadFailed", "Installed")]
    [InlineData("GetDiagnostics", """{"location":"http://10.0.0.1/A"}""", "DiagnosticsStatusNotification", "UploadFailed", "Uploaded")]
    public async Task Kind8_a_job_that_failed_is_not_done_by_the_next_one(string action, string json, string report, string failed, string done)
    {
        var answer = action == "GetDiagnostics" ? """{"fileName":"a.log"}""" : "{}";
        var first = await SendAsync(action, json, answer);
        await Client.CallForResultAsync(report, $$"""{"status":"{{failed}}"}""");
        await LineAsync(first, action == "GetDiagnostics" ? "File" : "Firmware");
        var second = await SendAsync(action, json, answer);
        await Client.CallForResultAsync(report, $$"""{"status":"{{done}}"}""");
        await LineAsync(second, action == "GetDiagnostics" ? "File " + done : "Firmware " + done);
        var ended = await EndAsync(first);
        Assert.Equal("Superseded", ended.State.ToString());
        Assert.StartsWith($"Superseded by #{second}", Lines(ended)[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(ended.Steps, step => step.Emphasis == done);
    }

    [Fact]
    public async Task Kind8_a_later_job_that_is_refused_leaves_the_first_one_its_effect()
    {
        var first = await SendAsync("GetDiagnostics", """{"location":"http://10.0.0.1/A"}""", """{"fileName":"a.log"}""");
        var second = Central.Start(Id, "GetDiagnostics", """{"location":"http://10.0.0.1/B"}""");
        var call = await Client.ExpectCallAsync("GetDiagnostics");
        await Client.CallForResultAsync("DiagnosticsStatusNotification", """{"status":"Uploaded"}"""); // before the second is answered
        await Client.ReplyErrorAsync(call.UniqueId, "InternalError");
        Assert.Equal(CommandState.CallError, (await EndAsync(second.Id)).State);
        var ended = await EndAsync(first);
        Assert.Equal((CommandState.Done, "File Uploaded"), (ended.State, Lines(ended)[^1]));
    }

    [Fact]
    public async Task Kind8_what_is_reported_before_the_later_one_is_answered_is_the_later_ones()
    {
        var first = await SendAsync("GetDiagnostics", """{"location":"http://10.0.0.1/A"}""", """{"fileName":"a.log"}""");
        var second = Central.Start(Id, "GetDiagnostics", """{"location":"http://10.0.0.1/B"}""");
        var call = await Client.ExpectCallAsync("GetDiagnostics");
        await Client.CallForResultAsync("DiagnosticsStatusNotification", """{"status":"Uploaded"}""");
        await Client.ReplyAsync(call.UniqueId, """{"fileName":"b.log"}""");
        Assert.Equal(CommandState.Done, (await EndAsync(second.Id)).State);
        Assert.Equal("Superseded", (await EndAsync(first)).State.ToString());
    }

    [Fact]
    public async Task Kind8_a_start_is_that_of_the_command_that_it_fits_best()
    {
        var one = await SendAsync("RemoteStartTransaction", """{"connectorId":1,"idTag":"TAG"}""");
        var two = await SendAsync("RemoteStartTransaction", """{"connectorId":2,"idTag":"TAG"}""");
        var id = (await Client.CallForResultAsync("StartTransaction", $$"""{"connectorId":2,"idTag":"TAG","meterStart":0,"timestamp":"{{Central.Time.GetUtcNow():o}}"}""")).GetProperty("transactionId").GetInt32();
        Assert.Equal($"Transaction started: {id}", Lines(await EndAsync(two))[^1]);
        await SettleAsync();
        Assert.False(Now(one).IsOver);
    }

    [Fact]
    public async Task Kind8_a_later_command_for_another_connector_ends_nothing()
    {
        var one = await SendAsync("ChangeAvailability", """{"connectorId":1,"type":"Inoperative"}""");
        var two = await SendAsync("ChangeAvailability", """{"connectorId":2,"type":"Inoperative"}""");
        await StatusAsync(2, "Unavailable");
        Assert.Equal(CommandState.Done, (await EndAsync(two)).State);
        Assert.False(Now(one).IsOver);
        var again = await SendAsync("ChangeAvailability", """{"connectorId":1,"type":"Operative"}""");
        Assert.StartsWith($"Superseded by #{again}", Lines(await EndAsync(one))[^1], StringComparison.Ordinal);
    }
}
