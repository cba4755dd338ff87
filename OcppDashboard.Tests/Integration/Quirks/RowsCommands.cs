using System.Text.Json;
using Bunit;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Components.Messages;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows I, J and K of the table of habits: configuration, commands, files.</summary>
public sealed class RowsCommands(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"configurationKey":[]}""")]
    [InlineData("""{"configurationKey":null,"unknownKey":null}""")]
    public async Task I2_an_answer_without_lists_is_an_empty_one(string answer)
    {
        var reading = await ReadAsync("R-I2-" + answer.Length, answer);
        Assert.Empty(reading.Keys);
    }

    [Fact]
    public async Task I3_keys_are_found_by_their_name_in_whatever_order_they_come()
    {
        var reading = await ReadAsync("R-I3", """{"configurationKey":[{"key":"Other","readonly":true,"value":"1"},{"key":"heartbeatINTERVAL","readonly":false,"value":"300"}]}""");
        Assert.Equal("300", reading.Keys.Single(key => key.Key.Equals("HeartbeatInterval", StringComparison.OrdinalIgnoreCase)).Value);
    }

    [Theory]
    [InlineData("'Voltage.L1-N', 'Current.Import'")]
    [InlineData("Voltage.L1-N , Current.Import")]
    [InlineData("\\\"Voltage.L1-N\\\",\\\"Current.Import\\\"")]
    public async Task I4_lists_are_kept_as_they_are_written_and_read_by_their_parts(string value)
    {
        var reading = await ReadAsync("R-I4-" + value.Length, $$"""{"configurationKey":[{"key":"MeterValuesSampledData","readonly":false,"value":"{{value}}"}]}""");
        Assert.Equal(value.Replace("\\", "", StringComparison.Ordinal), reading.Keys[0].Value);
        Assert.Equal(["Voltage.L1-N", "Current.Import"], ConfigurationValues.Parts(reading.Keys[0].Value!));
    }

    [Theory]
    [InlineData("'Core', 'SmartCharging'")]
    [InlineData("core;smartcharging")]
    [InlineData("Core SmartCharging")]
    public void I4_lists_of_single_words_are_read_whatever_stands_between_and_around_them(string value)
    {
        using var payload = JsonDocument.Parse($$"""{"configurationKey":[{"key":"SupportedFeatureProfiles","readonly":true,"value":"{{value}}"}]}""");
        var facts = RunFacts.None.With(new(1, DateTimeOffset.UnixEpoch, 1, true, FrameKind.CallResult, "GetConfiguration", "u1", "4", 1, payload.RootElement, ""));
        Assert.Equal((true, false), (facts.Supports("SmartCharging"), facts.Supports("Reservation")));
        Assert.Equal((false, true), (ClaimedProfiles.LeavesOut(value, FeatureProfile.SmartCharging), ClaimedProfiles.LeavesOut(value, FeatureProfile.Reservation)));
        Assert.True(new ProfileLimits("'Power', \"W\"").Forbids(ChargingRateUnit.A));
    }

    [Fact]
    public void I5_what_it_says_of_itself_is_a_hint_and_words_that_nobody_knows_say_nothing()
    {
        foreach (var profile in Enum.GetValues<FeatureProfile>())
            foreach (var value in new[] { null, "", "nonsense", "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger" }) Assert.False(ClaimedProfiles.LeavesOut(value, profile));
        Assert.False(ClaimedProfiles.LeavesOut("Core,nonsense", FeatureProfile.Core));
        Assert.True(ClaimedProfiles.LeavesOut("Core,nonsense", FeatureProfile.SmartCharging));
        foreach (var units in new[] { null, "", "unknown", "Current,Power", "A,W" })
            Assert.Equal((false, false), (new ProfileLimits(units).Forbids(ChargingRateUnit.A), new ProfileLimits(units).Forbids(ChargingRateUnit.W)));
        Assert.Equal((true, false), (new ProfileLimits("W").Forbids(ChargingRateUnit.A), new ProfileLimits("W").Forbids(ChargingRateUnit.W)));
    }

    [Fact]
    public async Task I5_profiles_that_it_does_not_claim_are_offered_with_a_hint_and_sent_all_the_same()
    {
        await using var client = await Central.BootAsync("R-I5");
        var reading = Central.Get<ConfigurationReader>().ReadAllAsync("R-I5", "test", CancellationToken.None);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"supportedFeatureProfiles","readonly":true,"value":"Core, 'RemoteTrigger'"}]}""");
        await reading;
        await using var page = new BunitContext();
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        string? picked = null;
        var dialog = page.Render<ActionsDialog>(parameters => parameters.Add(d => d.ChargePointId, "R-I5").Add(d => d.Claimed, ConfigurationList.From(Central.Commands.Recent("R-I5"), null).ValueOf("SupportedFeatureProfiles")).Add(d => d.OnPicked, (string name) => picked = name));
        var hinted = dialog.FindAll(".action-group").Where(group => group.TextContent.Contains("a hint only", StringComparison.Ordinal)).Select(group => group.QuerySelector("h3")!.TextContent);
        Assert.Equal(["Local authorization list", "Reservation", "Smart charging"], hinted);
        await dialog.FindAll("button").Single(button => button.TextContent == "SetChargingProfile").ClickAsync(new());
        Assert.Equal("SetChargingProfile", picked);
        var sending = Central.Start("R-I5", "ClearChargingProfile", "{}");
        await client.AnswerAsync("ClearChargingProfile", """{"status":"Accepted"}""");
        Assert.Equal(CommandState.Done, (await Central.CommandAsync(sending.Id, ended => ended.IsOver)).State);
    }

    [Fact]
    public async Task I6_measurands_are_never_written_unasked()
    {
        await using var client = await Central.BootAsync("R-I6");
        await StartAsync(client);
        Central.Time.Advance(TimeSpan.FromMinutes(2));
        await client.CallForResultAsync("Heartbeat");
        Assert.Empty(client.Messages.Waiting);
    }

    [Fact]
    public async Task I7_a_long_value_goes_out_whole_when_it_is_asked_for()
    {
        await using var client = await Central.BootAsync("R-I7");
        Central.Start("R-I7", "ChangeConfiguration", $$"""{"key":"K","value":"{{new string('v', 150)}}"}""");
        var call = await client.ExpectCallAsync("ChangeConfiguration");
        Assert.Equal(150, call.Payload.GetProperty("value").GetString()!.Length);
        await client.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
    }

    [Fact]
    public async Task J2_a_command_that_waits_holds_up_no_message()
    {
        await using var client = await Central.BootAsync("R-J2");
        Central.Start("R-J2", "ClearCache");
        await client.ExpectCallAsync("ClearCache");
        for (var i = 0; i < 10; i++) await client.CallForResultAsync("Heartbeat");
    }

    [Theory]
    [InlineData("Rejected")]
    [InlineData("NotImplemented")]
    public async Task J4_a_trigger_that_is_refused_is_told_and_changes_nothing(string status)
    {
        await using var client = await Central.BootAsync("R-J4-" + status);
        var command = Central.Start("R-J4-" + status, "TriggerMessage", """{"requestedMessage":"StatusNotification"}""");
        await client.AnswerAsync("TriggerMessage", $$"""{"status":"{{status}}"}""");
        Assert.Equal(status, (await Central.CommandAsync(command.Id, ended => ended.IsOver)).Status);
        Assert.Empty(Central.Snapshot("R-J4-" + status).Findings);
    }

    [Fact]
    public async Task J5_scheduled_is_success()
    {
        await using var client = await Central.BootAsync("R-J5");
        var command = Central.Start("R-J5", "ChangeAvailability", """{"connectorId":1,"type":"Inoperative"}""");
        await client.AnswerAsync("ChangeAvailability", """{"status":"Scheduled"}""");
        var answered = await Central.CommandAsync(command.Id, seen => seen.Status == "Scheduled");
        Assert.NotEqual(CommandState.Refused, answered.State);
    }

    [Fact]
    public async Task J6_a_new_profile_begins_with_the_unit_and_level_that_were_taken_also_after_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        foreach (var (id, unit, level, status) in new[] { (1, "A", 3, "Rejected"), (2, "A", 0, "Rejected"), (3, "W", 0, "Accepted"), (4, "A", 1, "Rejected") })
        {
            var command = central.Start("CP-1", "SetChargingProfile", $$$"""
                {"connectorId":1,"csChargingProfiles":{"chargingProfileId":{{{id}}},"stackLevel":{{{level}}},"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative",
                "chargingSchedule":{"chargingRateUnit":"{{{unit}}}","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]} } }
                """);
            await client.AnswerAsync("SetChargingProfile", $$"""{"status":"{{status}}"}""");
            await central.CommandAsync(command.Id, ended => ended.IsOver);
        }
        await central.RestartAsync();
        var book = central.Get<ChargingProfileStore>().Of("CP-1");
        var draft = ProfileDraft.New(1, book, 5, new("A"), central.Time.GetUtcNow(), TimeZoneInfo.Utc); // what it took goes before what it says
        Assert.Equal((ChargingRateUnit.W, "0"), (draft.Unit, draft.StackLevel));
        (draft.Unit, draft.StackLevel) = (ChargingRateUnit.A, "2");
        await using var back = await central.BootAsync("CP-1");
        var profile = draft.Build(central.Snapshot("CP-1"), TimeZoneInfo.Utc, false, out _)!;
        Assert.Contains("It refused a profile in A before and took one in W.", ProfileChecks.Remarks(1, profile, central.Snapshot("CP-1"), book, new(), central.Time.GetUtcNow()));
    }

    [Theory]
    [InlineData("A", 0)]
    [InlineData("W", 3)]
    public async Task J6_unit_and_stack_level_go_out_as_they_were_chosen(string unit, int level)
    {
        await using var client = await Central.BootAsync("R-J6-" + unit);
        Central.Start("R-J6-" + unit, "SetChargingProfile", $$$"""
            {"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":{{{level}}},"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative",
            "chargingSchedule":{"chargingRateUnit":"{{{unit}}}","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]} } }
            """);
        var profile = (await client.AnswerAsync("SetChargingProfile", """{"status":"Rejected"}""")).Payload.GetProperty("csChargingProfiles");
        Assert.Equal((unit, level), (profile.GetProperty("chargingSchedule").GetProperty("chargingRateUnit").GetString(), profile.GetProperty("stackLevel").GetInt32()));
    }

    [Theory]
    [InlineData("boot", "Booted with firmware unknown")]
    [InlineData("status after a reconnect", "Back without a BootNotification: Available")]
    [InlineData("reconnect", "Restarted without a BootNotification: reconnected")]
    [InlineData("status", "Restarted without a BootNotification and without a new connection: fresh status")]
    [InlineData("nothing", "No restart seen within 10 min")]
    [InlineData("offline", "It went offline and did not come back within 10 min")]
    public async Task K1_a_reset_is_done_with_a_boot_a_reconnect_or_a_fresh_status_and_says_which(string seen, string conclusion)
    {
        var id = "R-K1-" + seen;
        await using var client = await Central.BootAsync(id);
        var command = Central.Start(id, "Reset", """{"type":"Soft"}""");
        await client.AnswerAsync("Reset", """{"status":"Accepted"}""");
        await Central.CommandAsync(command.Id, shown => shown.State == CommandState.Watching);
        if (seen is not ("status" or "nothing")) client.Drop();
        if (seen is not ("status" or "nothing")) await Central.CommandAsync(command.Id, shown => shown.Steps.Any(step => step.Text.StartsWith("Went offline", StringComparison.Ordinal)));
        await using var again = seen is "boot" or "reconnect" or "status after a reconnect" ? await Central.OpenAsync(id) : null;
        if (seen == "boot") await again!.CallForResultAsync("BootNotification", Boot);
        if (seen.StartsWith("status", StringComparison.Ordinal)) await StatusAsync(again ?? client, "Available");
        var started = Central.Time.GetUtcNow();
        await Central.PassAsync(TimeSpan.FromSeconds(20), () => Central.Commands.Find(command.Id)!.IsOver, "conclusion");
        var step = Central.Commands.Find(command.Id)!.Steps[^1];
        Assert.Equal(conclusion, $"{step.Text} {step.Emphasis}".Trim());
        Assert.Equal(seen is "nothing" or "offline" ? StepKind.Bad : StepKind.Ok, step.Kind);
        Assert.Equal(CommandState.Done, Central.Commands.Find(command.Id)!.State); // it was accepted: nothing was refused
        if (step.Kind == StepKind.Bad) Assert.InRange(Central.Time.GetUtcNow() - started, TimeSpan.FromMinutes(9), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task K1_a_status_before_the_restart_itself_does_not_end_the_wait_for_it()
    {
        await using var client = await Central.BootAsync("R-K1-early");
        var command = Central.Start("R-K1-early", "Reset", """{"type":"Soft"}""");
        await client.AnswerAsync("Reset", """{"status":"Accepted"}""");
        await StatusAsync(client, "Finishing");
        await Central.CommandAsync(command.Id, shown => shown.Steps.Any(step => step.Text == "Connector 1 reports"));
        client.Drop();
        await Central.CommandAsync(command.Id, shown => shown.Steps.Any(step => step.Text.StartsWith("Went offline", StringComparison.Ordinal)));
        Central.Time.Advance(TimeSpan.FromMinutes(5));
        await using var again = await Central.BootAsync("R-K1-early");
        Assert.Equal("Booted with firmware", (await Central.CommandAsync(command.Id, shown => shown.IsOver)).Steps[^1].Text);
    }

    [Fact]
    public async Task K2_a_transaction_stays_open_over_a_reset()
    {
        await using var client = await Central.BootAsync("R-K2");
        var id = await StartAsync(client);
        client.Drop();
        await Central.SnapshotAsync("R-K2", snapshot => !snapshot.Online);
        await using var again = await Central.BootAsync("R-K2");
        await MeterAsync(again, id, Register("1700"));
        await StopAsync(again, id, 1800, more: ",\"reason\":\"HardReset\"");
        Assert.Equal(800, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task K4_files_are_offered_by_http_and_by_ftp()
    {
        await using var client = await Central.BootAsync("R-K4");
        var transfers = Central.Get<FileTransfers>();
        Assert.StartsWith("http://", (await transfers.OfferUploadAsync(Central.Snapshot("R-K4"), FileScheme.Http)).Address, StringComparison.Ordinal);
        Assert.StartsWith("ftp://", (await transfers.OfferUploadAsync(Central.Snapshot("R-K4"), FileScheme.Ftp)).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task K7_a_state_again_is_answered_and_noted()
    {
        await using var client = await Central.BootAsync("R-K7");
        foreach (var status in new[] { "Uploading", "Uploading", "UploadFailed" }) await client.CallForResultAsync("DiagnosticsStatusNotification", $$"""{"status":"{{status}}"}""");
        await FindingAsync("R-K7", "K7");
    }

    private async Task<ConfigurationReading> ReadAsync(string id, string answer)
    {
        await using var client = await Central.BootAsync(id);
        var reading = Central.Get<ConfigurationReader>().ReadAllAsync(id, "test", CancellationToken.None);
        await client.AnswerAsync("GetConfiguration", answer);
        return await reading;
    }
}
