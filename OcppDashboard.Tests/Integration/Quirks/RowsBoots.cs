using System.Globalization;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows C of the table of habits: boots.</summary>
public sealed class RowsBoots(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task C1_without_a_boot_it_is_online_and_takes_commands_after_a_quiet_time()
    {
        await using var client = await Central.OpenAsync("R-C1");
        await StatusAsync(client, "Available");
        Assert.True(Central.Snapshot("R-C1").Online);
        var command = Central.Start("R-C1", "ClearCache");
        await Central.PassAsync(TimeSpan.FromSeconds(2), () => client.Messages.Waiting.Count > 0, "CALL");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        await Central.CommandAsync(command.Id, ended => ended.State == CommandState.Done);
    }

    [Fact]
    public async Task C2_no_call_leaves_before_the_boot_is_answered()
    {
        await using var client = await Central.OpenAsync("R-C2");
        await Central.SnapshotAsync("R-C2", snapshot => snapshot.Online); // the client has its 101 a moment earlier
        Central.Start("R-C2", "ClearCache");
        await client.CallForResultAsync("Heartbeat");
        Assert.Empty(client.Messages.Waiting);
        await client.CallForResultAsync("BootNotification", Boot);
        await client.ExpectCallAsync("ClearCache");
    }

    [Fact]
    public async Task C4_the_same_boot_again_and_again_is_accepted_each_time_with_times_in_utc()
    {
        await using var client = await Central.OpenAsync("R-C4");
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.CallAsync("BootNotification", Boot, "1000001");
            Assert.Equal("Accepted", answer[2].GetProperty("status").GetString());
            Assert.EndsWith("Z", answer[2].GetProperty("currentTime").GetString(), StringComparison.Ordinal);
        }
        await FindingAsync("R-C4", "C4");
    }

    [Fact]
    public async Task C5_without_vendor_it_is_accepted_and_a_finding()
    {
        await using var client = await Central.OpenAsync("R-C5");
        Assert.Equal("Accepted", (await client.CallForResultAsync("BootNotification", """{"chargePointVendor":""}""")).GetProperty("status").GetString());
        await FindingAsync("R-C5", "C5");
    }

    [Fact]
    public async Task C6_long_texts_are_kept_whole()
    {
        await using var client = await Central.OpenAsync("R-C6");
        var (model, firmware) = (new string('M', 23), new string('f', 255));
        await client.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":"{{new string('V', 40)}}","chargePointModel":"{{model}}","firmwareVersion":"{{firmware}}"}""");
        var boot = (await FindingAsync("R-C6", "C6")).Boot!;
        Assert.Equal((model, firmware), (boot.Model, boot.FirmwareVersion));
    }

    [Fact]
    public async Task C7_junk_in_free_fields_is_text()
    {
        await using var client = await Central.OpenAsync("R-C7");
        await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"A","chargePointModel":"B","iccid":"-67","imsi":"N/A","meterType":""}""");
        var boot = Central.Snapshot("R-C7").Boot!;
        Assert.Equal(("-67", "N/A", null), (boot.Iccid, boot.Imsi, boot.MeterType));
        Assert.Empty(Central.Snapshot("R-C7").Findings);
    }

    [Fact]
    public async Task C8_of_a_reboot_loop_the_latest_boot_holds()
    {
        for (var i = 0; i < 5; i++)
        {
            await using var client = await Central.OpenAsync("R-C8");
            await client.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":"A","chargePointModel":"B","firmwareVersion":"{{i}}"}""");
            client.Drop();
            await Central.SnapshotAsync("R-C8", snapshot => !snapshot.Online);
        }
        Assert.Equal("4", Central.Snapshot("R-C8").Boot!.FirmwareVersion);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C9_nothing_is_sent_that_nobody_asked_for(bool isQuiet)
    {
        var id = "R-C9-" + isQuiet;
        await SetAsync(id, own => own with { IsQuiet = isQuiet });
        await using var client = await Central.BootAsync(id);
        await StatusAsync(client, "Available");
        Central.Time.Advance(TimeSpan.FromMinutes(1));
        await client.CallForResultAsync("Heartbeat");
        Assert.Empty(client.Messages.Waiting);
    }

    [Fact]
    public async Task C10_current_time_has_whole_seconds_and_a_z()
    {
        await using var client = await Central.OpenAsync("R-C10");
        foreach (var answer in new[] { await client.CallForResultAsync("BootNotification", Boot), await client.CallForResultAsync("Heartbeat") })
            Assert.True(DateTime.TryParseExact(answer.GetProperty("currentTime").GetString(), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [Fact]
    public async Task C11_whoever_ignores_the_interval_is_online_as_long_as_it_says_anything()
    {
        await using var client = await Central.BootAsync("R-C11");
        for (var i = 0; i < 3; i++)
        {
            Central.Time.Advance(TimeSpan.FromMinutes(10)); // twice its heartbeat interval
            await client.CallForResultAsync("Heartbeat");
        }
        Assert.True(Central.Snapshot("R-C11").Online);
    }

    [Fact]
    public async Task C12_boots_are_answered_as_set_with_an_interval_from_one_second()
    {
        await SetAsync("R-C12", own => own with { NextBootStatus = RegistrationStatus.Pending, BootIntervalSeconds = 1 });
        await using var client = await Central.OpenAsync("R-C12");
        var pending = await client.CallForResultAsync("BootNotification", Boot);
        Assert.Equal(("Pending", 1), (pending.GetProperty("status").GetString(), pending.GetProperty("interval").GetInt32()));
        var trigger = Central.Commands.SendAsync("R-C12", "TriggerMessage", System.Text.Json.JsonDocument.Parse("""{"requestedMessage":"StatusNotification"}""").RootElement, "test");
        await client.AnswerAsync("TriggerMessage", """{"status":"Accepted"}"""); // Pending: commands may be sent
        await StatusAsync(client, "Available");
        Assert.Equal("Accepted", (await trigger).Status);

        await SetAsync("R-C12", own => own with { NextBootStatus = RegistrationStatus.Rejected });
        Assert.Equal("Rejected", (await client.CallForResultAsync("BootNotification", Boot)).GetProperty("status").GetString());
        var refused = await Central.Commands.SendAsync("R-C12", new ClearCacheRequest(), "test");
        Assert.Equal(CommandState.NotSent, refused.State);
        Assert.Contains("Rejected", refused.Steps[^1].Text, StringComparison.Ordinal);
        await StatusAsync(client, "Unavailable"); // answered leniently
        Assert.Equal(RegistrationStatus.Rejected, Central.Snapshot("R-C12").Registration);

        await SetAsync("R-C12", own => own with { NextBootStatus = null, BootIntervalSeconds = null });
        var accepted = await client.CallForResultAsync("BootNotification", Boot);
        Assert.Equal(("Accepted", 300), (accepted.GetProperty("status").GetString(), accepted.GetProperty("interval").GetInt32()));
        var sent = Central.Commands.SendAsync("R-C12", new ClearCacheRequest(), "test");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        Assert.Equal(CommandState.Done, (await sent).State);
    }

    [Fact]
    public async Task C13_what_is_sent_is_compact_ascii()
    {
        await using var client = await Central.OpenAsync("R-C13");
        await client.SendTextAsync($"[2,\"u\",\"BootNotification\",{Boot}]");
        var text = await client.ReceiveTextAsync();
        Assert.DoesNotContain(' ', text);
        Assert.All(text, c => Assert.InRange(c, ' ', '~'));
        Central.Start("R-C13", "DataTransfer", """{ "vendorId" : "é" , "data" : "a" }""");
        var call = await client.ReceiveTextAsync();
        Assert.EndsWith("\"DataTransfer\",{\"vendorId\":\"\\u00E9\",\"data\":\"a\"}]", call, StringComparison.Ordinal);
    }
}
