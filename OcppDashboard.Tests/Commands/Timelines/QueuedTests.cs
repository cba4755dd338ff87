using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Commands.Timelines;

/// <summary>Commands before they are sent, as they are sent, and how their answer is found.</summary>
public sealed class QueuedTests : TimelineTest
{
    [Fact]
    public async Task Commissioning_3_and_16_a_call_is_recorded_before_what_the_charge_point_does_about_it()
    {
        var answering = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var call = await Client.ExpectCallAsync("ChangeAvailability");
                await Client.SendTextAsync($$"""[2,"s{{i}}","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"{{(i % 2 == 0 ? "Unavailable" : "Available")}}"}][3,"{{call.UniqueId}}",{"status":"Accepted"}]""");
            }
        });
        for (var i = 0; i < 200; i++)
        {
            var type = i % 2 == 0 ? "Inoperative" : "Operative";
            var sent = await Central.Commands.SendAsync(Id, "ChangeAvailability", System.Text.Json.JsonDocument.Parse($$"""{"connectorId":1,"type":"{{type}}"}""").RootElement, "test");
            var ended = await EndAsync(sent.Id);
            Assert.Equal($"Connector 1 became {(i % 2 == 0 ? "Unavailable" : "Available")}", Lines(ended)[^1]);
        }
        await answering;
        var rows = (await Central.MessagesAsync(new(Id), rows => rows.Count(row => row.Action == "ChangeAvailability" && row.Result == ExchangeResult.Answered) == 200, "all exchanges")).Reverse().ToList(); // oldest first
        var pairs = rows.Where(row => row.Action is "ChangeAvailability" or "StatusNotification").Skip(2).Select(row => row.Action).ToList();
        for (var i = 0; i < pairs.Count; i += 2) Assert.Equal(("ChangeAvailability", "StatusNotification"), (pairs[i], pairs[i + 1]));
    }

    [Theory]
    [InlineData("capitals")]
    [InlineData("padded")]
    public async Task X26_an_answer_with_our_id_in_another_spelling_is_ours_and_a_finding(string how)
    {
        var command = Central.Start(Id, "ClearCache");
        var call = await Client.ExpectCallAsync("ClearCache");
        await Client.ReplyAsync(how == "capitals" ? call.UniqueId.ToUpperInvariant() : $" {call.UniqueId}  ", Accepted);
        Assert.Equal((CommandState.Done, "Accepted"), ((await EndAsync(command.Id)).State, Now(command.Id).Status));
        await Central.SnapshotAsync(Id, snapshot => snapshot.Findings.Any(finding => finding.Code == "X26"), "a finding");
    }

    [Fact]
    public async Task X26_an_id_that_is_not_ours_stays_an_answer_to_nothing()
    {
        var command = Central.Start(Id, "ClearCache");
        var call = await Client.ExpectCallAsync("ClearCache");
        await Client.ReplyAsync(Guid.NewGuid().ToString(), Accepted);
        await Client.ReplyAsync(call.UniqueId[..^1], Accepted);
        await Client.CallForResultAsync("Heartbeat");
        Assert.Equal(CommandState.Sent, Now(command.Id).State);
    }

    [Fact]
    public async Task House13_a_reservation_holds_back_what_is_queued()
    {
        var first = Central.Start(Id, "ClearCache");
        var call = await Client.ExpectCallAsync("ClearCache");
        var second = Central.Start(Id, "GetLocalListVersion");
        using (Central.Commands.Reserve(Id, "commissioning run 7"))
        {
            await Client.ReplyAsync(call.UniqueId, Accepted);
            var ended = await EndAsync(second.Id);
            Assert.Equal((CommandState.NotSent, "Not sent: the commissioning run 7 has the charge point for itself"), (ended.State, Lines(ended)[^1]));
        }
        Assert.Equal(CommandState.Done, (await EndAsync(first.Id)).State);
        await Client.CallForResultAsync("Heartbeat");
        Assert.Empty(Client.Messages.Waiting);
    }

    [Fact]
    public async Task Quiet_a_reconnect_without_a_boot_is_recognised_by_what_it_sends()
    {
        Client.Drop();
        await Client.DisposeAsync();
        await Central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        Client = await Central.OpenAsync(Id);
        await Central.SnapshotAsync(Id, snapshot => snapshot.Online);
        var command = Central.Start(Id, "ClearCache");
        var waiting = await Central.CommandAsync(command.Id, shown => shown.Steps is [{ Kind: StepKind.Wait }], "wait");
        Assert.Equal("Queued until it has booted or 30 s are over", Lines(waiting)[0]);
        await Client.CallForResultAsync("Heartbeat");
        await Client.AnswerAsync("ClearCache", Accepted);
        Assert.Equal(CommandState.Done, (await EndAsync(command.Id)).State);
    }

    [Fact]
    public async Task Counts_have_their_plural()
    {
        var one = await SendAsync("GetConfiguration", "{}", """{"configurationKey":[{"key":"A","readonly":false,"value":"1"}]}""");
        var none = await SendAsync("GetConfiguration", "{}", "{}");
        Assert.Equal("Answered 1 key", Lines(Now(one))[^1]);
        Assert.Equal("Answered 0 keys", Lines(Now(none))[^1]);
    }
}
