using System.Globalization;
using System.Text.Json;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;
using OcppDashboard.Tests.Features.BulkTasks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>The rows I1 to I9 of the quirks: configuration keys.</summary>
public sealed class RowsOfConfiguration
{
    private const string NoKeys = """{"configurationKey":[]}""";

    [Fact]
    public async Task I1_a_configuration_that_is_not_listed_is_read_in_parts_and_the_way_is_remembered()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = ReadAsync(central);
        Assert.False((await client.ExpectCallAsync("GetConfiguration")).Payload.TryGetProperty("key", out _)); // stays unanswered
        var limits = NextAsync();
        await central.PassAsync(TimeSpan.FromSeconds(10), () => limits.IsCompleted, "the next question");
        await client.ReplyAsync((await limits).UniqueId, """{"configurationKey":[{"key":"GetConfigurationMaxKeys","readonly":true,"value":"4"}]}""");
        var asked = await AnswerRestAsync(client, reading);
        Assert.All(asked, keys => Assert.InRange(keys, 1, 4));
        Assert.False((await reading).IsComplete);
        Assert.Equal("Parts 4", central.Get<ChargePointSettingsStore>().Of("CP-1").ConfigurationWay);

        await central.RestartAsync();
        await using var again = await central.BootAsync("CP-1");
        reading = ReadAsync(central);
        var first = await again.ExpectCallAsync("GetConfiguration");
        Assert.Equal("GetConfigurationMaxKeys", Assert.Single(Keys(first))); // it is not asked for the whole list any more
        await again.ReplyAsync(first.UniqueId, NoKeys);
        Assert.All(await AnswerRestAsync(again, reading), keys => Assert.InRange(keys, 1, 4));
        await central.Get<ConfigurationReader>().ForgetWayAsync("CP-1");
        Assert.Null(central.Get<ConfigurationReader>().WayOf("CP-1"));

        Task<RawCall> NextAsync() => client.ExpectCallAsync("GetConfiguration");
    }

    [Fact]
    public async Task I1_one_that_goes_away_when_asked_for_all_is_asked_key_by_key_when_it_is_back()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = ReadAsync(central);
        await client.ExpectCallAsync("GetConfiguration");
        client.Drop();
        await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online);
        await using var back = await central.BootAsync("CP-1");
        await back.AnswerAsync("GetConfiguration", NoKeys); // not even GetConfigurationMaxKeys
        Assert.All(await AnswerRestAsync(back, reading), keys => Assert.Equal(1, keys));
        await reading;
        Assert.Equal("Single", central.Get<ChargePointSettingsStore>().Of("CP-1").ConfigurationWay);
    }

    [Fact]
    public async Task I1_parts_that_are_refused_are_asked_for_key_by_key()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = ReadAsync(central);
        await client.ReplyErrorAsync((await client.ExpectCallAsync("GetConfiguration")).UniqueId, "InternalError");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"GetConfigurationMaxKeys","readonly":true,"value":"10"}]}""");
        var refused = await client.ExpectCallAsync("GetConfiguration");
        Assert.Equal(10, Keys(refused).Count);
        await client.ReplyErrorAsync(refused.UniqueId, "OccurenceConstraintViolation");
        Assert.All(await AnswerRestAsync(client, reading), keys => Assert.Equal(1, keys));
        Assert.Equal("Single", central.Get<ChargePointSettingsStore>().Of("CP-1").ConfigurationWay);
    }

    [Theory]
    [InlineData("{}"), InlineData("""{"configurationKey":[]}"""), InlineData("""{"configurationKey":null,"unknownKey":null}"""), InlineData("""{"configurationKey":[{"key":"A","readonly":false,"value":"1"}],"unknownKey":null}""")]
    public async Task I2_missing_arrays_are_empty_ones(string answer)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = ReadAsync(central);
        await client.AnswerAsync("GetConfiguration", answer);
        Assert.Equal(answer.Contains("\"A\"", StringComparison.Ordinal) ? 1 : 0, (await reading).Keys.Count);
        Assert.True((await reading).IsComplete);
        Assert.Equal("All", central.Get<ChargePointSettingsStore>().Of("CP-1").ConfigurationWay);
    }

    [Fact]
    public async Task I3_a_key_is_found_by_its_name_among_others_that_nobody_asked_for()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = central.Get<ConfigurationReader>().ReadKeysAsync("CP-1", ["HeartbeatInterval"], "test", CancellationToken.None);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"AuthorizeRemoteTxRequests","readonly":false,"value":"true"},{"key":"heartbeatinterval","readonly":false,"value":"60"}]}""");
        Assert.Equal("60", (await reading).Keys["HeartbeatInterval"].Value);
    }

    [Fact]
    public async Task I4_blanks_and_quotes_in_lists_are_no_difference()
    {
        Assert.Equal(["Voltage.L1-N", "Current.Import"], ConfigurationValues.Parts("'Voltage.L1-N', \"Current.Import\" ,"));
        Assert.True(ConfigurationValues.AreSame("Energy.Active.Import.Register,Power.Active.Import", "'Energy.Active.Import.Register', 'Power.Active.Import'"));
        Assert.False(ConfigurationValues.AreSame("Energy.Active.Import.Register", "Power.Active.Import"));
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var changing = central.Get<ConfigurationWriter>().ChangeAsync("CP-1", "MeterValuesSampledData", "Voltage,Current.Import", "test");
        await client.AnswerAsync("ChangeConfiguration", """{"status":"Accepted"}""");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"MeterValuesSampledData","readonly":false,"value":"'Voltage', 'Current.Import'"}]}""");
        Assert.Equal(ChangeOutcome.Changed, (await changing).Outcome);
    }

    [Fact]
    public async Task I5_feature_profiles_and_units_that_are_wrong_hide_no_command()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = ReadAsync(central);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"SupportedFeatureProfiles","readonly":true,"value":"Core,Nonsense"},{"key":"ChargingScheduleAllowedChargingRateUnit","readonly":true,"value":"W"}]}""");
        await reading;
        var order = await BulkCommandsTests.StartAsync(central, "ClearChargingProfile", "{}", ["CP-1"], order => order);
        await client.AnswerAsync("ClearChargingProfile", """{"status":"Accepted"}""");
        Assert.Equal("Accepted", (await BulkCommandsTests.EndAsync(central, order.Id)).Targets[0].Result);
    }

    [Fact]
    public async Task I6_no_measurands_are_written_unasked_and_long_lists_are_warned_of()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
        central.Time.Advance(TimeSpan.FromMinutes(2));
        await client.CallForResultAsync("Heartbeat");
        Assert.DoesNotContain(central.Commands.Recent("CP-1"), command => command.Action == "ChangeConfiguration");
        var many = string.Join(',', Enumerable.Repeat("Voltage", 9));
        Assert.Contains("restart for ever", ConfigurationValues.Warning("MeterValuesSampledData", many));
        Assert.Null(ConfigurationValues.Warning("MeterValuesSampledData", "Voltage,Current.Import"));
    }

    [Fact]
    public void I7_a_value_of_more_than_100_characters_is_warned_of()
    {
        Assert.Contains("101 characters", ConfigurationValues.Warning("FreeModeIdTag", new string('x', 101)));
        Assert.Null(ConfigurationValues.Warning("FreeModeIdTag", new string('x', 100)));
    }

    [Fact]
    public async Task I8_an_accepted_change_without_effect_is_shown_as_such()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var changing = central.Get<ConfigurationWriter>().ChangeAsync("CP-1", "HeartbeatInterval", "60", "test");
        await client.AnswerAsync("ChangeConfiguration", """{"status":"Accepted"}""");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"}]}""");
        var change = await changing;
        Assert.Equal((ChangeOutcome.WithoutEffect, "300", "Accepted, but it is 300"), (change.Outcome, change.ReadBack, change.Words));
        var entry = Assert.Single(ConfigurationList.From(central.Commands.Recent("CP-1"), null).Entries);
        Assert.Equal(new("HeartbeatInterval", false, "300", ConfigurationEntry.WithoutEffect, "60"), entry);
    }

    [Fact]
    public async Task I8_reboot_required_stays_until_a_reboot_and_is_then_compared()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        const string Old = """{"configurationKey":[{"key":"A","readonly":false,"value":"old"}]}""";
        var changing = central.Get<ConfigurationWriter>().ChangeAsync("CP-1", "A", "new", "test");
        await client.AnswerAsync("ChangeConfiguration", """{"status":"RebootRequired"}""");
        await client.AnswerAsync("GetConfiguration", Old);
        Assert.Equal(ChangeOutcome.RebootRequired, (await changing).Outcome);
        Assert.True(List().NeedsReboot);
        Assert.Equal("new", List().Entries[0].Wanted);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
        Assert.False(List().NeedsReboot);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        var reading = ReadAsync(central);
        await client.AnswerAsync("GetConfiguration", Old);
        await reading;
        Assert.Equal((ConfigurationEntry.WithoutEffect, "new"), (List().Entries[0].Changed, List().Entries[0].Wanted));

        ConfigurationList List() => ConfigurationList.From(central.Commands.Recent("CP-1"), central.Snapshot("CP-1").Boot!.At);
    }

    [Fact]
    public async Task I8_not_supported_on_a_standard_key_is_a_refusal_in_its_own_word()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var changing = central.Get<ConfigurationWriter>().ChangeAsync("CP-1", "HeartbeatInterval", "60", "test");
        await client.AnswerAsync("ChangeConfiguration", """{"status":"NotSupported"}""");
        Assert.Equal((ChangeOutcome.Refused, "NotSupported"), ((await changing).Outcome, (await changing).Word));
    }

    [Fact]
    public async Task I8_a_template_says_for_each_key_what_became_of_it()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var templates = central.Get<ConfigurationTemplates>();
        await templates.PutAsync("site", [new("Same", "1"), new("Fixed", "2"), new("Cut", "33"), new("New", "4"), new("Odd", "5")]);
        await BulkCommandsTests.StartAsync(central, BulkOrder.Template, templates.Find("site")!.ToPayload().GetRawText(), ["CP-1"], order => order);
        var read = await client.ExpectCallAsync("GetConfiguration");
        Assert.Equal(["Same", "Fixed", "Cut", "New", "Odd"], Keys(read));
        await client.ReplyAsync(read.UniqueId, """{"configurationKey":[{"key":"same","readonly":false,"value":"1"},{"key":"Fixed","readonly":true,"value":"0"},{"key":"Cut","readonly":false,"value":"0"},{"key":"New","readonly":false,"value":"0"}],"unknownKey":["Odd"]}""");
        await client.AnswerAsync("ChangeConfiguration", """{"status":"Accepted"}""");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"Cut","readonly":false,"value":"3"}]}""");
        await client.AnswerAsync("ChangeConfiguration", """{"status":"RebootRequired"}""");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"New","readonly":false,"value":"0"}]}""");
        await client.AnswerAsync("ChangeConfiguration", """{"status":"NotSupported"}""");
        var target = (await BulkCommandsTests.EndAsync(central, 1)).Targets[0];
        Assert.Equal(BulkTargetState.Failed, target.State);
        Assert.Equal(["Fixed: is read-only and 0", "Cut: Accepted, but it is 3", "New: RebootRequired", "Odd: NotSupported", "already so: Same"], target.Result!.Split('\n'));
        await central.RestartAsync();
        Assert.Equal("5", central.Get<ConfigurationTemplates>().Find("site")!.Values[4].Value);
        await central.Get<ConfigurationTemplates>().RemoveAsync("site");
        Assert.Empty(central.Get<ConfigurationTemplates>().All);
    }

    [Fact]
    public async Task I9_secrets_are_masked_by_the_name_of_their_key()
    {
        foreach (var key in new[] { "StationPassword", "G_CardPin", "AuthorizationKey" }) Assert.Equal(SecretMasking.Dots, ConfigurationValues.Shown(key, "hunter2"));
        Assert.Equal("30", ConfigurationValues.Shown("WebSocketPingInterval", "30"));
        Assert.Contains("is a secret", ConfigurationTemplates.Fault("t", [new("StationPassword", "x")]));
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = ReadAsync(central);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"StationPassword","readonly":false,"value":"hunter2"},{"key":"A","readonly":false,"value":"1"}]}""");
        await reading;
        var list = ConfigurationList.From(central.Commands.Recent("CP-1"), null);
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(list));
        await central.Get<ConfigurationBaselines>().KeepAsync("CP-1", [new("StationPassword", "hunter2"), new("A", "1")]);
        var baseline = await central.Get<ConfigurationBaselines>().FindAsync("cp-1", CancellationToken.None);
        Assert.Equal((SecretMasking.Dots, "1"), (baseline!.Values["stationpassword"], baseline.Values["A"]));
    }

    [Fact]
    public async Task I9_a_secret_is_in_no_frame_of_a_finding_and_in_no_history()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var reading = ReadAsync(central);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"StationPassword","readonly":0,"value":"hunter2"}]}""");
        await reading;
        var finding = (await central.SnapshotAsync("CP-1", snapshot => snapshot.HasFinding("D23"))).Findings.Single(finding => finding.Code == "D23");
        Assert.Contains("StationPassword", finding.Frame, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", finding.Frame, StringComparison.Ordinal);
        await client.CallForResultAsync("DataTransfer", """{"vendorId":"V","data":"{\"wifiPassword\":\"hunter2\",\"ssid\":\"yard\"}"}""");
        var kept = await central.ReadAsync(db => Task.FromResult(db.Occurrences.Where(o => o.Kind == "DataTransfer").Select(o => o.Json).ToList()), rows => rows.Count == 1, "row");
        Assert.Contains("yard", kept[0], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", kept[0], StringComparison.Ordinal);
    }

    private static Task<ConfigurationReading> ReadAsync(TestCentralSystem central) => central.Get<ConfigurationReader>().ReadAllAsync("CP-1", "test", CancellationToken.None);

    private static List<string> Keys(RawCall call) => [.. call.Payload.GetProperty("key").EnumerateArray().Select(key => key.GetString()!)];

    /// <summary>Answers until the reading ends.</summary>
    /// <returns>How many keys were asked for each time.</returns>
    private static async Task<List<int>> AnswerRestAsync(RawOcppClient client, Task<ConfigurationReading> reading)
    {
        var counts = new List<int>();
        while (true)
        {
            await Eventually.IsAsync(() => reading.IsCompleted || client.Messages.Waiting.Count > 0, "next part");
            if (reading.IsCompleted) return counts;
            var call = await client.ExpectCallAsync("GetConfiguration");
            counts.Add(Keys(call).Count);
            await client.ReplyAsync(call.UniqueId, $$"""{"configurationKey":[{"key":"{{Keys(call)[0]}}","readonly":false,"value":"{{counts.Count.ToString(CultureInfo.InvariantCulture)}}"}]}""");
        }
    }
}
