using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What operators send, from the command to the frame, the answer and the timeline.</summary>
public class CommandsTests
{
    /// <summary>The 19 actions that the central system starts, with a payload and an answer each.</summary>
    private static readonly (string Action, string Payload, string Answer)[] Actions =
    [
        ("CancelReservation", """{"reservationId":7}""", """{"status":"Accepted"}"""),
        ("ChangeAvailability", """{"connectorId":1,"type":"Inoperative"}""", """{"status":"Scheduled"}"""),
        ("ChangeConfiguration", """{"key":"HeartbeatInterval","value":"60"}""", """{"status":"Accepted"}"""),
        ("ClearCache", "{}", """{"status":"Accepted"}"""),
        ("ClearChargingProfile", """{"id":1,"connectorId":1,"chargingProfilePurpose":"TxProfile","stackLevel":0}""", """{"status":"Accepted"}"""),
        ("DataTransfer", """{"vendorId":"v","messageId":"m","data":"d"}""", """{"status":"Accepted","data":"x"}"""),
        ("GetCompositeSchedule", """{"connectorId":1,"duration":60,"chargingRateUnit":"A"}""", """{"status":"Accepted"}"""),
        ("GetConfiguration", """{"key":["HeartbeatInterval"]}""", """{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"60"}]}"""),
        ("GetDiagnostics", """{"location":"http://10.0.0.1/x","retries":1}""", """{"fileName":"a.log"}"""),
        ("GetLocalListVersion", "{}", """{"listVersion":3}"""),
        ("RemoteStartTransaction", """{"connectorId":1,"idTag":"TAG1"}""", """{"status":"Accepted"}"""),
        ("RemoteStopTransaction", """{"transactionId":5}""", """{"status":"Accepted"}"""),
        ("ReserveNow", """{"connectorId":1,"expiryDate":"2030-01-01T00:00:00Z","idTag":"TAG1","reservationId":7}""", """{"status":"Accepted"}"""),
        ("Reset", """{"type":"Soft"}""", """{"status":"Accepted"}"""),
        ("SendLocalList", """{"listVersion":1,"localAuthorizationList":[{"idTag":"TAG1","idTagInfo":{"status":"Accepted"}}],"updateType":"Full"}""", """{"status":"Accepted"}"""),
        (
            "SetChargingProfile",
            """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":8.1}]}}}""",
            """{"status":"Accepted"}"""
        ),
        ("TriggerMessage", """{"requestedMessage":"Heartbeat"}""", """{"status":"Accepted"}"""),
        ("UnlockConnector", """{"connectorId":1}""", """{"status":"Unlocked"}"""),
        ("UpdateFirmware", """{"location":"http://10.0.0.1/f","retrieveDate":"2030-01-01T00:00:00Z"}""", "{}"),
    ];

    [Fact]
    public void All_19_actions_are_tried()
    {
        var expected = OcppActions.All.Where(action => action.FromCentralSystem && action.Profile != FeatureProfile.Security).Select(action => action.Name).Order();
        Assert.Equal(expected, Actions.Select(row => row.Action).Order());
        Assert.Equal(19, Actions.Length);
    }

    [Fact]
    public async Task Each_action_goes_out_compact_and_in_order_and_its_answer_comes_back()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        foreach (var (action, payload, answer) in Actions)
        {
            var spaced = payload.Replace(",\"", ", \"", StringComparison.Ordinal).Replace("\":", "\": ", StringComparison.Ordinal);
            var sent = central.Start("CP-1", action, spaced);
            var text = await client.ReceiveTextAsync();
            var uniqueId = JsonDocument.Parse(text).RootElement[1].GetString()!;
            Assert.InRange(uniqueId.Length, 1, 36);
            Assert.Equal($"""[2,"{uniqueId}","{action}",{payload}]""", text);
            await client.ReplyAsync(uniqueId, answer);
            var ended = await central.CommandAsync(sent.Id, command => command.ResponseJson is not null, $"answer to {action}");
            Assert.Equal(answer, ended.ResponseJson);
            Assert.Contains(ended.State, new[] { CommandState.Done, CommandState.Watching });
            Assert.Contains(ended.Steps, step => step.Text == "Queued, sent");
            Assert.Contains(ended.Steps, step => step.Text == "Answered");
        }
        var logged = await central.MessagesAsync(new("CP-1", FromChargePoint: false), rows => rows.Count(row => row.Result == ExchangeResult.Answered) == 19, "log of all commands");
        Assert.All(logged, row => Assert.NotNull(row.Answer));
    }

    [Fact]
    public async Task A_request_record_comes_back_as_its_response()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var sending = central.Commands.CallAsync("CP-1", new ResetRequest(ResetType.Soft), "test");
        await client.AnswerAsync("Reset", """{"status":"Rejected"}""");
        Assert.True((await sending).Status.Is(ResetStatus.Rejected));
        var failing = central.Commands.CallAsync("CP-1", new ResetRequest(ResetType.Soft), "test");
        await client.ReplyErrorAsync((await client.ExpectCallAsync("Reset")).UniqueId, "InternalError", "no");
        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => failing);
        Assert.Equal((CommandState.CallError, "InternalError"), (failure.Command.State, failure.Command.Status));
    }

    [Fact]
    public async Task One_call_is_outstanding_the_others_wait_in_order_and_calls_of_the_charge_point_are_answered_meanwhile()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var sent = Enumerable.Range(1, 5).Select(i => central.Start("CP-1", "UnlockConnector", $$"""{"connectorId":{{i}}}""")).ToList();
        for (var i = 1; i <= 5; i++)
        {
            var call = await client.ExpectCallAsync("UnlockConnector");
            Assert.Equal(i, call.Payload.GetProperty("connectorId").GetInt32());
            await client.CallForResultAsync("Heartbeat");
            Assert.Empty(client.Messages.Waiting);
            await client.ReplyAsync(call.UniqueId, """{"status":"Unlocked"}""");
        }
        foreach (var command in sent) await central.CommandAsync(command.Id, ended => ended.State == CommandState.Done);
        Assert.Contains("behind 4 others", central.Commands.Find(sent[4].Id)!.Steps[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_an_answer_times_out_the_next_waits_a_little_and_a_late_answer_finds_its_call()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var first = central.Start("CP-1", "ClearCache");
        var second = central.Start("CP-1", "GetLocalListVersion");
        var silent = await client.ExpectCallAsync("ClearCache");
        await central.PassAsync(TimeSpan.FromSeconds(61), () => central.Commands.Find(first.Id)!.State == CommandState.TimedOut, "deadline");
        await client.ReplyAsync(silent.UniqueId, """{"status":"Rejected"}""");
        var late = await central.CommandAsync(first.Id, command => command.ResponseJson is not null, "late answer");
        Assert.Equal((CommandState.TimedOut, "Rejected"), (late.State, late.Status));
        Assert.Contains("late", late.Steps[^1].Text, StringComparison.Ordinal);
        await central.PassAsync(TimeSpan.FromSeconds(1), () => central.Commands.Find(second.Id)!.State == CommandState.Sent, "second call");
        var call = await client.ExpectCallAsync("GetLocalListVersion");
        await client.ReplyAsync(call.UniqueId, """{"listVersion":4}""");
        Assert.Equal("Answered", (await central.CommandAsync(second.Id, command => command.State == CommandState.Done)).Steps[^1].Text);
        var rows = await central.MessagesAsync(new("CP-1", Action: "ClearCache"), rows => rows is [{ Answer: not null }], "late answer in the log");
        Assert.Equal(ExchangeResult.Answered, rows[0].Result);
        Assert.Contains("after its deadline", rows[0].Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_is_told_at_once_and_not_after_the_pause()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { CallTimeout = TimeSpan.FromMilliseconds(100), PauseAfterTimeout = TimeSpan.FromHours(1) });
        await using var client = await central.BootAsync("CP-1");
        var ended = await central.Commands.SendAsync("CP-1", new ClearCacheRequest(), "test").WaitAsync(RawOcppClient.Deadline);
        Assert.Equal(CommandState.TimedOut, ended.State);
    }

    [Fact]
    public async Task A_command_to_an_offline_charge_point_is_not_sent()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var ended = await central.Commands.SendAsync("CP-1", new ClearCacheRequest(), "test");
        Assert.Equal(CommandState.NotSent, ended.State);
        Assert.Contains("offline", Assert.Single(ended.Steps).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_boot_is_answered_or_it_was_quiet_for_long()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var booting = await central.OpenAsync("CP-1");
        await using var silent = await central.OpenAsync("CP-2");
        foreach (var id in (string[])["CP-1", "CP-2"]) await central.SnapshotAsync(id, snapshot => snapshot.Online); // the client has its 101 a moment earlier
        central.Start("CP-1", "ClearCache");
        var waiting = central.Start("CP-2", "ClearCache");
        await central.CommandAsync(waiting.Id, command => command.Steps is [{ Text: "Queued until it has booted" }]);
        await booting.CallForResultAsync("Heartbeat");
        Assert.Empty(booting.Messages.Waiting);
        await booting.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
        await booting.ExpectCallAsync("ClearCache");
        await silent.CallForResultAsync("Heartbeat");
        Assert.Empty(silent.Messages.Waiting);
        await central.PassAsync(TimeSpan.FromSeconds(31), () => central.Commands.Find(waiting.Id)!.State == CommandState.Sent, "call after the quiet time");
        await silent.ExpectCallAsync("ClearCache");
    }

    [Fact]
    public async Task A_reset_is_done_when_the_charge_point_has_booted_also_when_its_old_connection_just_vanished()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var first = await central.BootAsync("CP-1");
        var reset = central.Start("CP-1", "Reset", """{"type":"Hard"}""");
        await first.AnswerAsync("Reset", """{"status":"Accepted"}""");
        await central.CommandAsync(reset.Id, command => command.State == CommandState.Watching);
        first.AutoPong = false; // gone without a word
        await using var second = await central.OpenAsync("CP-1");
        await central.CommandAsync(reset.Id, command => command.Steps.Any(step => step.Text == "Reconnected"), "reconnect in the timeline");
        await second.CallForResultAsync("StatusNotification", """{"connectorId":0,"errorCode":"NoError","status":"Available"}""");
        Assert.Equal("Back without a BootNotification:", (await central.CommandAsync(reset.Id, command => command.State == CommandState.Done)).Steps[^1].Text);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_remote_start_is_done_with_a_start_on_its_connector_or_of_its_tag_and_with_no_other()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        foreach (var (connector, tag) in new[] { (1, "ITS-OWN"), (3, "remote") }) // some take a tag of their own, some another connector
        {
            var sent = central.Start("CP-1", "RemoteStartTransaction", """{"connectorId":1,"idTag":"REMOTE"}""");
            await client.AnswerAsync("RemoteStartTransaction", """{"status":"Accepted"}""");
            await central.CommandAsync(sent.Id, command => command.State == CommandState.Watching, "accepted");
            await StartAsync(2, "CARD");
            var id = await StartAsync(connector, tag);
            var ended = await central.CommandAsync(sent.Id, command => command.IsOver, "start of the transaction");
            Assert.Equal(("Transaction started:", $"{id}"), (ended.Steps[^1].Text, ended.Steps[^1].Emphasis));
        }

        async Task<int> StartAsync(int connector, string tag)
        {
            central.Time.Advance(TimeSpan.FromSeconds(1)); // not the same start again
            return (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"{{tag}}","meterStart":0,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}""")).GetProperty("transactionId").GetInt32();
        }
    }

    [Fact]
    public async Task A_remote_stop_is_done_with_the_end_of_its_own_transaction_and_of_no_other()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var ids = new List<int>();
        foreach (var connector in (int[])[1, 2])
            ids.Add((await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"TAG{{connector}}","meterStart":0,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}""")).GetProperty("transactionId").GetInt32());
        var sent = central.Start("CP-1", "RemoteStopTransaction", $$"""{"transactionId":{{ids[0]}}}""");
        await client.AnswerAsync("RemoteStopTransaction", """{"status":"Accepted"}""");
        await central.CommandAsync(sent.Id, command => command.State == CommandState.Watching, "accepted");
        foreach (var id in ids.AsEnumerable().Reverse())
            await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":10,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}","reason":"Remote"}""");
        var ended = await central.CommandAsync(sent.Id, command => command.IsOver, "end of the transaction");
        Assert.Equal($"Transaction {ids[0]} ended:", ended.Steps[^1].Text);
    }

    [Fact]
    public async Task Secrets_are_masked_in_findings_and_in_vendors_data_too()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        central.Start("CP-1", "GetConfiguration", """{"key":["HeartbeatInterval"]}""");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"AuthorizationKey","readonly":false,"value":"hunter2"}]}"""); // not what was asked for
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Findings.Any(finding => finding.Frame?.Contains("AuthorizationKey", StringComparison.Ordinal) == true), "a finding with its frame");
        using var browser = central.Browser();
        Assert.DoesNotContain("hunter2", await browser.GetStringAsync("/api/v1/charge-points/CP-1"), StringComparison.Ordinal);
        await client.CallForResultAsync("DataTransfer", """{"vendorId":"v","messageId":"m","data":"{\"password\":\"hunter2\"}"}""");
        var told = await Eventually.GetAsync(() => central.Get<DataTransferQueries>().OfChargePointAsync("CP-1", null, 1), rows => rows.Count == 1, "the vendor's data");
        Assert.Contains("password", told[0].Data, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told[0].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frame_of_a_finding_that_was_kept_with_its_secret_is_masked_when_it_is_read_again()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1")) await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Sleeping"}""");
        await central.RestartAsync(); // which keeps the finding
        Assert.Equal(1, await central.ReadAsync(database => database.Database.ExecuteSqlAsync($$"""UPDATE Findings SET Frame = '[3,"1",{"configurationKey":[{"key":"AuthorizationKey","value":"hunter2"}]}]'""")));
        await central.RestartAsync();
        Assert.Equal("""[3,"1",{"configurationKey":[{"key":"AuthorizationKey","value":"••••••••"}]}]""", Assert.Single(central.Snapshot("CP-1").Findings).Frame);
    }

    [Fact]
    public async Task Secrets_are_masked_in_the_timeline_and_the_log_but_not_on_the_wire()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var sent = central.Start("CP-1", "ChangeConfiguration", """{"key":"AuthorizationKey","value":"0123456789abcdef0123"}""");
        var call = await client.AnswerAsync("ChangeConfiguration", """{"status":"Accepted"}""");
        Assert.Equal("0123456789abcdef0123", call.Payload.GetProperty("value").GetString());
        var ended = await central.CommandAsync(sent.Id, command => command.State == CommandState.Done);
        Assert.DoesNotContain("0123456789", ended.RequestJson + ended.Argument, StringComparison.Ordinal);
        var rows = await central.MessagesAsync(new("CP-1", Action: "ChangeConfiguration"), rows => rows is [{ Answer: not null }], "the exchange");
        Assert.DoesNotContain("0123456789", rows[0].Call, StringComparison.Ordinal);
    }
}
