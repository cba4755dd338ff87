using System.Net;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

// Configuration, operations, files (CF, OP).
internal static partial class QuirkChecks
{
    [Check]
    private static async Task CF_01(QuirkPlay play)
    {
        Assert.False(play.Calls[0].Payload.TryGetProperty("key", out _));
        Assert.Equal("""["GetConfigurationMaxKeys"]""", play.Calls[1].Payload.GetProperty("key").GetRawText());
        var asked = 0;
        while (!play.Reading!.IsCompleted)
        {
            await Eventually.IsAsync(() => play.Reading.IsCompleted || play.Client.Messages.Waiting.Count > 0, "next part");
            if (play.Reading.IsCompleted) break;
            var call = await play.Client.ExpectCallAsync("GetConfiguration");
            var keys = call.Payload.GetProperty("key").EnumerateArray().Select(key => key.GetString()!).ToList();
            Assert.InRange(keys.Count, 1, 4);
            asked += keys.Count;
            await play.Client.ReplyAsync(call.UniqueId, $$"""{"configurationKey":[{"key":"{{keys[0]}}","readonly":false,"value":"1"}]}""");
        }
        var reading = await play.Reading;
        Assert.InRange(asked, 30, 100);
        Assert.False(reading.IsComplete);
        Assert.NotNull(reading.Problem);
        Assert.Contains(reading.Keys, key => key.Key == "GetConfigurationMaxKeys");
        Assert.InRange(reading.Keys.Count, asked / 4, asked);
    }

    [Check]
    private static async Task OP_01(QuirkPlay play)
    {
        Assert.Equal(1, play.CallsSeen);
        Assert.Equal(["GetConfiguration", "ClearCache"], play.Calls.Select(call => call.Action));
        await play.CommandAsync(command => command.State == CommandState.Done);
        await play.CommandAsync(command => command.State == CommandState.Done, 1);
    }

    [Check]
    private static async Task OP_03(QuirkPlay play)
    {
        for (var i = 1; i <= 4; i++) Assert.Empty(play.Result(i).EnumerateObject());
        await play.CommandAsync(command => command.Steps is [.., { Emphasis: "Uploading" }, { Kind: StepKind.Wait }]);
        await play.Central.PassAsync(TimeSpan.FromMinutes(10), () => play.Command().IsOver, "the end of the wait for the upload");
        var steps = play.Command().Steps.Select(step => step.Emphasis.Length > 0 ? step.Emphasis : step.Text);
        Assert.Equal(["Queued, sent", "no file name given", "UploadFailed", "Uploading", "No further try came: the upload failed"], steps);
        var rows = await Eventually.GetAsync(() => play.Central.Get<HistoryQueries>().OfChargePointAsync(play.Id, null, 20), rows => rows.Count(row => row.Kind == "Diagnostics") == 4, "four states");
        Assert.Equal(["Uploading", "Uploading", "Uploading", "UploadFailed"], rows.Where(row => row.Kind == "Diagnostics").Select(row => row.Text));
    }

    [Check]
    private static async Task OP_04(QuirkPlay play)
    {
        var command = await play.CommandAsync(command => command.Steps.Any(step => step.Emphasis == "Uploading"));
        Assert.Contains(command.Steps, step => step.Emphasis == "diag.log");
        Assert.Equal(CommandState.Watching, command.State);
    }

    [Check]
    private static async Task OP_05(QuirkPlay play)
    {
        await play.CommandAsync(command => command.Steps.Any(step => step is { Text: "New firmware at boot:", Emphasis: "2.0.0" }));
        await play.Central.PassAsync(TimeSpan.FromMinutes(1), () => play.Command().IsOver, "end of the wait for Installed");
        Assert.Equal(CommandState.Done, play.Command().State);
        await play.StepAsync("@call UpdateFirmware");
        await play.StepAsync("@on UpdateFirmware reply [3,\"{callUid}\",{}]");
        await play.CommandAsync(command => command.State == CommandState.Watching, 1);
        await play.StepAsync("""[2,"{uid4}","BootNotification",{"chargePointVendor":"Acme","chargePointModel":"Box","firmwareVersion":"2.0.0"}]""");
        var open = await play.CommandAsync(command => command.Steps.Any(step => step.Text == "Booted with the same firmware:"), 1);
        Assert.False(open.IsOver);
        await play.Central.PassAsync(TimeSpan.FromMinutes(10), () => play.Command(1).IsOver, "end of the wait for the update");
    }

    [Check]
    private static async Task OP_06(QuirkPlay play)
    {
        Assert.Equal((HttpStatusCode.OK, "firmware"), (play.HttpAnswer!.StatusCode, await play.HttpAnswer.Content.ReadAsStringAsync()));
        using var browser = play.Central.Browser();
        foreach (var path in new[] { "/files%2F..%2F..%2Focppdashboard.db", "/files/../ocppdashboard.db", "/files%2Ffw%2F..%2Fr7_update_3.3.0.12_d4.epk", "/files/fw/unknown/r7_update_3.3.0.12_d4.epk" })
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Check]
    private static async Task OP_08(QuirkPlay play)
    {
        Assert.Equal(CommandState.TimedOut, play.Command().State);
        await play.CommandAsync(command => command.State == CommandState.Done, 1);
        await play.Client.CallForResultAsync("Heartbeat");
        Assert.Empty(play.Client.Messages.Waiting);
        var rows = await play.Central.MessagesAsync(new(play.Id, FromChargePoint: false), rows => rows.Count >= 2, "both calls");
        Assert.Equal(["GetConfiguration", "ChangeAvailability"], rows.Select(row => row.Action));
    }
}
