using System.Globalization;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Commands;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What a charge point sends again because its connection, our answer or our patience was lost is no finding; by itself it is one.</summary>
public sealed class BlamedRepeatsTests : IAsyncLifetime
{
    private const string Id = "CP-1";
    private TestCentralSystem central = null!;
    private RawOcppClient client = null!;

    public async Task InitializeAsync()
    {
        central = await TestCentralSystem.StartAsync(ocpp => ocpp with { CallTimeout = TimeSpan.FromSeconds(5), PauseAfterTimeout = TimeSpan.Zero });
        client = await central.BootAsync(Id);
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await central.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F9_a_start_that_comes_again_on_another_connection_is_no_finding_and_once_more_it_is(bool restarts)
    {
        var start = Start();
        var id = await StartAsync(start);
        await ReconnectAsync(restarts);
        Assert.Equal(id, await StartAsync(start));
        await AssertNotAsync("F9");
        Assert.Equal(id, await StartAsync(start));
        await AssertFoundAsync("F9");
    }

    [Fact]
    public async Task F9_a_start_that_comes_again_behind_another_one_on_one_connection_is_a_finding()
    {
        var start = Start();
        await StartAsync(start);
        await StartAsync(Start(connector: 2));
        await StartAsync(start);
        await AssertFoundAsync("F9");
    }

    [Fact]
    public async Task F9_D15_G16_what_comes_again_before_our_slow_answer_is_no_finding()
    {
        var (start, reading) = (Start(), Reading(null, 500));
        var release = HoldTheWriter();
        await client.SendTextAsync($$"""[2,"s1","StartTransaction",{{start}}]""");
        await client.SendTextAsync($$"""[2,"s1","StartTransaction",{{start}}]""");
        await client.SendTextAsync($$"""[2,"s2","StartTransaction",{{start}}]""");
        await client.SendTextAsync($$"""[2,"m1","MeterValues",{{reading}}]""");
        await client.SendTextAsync($$"""[2,"m2","MeterValues",{{reading}}]""");
        await client.SendPingAsync("read");
        await Eventually.IsAsync(() => client.PongsSeen == 1, "all of it to be read");
        release.Set();
        foreach (var uid in new[] { "s1", "s1", "s2", "m1", "m2" }) Assert.Equal(3, (await client.ExpectAnswerAsync(uid))[0].GetInt32());
        foreach (var code in new[] { "F9", "D15", "G16" }) await AssertNotAsync(code);
        Assert.Single((await central.Transactions.ListAsync(new(Id), 0, 10)).Rows);
    }

    [Fact]
    public async Task D15_the_same_call_behind_its_answer_is_a_finding()
    {
        for (var i = 0; i < 2; i++)
        {
            await client.SendTextAsync($$"""[2,"s1","StartTransaction",{{"{\"connectorId\":1,\"idTag\":\"T\",\"meterStart\":0,\"timestamp\":\"2026-11-20T10:00:00Z\"}"}}]""");
            await client.ExpectAnswerAsync("s1");
        }
        await AssertFoundAsync("D15");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task G16_readings_that_come_again_on_another_connection_are_no_finding_and_once_more_they_are(bool restarts, bool inTransaction)
    {
        int? id = inTransaction ? await StartAsync(Start()) : null;
        var (first, second) = (Reading(id, 500), Reading(id, 600, seconds: 1));
        await client.CallForResultAsync("MeterValues", first);
        await client.CallForResultAsync("MeterValues", second);
        await ReconnectAsync(restarts);
        await client.CallForResultAsync("MeterValues", second);
        await client.CallForResultAsync("MeterValues", first);
        await AssertNotAsync("G16");
        await client.CallForResultAsync("MeterValues", Reading(id, 700, seconds: 2));
        await AssertNotAsync("G16");
        await client.CallForResultAsync("MeterValues", second);
        await AssertFoundAsync("G16");
    }

    [Fact]
    public async Task G16_a_reading_of_this_connection_that_comes_again_is_a_finding()
    {
        await ReconnectAsync(restarts: false);
        await client.CallForResultAsync("MeterValues", Reading(null, 500));
        await AssertNotAsync("G16");
        await client.CallForResultAsync("MeterValues", Reading(null, 500));
        await AssertFoundAsync("G16");
    }

    [Fact]
    public async Task D16_an_answer_behind_a_short_time_out_of_ours_is_no_finding_and_long_after_it_is()
    {
        foreach (var (seconds, isLate) in new[] { (20, false), (90, true) })
        {
            var command = central.Start(Id, "ClearCache");
            var call = await client.ExpectCallAsync("ClearCache");
            await central.PassAsync(TimeSpan.FromSeconds(6), () => central.Commands.Find(command.Id)!.State == CommandState.TimedOut, "the deadline");
            central.Time.Advance(TimeSpan.FromSeconds(seconds));
            await client.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
            await central.CommandAsync(command.Id, late => late.ResponseJson is not null, "the late answer");
            if (isLate) await AssertFoundAsync("D16");
            else await AssertNotAsync("D16");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task D16_an_answer_to_a_call_of_an_earlier_connection_or_process_is_no_finding(bool restarts)
    {
        central.Start(Id, "ClearCache");
        var call = await client.ExpectCallAsync("ClearCache");
        await ReconnectAsync(restarts);
        await client.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
        await client.ReplyAsync(call.UniqueId.ToUpperInvariant(), """{"status":"Accepted"}""");
        await AssertNotAsync("D16");
        await using var other = await central.BootAsync("CP-2");
        await other.ReplyAsync(call.UniqueId, """{"status":"Accepted"}"""); // was never used for this one
        await central.SnapshotAsync("CP-2", snapshot => snapshot.HasFinding("D16"), "D16");
        await client.ReplyAsync("9b2d7c1e-0000-4000-8000-123456789abc", """{"status":"Accepted"}""");
        await AssertFoundAsync("D16");
    }

    [Fact]
    public async Task D16_a_second_answer_to_one_call_is_a_finding()
    {
        central.Start(Id, "ClearCache");
        var call = await client.ExpectCallAsync("ClearCache");
        await client.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
        await AssertNotAsync("D16");
        await client.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
        await AssertFoundAsync("D16");
    }

    [Fact]
    public async Task B7_three_short_time_outs_of_ours_are_no_finding()
    {
        for (var i = 0; i < 3; i++)
        {
            var command = central.Start(Id, "ClearCache");
            await client.ExpectCallAsync("ClearCache");
            await central.PassAsync(TimeSpan.FromSeconds(6), () => central.Commands.Find(command.Id)!.State == CommandState.TimedOut, "the deadline");
        }
        await AssertNotAsync("B7");
    }

    [Fact]
    public async Task C4_a_boot_that_was_not_accepted_comes_again_when_we_said()
    {
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync(Id, settings => settings with { NextBootStatus = RegistrationStatus.Pending, BootIntervalSeconds = 10 });
        await ReconnectAsync(restarts: false);
        for (var i = 0; i < 2; i++)
        {
            central.Time.Advance(TimeSpan.FromSeconds(10));
            await client.CallForResultAsync("BootNotification", Boot);
        }
        await AssertNotAsync("C4");
    }

    [Theory]
    [InlineData("DiagnosticsStatusNotification", "UploadFailed")]
    [InlineData("FirmwareStatusNotification", "Downloading")]
    public async Task K7_a_state_that_comes_again_on_another_connection_is_no_finding_and_once_more_it_is(string action, string status)
    {
        var report = $$"""{"status":"{{status}}"}""";
        await client.CallForResultAsync(action, report);
        await ReconnectAsync(restarts: false);
        await client.CallForResultAsync(action, report);
        await AssertNotAsync("K7");
        await client.CallForResultAsync(action, report);
        await AssertFoundAsync("K7");
    }

    [Fact]
    public async Task F18_a_stop_that_waited_for_the_connection_is_not_late_behind_the_status()
    {
        var id = await StartAsync(Start());
        central.Time.Advance(TimeSpan.FromSeconds(5));
        var stopped = OcppTimestamp.Format(central.Time.GetUtcNow());
        central.Time.Advance(TimeSpan.FromSeconds(5));
        await ReconnectAsync(restarts: false);
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":900,"timestamp":"{{stopped}}"}""");
        await AssertNotAsync("F18");
    }

    [Fact]
    public async Task F20_readings_that_come_again_behind_the_stop_are_no_finding_and_new_ones_are()
    {
        var id = await StartAsync(Start());
        var reading = Reading(id, 500, seconds: 1);
        await client.CallForResultAsync("MeterValues", reading);
        central.Time.Advance(TimeSpan.FromSeconds(3));
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":900,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}""");
        await ReconnectAsync(restarts: false);
        await client.CallForResultAsync("MeterValues", reading);
        await AssertNotAsync("F20");
        await client.CallForResultAsync("MeterValues", Reading(id, 950, seconds: 9));
        await AssertFoundAsync("F20");
    }

    [Fact]
    public async Task F20_readings_of_a_transaction_that_a_person_closed_are_no_finding()
    {
        var id = await StartAsync(Start());
        Assert.True(await central.Get<OcppDashboard.Features.ChargePoints.ManualTransactionClose>().CloseAsync(Id, id));
        await client.CallForResultAsync("MeterValues", Reading(id, 500, seconds: 5));
        await AssertNotAsync("F20");
    }

    private const string Boot = """{"chargePointVendor":"Acme","chargePointModel":"Box"}""";

    private string Start(int connector = 1) =>
        $$"""{"connectorId":{{connector}},"idTag":"T","meterStart":0,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}""";

    private readonly DateTimeOffset measured = TimeProvider.System.GetUtcNow();

    private string Reading(int? transaction, int register, int seconds = 0)
    {
        var named = transaction is { } id ? string.Create(CultureInfo.InvariantCulture, $"\"transactionId\":{id},") : "";
        return $$"""{"connectorId":1,{{named}}"meterValue":[{"timestamp":"{{OcppTimestamp.Format(measured.AddSeconds(seconds))}}","sampledValue":[{"value":"{{register}}"}]}]}""";
    }

    private async Task<int> StartAsync(string start) => (await client.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32();

    private async Task ReconnectAsync(bool restarts)
    {
        client.Drop();
        if (restarts) await central.RestartAsync();
        else await central.SnapshotAsync(Id, snapshot => !snapshot.Online, "an offline charge point");
        await client.DisposeAsync();
        client = await central.BootAsync(Id);
    }

    /// <summary>A slow disk: what came in before it is released is answered after it.</summary>
    private ManualResetEventSlim HoldTheWriter()
    {
        var release = new ManualResetEventSlim();
        _ = central.Get<HistoryWriter>().KeepAsync(new Held(release));
        return release;
    }

    private async Task AssertNotAsync(string code)
    {
        await client.CallForResultAsync("Heartbeat"); // what came before it was told by then
        Assert.False(central.Snapshot(Id).HasFinding(code), code);
    }

    private Task AssertFoundAsync(string code) => central.SnapshotAsync(Id, snapshot => snapshot.HasFinding(code), code);

    private sealed class Held(ManualResetEventSlim release) : HistoryWrite<bool>
    {
        internal override bool Write(HistoryDatabase database) => release.Wait(TimeSpan.FromSeconds(60));
    }
}
