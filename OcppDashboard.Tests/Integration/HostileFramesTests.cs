using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Hostile frames and messages, by the ids of the rows that need no credentials (where tolerance differs from refusal, tolerance holds).</summary>
public class HostileFramesTests
{
    private const string Heartbeat = """[2,"1","Heartbeat",{}]""";

    [Fact]
    public async Task Fr_unmasked_and_a_long_control_frame_close_with_1002()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var unmasked = await central.OpenAsync("CP-1");
        await unmasked.SendAsync(new(RawOpcode.Text, System.Text.Encoding.UTF8.GetBytes(Heartbeat), Masked: false));
        Assert.Equal(1002, (await unmasked.ReceiveCloseAsync()).Code);
        Assert.Empty(unmasked.Messages.Waiting);
        await using var controlTooLong = await central.OpenAsync("CP-2");
        await controlTooLong.SendAsync(new(RawOpcode.Ping, new byte[126]));
        Assert.Equal(1002, (await controlTooLong.ReceiveCloseAsync()).Code);
        await using var compressed = await central.OpenAsync("CP-3");
        await compressed.SendAsync(new(RawOpcode.Text, System.Text.Encoding.UTF8.GetBytes(Heartbeat), Rsv: 4));
        Assert.Equal(1002, (await compressed.ReceiveCloseAsync()).Code);
        await central.SnapshotAsync("CP-3", snapshot => !snapshot.Online);
    }

    [Fact]
    public async Task Fr_length_2pow63_ends_at_the_assembly_deadline_and_allocates_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.OpenAsync("CP-1");
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Online);
        await client.SendAsync(new(RawOpcode.Text, "aaaaaaaaaa"u8.ToArray(), DeclaredLength: long.MaxValue));
        await central.PassAsync(TimeSpan.FromSeconds(10), () => !central.Snapshot("CP-1").Online, "end of the endless message");
        Assert.InRange(GC.GetTotalMemory(false), 0, 2_000_000_000);
        await using var again = await central.BootAsync("CP-1");
    }

    [Fact]
    public async Task Fr_binary_json_is_decoded_as_text()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.OpenAsync("CP-1");
        await client.SendBinaryAsync(System.Text.Encoding.UTF8.GetBytes(Heartbeat));
        await client.ExpectAnswerAsync("1");
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_with_1009_also_in_fragments()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var whole = await central.OpenAsync("CP-1");
        await whole.SendTextAsync(new string('a', (1 << 20) + 1));
        Assert.Equal(1009, (await whole.ReceiveCloseAsync()).Code);
        await using var parts = await central.OpenAsync("CP-2");
        await parts.SendFragmentsAsync([.. Enumerable.Repeat(new string('a', 70_000), 16)]);
        Assert.Equal(1009, (await parts.ReceiveCloseAsync()).Code);
        await using var fits = await central.OpenAsync("CP-3");
        var data = new string('a', 900_000);
        Assert.Equal("UnknownVendorId", (await fits.CallForResultAsync("DataTransfer", $$"""{"vendorId":"v","data":"{{data}}"}""")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Js_100k_elements_is_bounded_work()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.OpenAsync("CP-1");
        await using var honest = await central.BootAsync("CP-2");
        var value = $$"""{"timestamp":"{{Now(central)}}","sampledValue":[{"value":"1"}]},""";
        await client.SendTextAsync($$"""[2,"m1","MeterValues",{"connectorId":1,"meterValue":[{{string.Concat(Enumerable.Repeat(value, 20_000))}}]}]""");
        Assert.Equal(1009, (await client.ReceiveCloseAsync()).Code);
        await honest.CallForResultAsync("Heartbeat");
    }

    [Theory]
    [InlineData("js-duplicate-key", """{"connectorId":1,"connectorId":2,"idTag":"A","meterStart":0,"timestamp":"{now}"}""")]
    [InlineData("js-huge-numbers-1", """{"connectorId":1,"idTag":"A","meterStart":1e400,"timestamp":"{now}"}""")]
    [InlineData("js-huge-numbers-2", """{"connectorId":1,"idTag":"A","meterStart":9223372036854775808,"timestamp":"{now}"}""")]
    [InlineData("tx-year-222222017", """{"connectorId":1,"idTag":"some id","meterStart":42,"timestamp":"222222017-10-27T19:10:11Z"}""")]
    [InlineData("tx-year-2022-02-29", """{"connectorId":1,"idTag":"A","meterStart":42,"timestamp":"2022-02-29T07:02:33.000Z"}""")]
    [InlineData("tx-odd-connectors-0", """{"connectorId":0,"idTag":"A","meterStart":42,"timestamp":"{now}"}""")]
    [InlineData("tx-odd-connectors-minus", """{"connectorId":-1,"idTag":"A","meterStart":42,"timestamp":"{now}"}""")]
    [InlineData("tx-odd-connectors-huge", """{"connectorId":2147483647,"idTag":"A","meterStart":42,"timestamp":"{now}"}""")]
    public async Task An_absurd_start_still_gets_a_transaction_id_and_every_page_renders(string row, string payload)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var id = (await client.CallForResultAsync("StartTransaction", payload.Replace("{now}", Now(central), StringComparison.Ordinal))).GetProperty("transactionId").GetInt32();
        Assert.InRange(id, 1, int.MaxValue);
        var kept = (await central.Transactions.FindAsync(id))!;
        Assert.InRange((central.Time.GetUtcNow() - kept.StartedAt).TotalSeconds, -5, 60);
        if (row.StartsWith("tx-year", StringComparison.Ordinal)) Assert.True(kept.Flags.HasFlag(TransactionFlags.Clock));
        if (row.StartsWith("js-huge", StringComparison.Ordinal)) Assert.True(kept.Flags.HasFlag(TransactionFlags.Meter));
        if (row.StartsWith("tx-odd", StringComparison.Ordinal)) Assert.Empty(central.Snapshot("CP-1").Connectors);
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":50,"timestamp":"{{Now(central)}}"}""");
        using var browser = central.Browser();
        foreach (var path in new[] { "/", "/transactions", $"/transactions/{id}", "/messages", "/charge-points/CP-1", "/transactions.csv" })
        {
            using var page = await browser.GetAsync(path);
            Assert.True(page.IsSuccessStatusCode, $"{path}: {page.StatusCode}");
        }
    }

    [Fact]
    public async Task Js_lone_surrogate_is_answered()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        Assert.InRange((await client.CallAsync("Authorize", """{"idTag":"\ud800"}"""))[0].GetInt32(), 3, 4);
        await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"\ud800","meterStart":0}""");
    }

    [Fact]
    public async Task Rpc_type_5_and_strings_are_ignored()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.OpenAsync("CP-1");
        foreach (var text in new[] { """[5,"t1",{}]""", """["2","t2","Heartbeat",{}]""", "{}", "[2]", "null", "0", "\"x\"", "[[[[[[[[[[" }) await client.SendTextAsync(text);
        await client.CallForResultAsync("Heartbeat");
        Assert.Empty(client.Messages.Waiting);
    }

    [Fact]
    public async Task Rpc_forged_callresult_ends_no_command_of_another()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var victim = await central.BootAsync("CP-B");
        await using var forger = await central.BootAsync("CP-A");
        var command = central.Start("CP-B", "ClearCache");
        var call = await victim.ExpectCallAsync("ClearCache");
        await forger.ReplyAsync(call.UniqueId, """{"status":"Rejected"}""");
        await forger.ReplyAsync("nobody");
        await forger.ReplyErrorAsync("nobody", "GenericError");
        await forger.CallForResultAsync("Heartbeat");
        Assert.Equal(CommandState.Sent, central.Commands.Find(command.Id)!.State);
        await victim.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
        Assert.Equal("Accepted", (await central.CommandAsync(command.Id, ended => ended.State == CommandState.Done)).Status);
    }

    [Fact]
    public async Task Rpc_connector_explosion_is_answered_and_keeps_64_connectors()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        for (var i = 0; i < 2000; i++) await client.SendTextAsync($$"""[2,"c{{i}}","StatusNotification",{"connectorId":{{i * 1_000_000}},"errorCode":"NoError","status":"Available"}]""");
        for (var i = 0; i < 2000; i++) await client.ExpectAnswerAsync($"c{i}");
        Assert.Equal(ConnectorUpdates.MaxConnectors, central.Snapshot("CP-1").Connectors.Length);
        Assert.Equal(1, Assert.Single(central.Snapshot("CP-1").Findings).Count);
        Assert.Equal(ConnectorUpdates.MaxConnectors, await central.ReadAsync(db => db.Connectors.CountAsync(), count => count >= ConnectorUpdates.MaxConnectors, "rows"));
    }

    [Fact]
    public async Task Tx_stop_twice_different_keeps_the_first_and_notes_the_second()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var id = await StartAsync(central, client, 1000);
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":5000,"timestamp":"{{Now(central)}}"}""");
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":9000,"timestamp":"{{Now(central)}}"}""");
        var row = (await central.Transactions.FindAsync(id))!;
        Assert.Equal((4000d, 5000L, TransactionFlags.Conflict), (row.EnergyWh, row.MeterStopWh, row.Flags));
        Assert.Contains("9000", await central.ReadAsync(db => db.Transactions.Where(t => t.Id == id).Select(t => t.ConflictJson).SingleAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tx_stop_minus_one_is_answered_and_kept_as_an_orphan()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":-1,"meterStop":100,"timestamp":"{{Now(central)}}"}""");
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"transactionId":-1,"meterValue":[{"timestamp":"{{Now(central)}}","sampledValue":[{"value":"100"}]}]}""");
        var row = Assert.Single((await central.Transactions.ListAsync(new("CP-1"), 0, 10)).Rows);
        Assert.Equal((TransactionFlags.Orphan, -1L, null), (row.Flags, row.WireId, row.EnergyWh));
    }

    [Fact]
    public async Task Tx_negative_energy_is_unknown_and_flagged()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var id = await StartAsync(central, client, 5000);
        var before = central.Get<FleetMeter>().EnergyTodayWh;
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":10,"timestamp":"{{Now(central)}}"}""");
        var row = (await central.Transactions.FindAsync(id))!;
        Assert.Equal((null, TransactionFlags.Meter), (row.EnergyWh, row.Flags));
        Assert.Equal(before, central.Get<FleetMeter>().EnergyTodayWh);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-1")]
    [InlineData("1e400")]
    [InlineData("null")]
    public async Task An_absurd_register_at_the_end_makes_no_energy(string meterStop)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var id = await StartAsync(central, client, 0);
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":{{meterStop}},"timestamp":"{{Now(central)}}"}""");
        var row = (await central.Transactions.FindAsync(id))!;
        Assert.Equal((null, TransactionFlags.Meter), (row.EnergyWh, row.Flags));
        Assert.InRange(central.Snapshot("CP-1").Connector(1)!.RegisterWh ?? 0, 0, 1);
    }

    [Fact]
    public async Task Transactions_of_another_charge_point_cannot_be_stopped()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var owner = await central.BootAsync("CP-1");
        await using var thief = await central.BootAsync("CP-2");
        var id = await StartAsync(central, owner, 0);
        await thief.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":1,"timestamp":"{{Now(central)}}"}""");
        Assert.True((await central.Transactions.FindAsync(id))!.IsOpen);
        Assert.NotNull(central.Snapshot("CP-1").Connector(1)!.Transaction);
    }

    [Fact]
    public async Task Tx_disk_full_answers_nothing_and_closes_with_1013_until_it_can_keep()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Logs.Expect("could not be written");
        central.Logs.Expect("could not be kept");
        await using var client = await central.BootAsync("CP-1");
        var id = await StartAsync(central, client, 1000);
        await using (var locked = new SqliteConnection($"Data Source={central.DatabaseFile};Pooling=False")) // as good as full: nothing can be written
        {
            await locked.OpenAsync();
            await using var begin = locked.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            await begin.ExecuteNonQueryAsync();
            await client.SendTextAsync($$"""[2,"s1","StopTransaction",{"transactionId":{{id}},"meterStop":7000,"timestamp":"{{Now(central)}}"}]""");
            Assert.Equal(1013, (await client.ReceiveCloseAsync()).Code);
            Assert.Empty(client.Messages.Waiting);
        }
        await using var again = await central.OpenAsync("CP-1");
        await again.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":7000,"timestamp":"{{Now(central)}}"}""");
        Assert.Equal(6000d, (await central.Transactions.FindAsync(id))!.EnergyWh);
    }

    [Fact]
    public async Task An_unreadable_money_message_is_kept_raw_before_it_is_refused()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var answer = await client.CallAsync("StopTransaction", """[1,2]""");
        Assert.Equal((4, "FormationViolation"), (answer[0].GetInt32(), answer[2].GetString()));
        var kept = await central.ReadAsync(db => db.Quarantine.AsNoTracking().SingleAsync());
        Assert.Equal("StopTransaction", kept.Action);
        Assert.Contains("[1,2]", System.Text.Encoding.UTF8.GetString(kept.Frame), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_charge_point_sends_is_never_markup()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.OpenAsync("CP<b>1");
        const string Bad = "<img src=x onerror=alert(1)>";
        await client.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":"{{Bad}}","chargePointModel":"{{Bad}}","firmwareVersion":"{{Bad}}","chargePointSerialNumber":"{{Bad}}"}""");
        await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":"{{Bad}}","status":"{{Bad}}","info":"{{Bad}}","vendorErrorCode":"{{Bad}}"}""");
        var id = (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"{{Bad}}","meterStart":0,"timestamp":"{{Bad}}"}""")).GetProperty("transactionId").GetInt32();
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{Bad}}","sampledValue":[{"value":"{{Bad}}","measurand":"{{Bad}}","unit":"{{Bad}}"}]}]}""");
        await client.CallAsync(Bad);
        using var browser = central.Browser();
        foreach (var path in new[] { "/", "/transactions", $"/transactions/{id}", "/messages", "/connect", "/charge-points/CP%3Cb%3E1", "/charge-points/CP%3Cb%3E1?tab=history" })
        {
            using var page = await browser.GetAsync(path);
            Assert.True(page.IsSuccessStatusCode, $"{path}: {page.StatusCode}");
            Assert.DoesNotContain("<img src=x", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<int> StartAsync(TestCentralSystem central, RawOcppClient client, int meterStart) =>
        (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":{{meterStart}},"timestamp":"{{Now(central)}}"}""")).GetProperty("transactionId").GetInt32();

    private static string Now(TestCentralSystem central) => OcppTimestamp.Format(central.Time.GetUtcNow());
}
