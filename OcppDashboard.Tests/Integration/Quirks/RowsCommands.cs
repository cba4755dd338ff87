using System.Net;
using System.Net.Sockets;
using OcppDashboard.Commands;
using OcppDashboard.Configuration;
using OcppDashboard.Files;
using OcppDashboard.Files.Ftp;
using OcppDashboard.Files.Transfers;
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
    [InlineData("Voltage , Current.Import")]
    public async Task I4_lists_are_kept_as_they_are_written(string value)
    {
        var reading = await ReadAsync("R-I4-" + value.Length, $$"""{"configurationKey":[{"key":"MeterValuesSampledData","readonly":false,"value":"{{value}}"}]}""");
        Assert.Equal(value, reading.Keys[0].Value);
    }

    [Fact]
    public async Task I5_profiles_that_it_does_not_claim_are_offered_all_the_same()
    {
        await using var client = await Central.BootAsync("R-I5");
        var reading = Central.Get<ConfigurationReader>().ReadAllAsync("R-I5", "test", CancellationToken.None);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"SupportedFeatureProfiles","readonly":true,"value":"Core,nonsense"}]}""");
        await reading;
        var sending = Central.Start("R-I5", "TriggerMessage", """{"requestedMessage":"Heartbeat"}""");
        await client.AnswerAsync("TriggerMessage", """{"status":"Accepted"}""");
        Assert.NotEqual(CommandState.NotSent, Central.Commands.Find(sending.Id)!.State);
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

    [Fact]
    public async Task K1_a_reset_is_done_with_a_reconnect_or_ends_without_one()
    {
        await using var client = await Central.BootAsync("R-K1");
        var command = Central.Start("R-K1", "Reset", """{"type":"Soft"}""");
        await client.AnswerAsync("Reset", """{"status":"Accepted"}""");
        await Central.CommandAsync(command.Id, seen => seen.State == CommandState.Watching);
        await Central.PassAsync(TimeSpan.FromMinutes(1), () => Central.Commands.Find(command.Id)!.IsOver, "end of the wait");
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

    [Fact]
    public void K5_the_ports_of_data_connections_are_a_fixed_range()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var settings = Central.Get<DashboardSettings>();
        var ftp = settings.Files.Ftp! with { FirstPassivePort = port, LastPassivePort = port };
        using var listening = new FtpPassivePorts(settings with { Files = settings.Files with { Ftp = ftp } }).Listen(IPAddress.Loopback);
        Assert.Equal(port, ((IPEndPoint)listening!.LocalEndPoint!).Port);
    }

    private async Task<ConfigurationReading> ReadAsync(string id, string answer)
    {
        await using var client = await Central.BootAsync(id);
        var reading = Central.Get<ConfigurationReader>().ReadAllAsync(id, "test", CancellationToken.None);
        await client.AnswerAsync("GetConfiguration", answer);
        return await reading;
    }
}
