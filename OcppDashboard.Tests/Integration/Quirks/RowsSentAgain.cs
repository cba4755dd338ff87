using OcppDashboard.Data.Entities;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows D to G of the table of habits: what comes a second time, too late, or after a boot.</summary>
public sealed class RowsSentAgain(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task E2_a_clock_that_is_behind_before_and_after_a_boot_does_not_stop_the_readings()
    {
        await using var client = await Central.BootAsync("S-E2");
        var id = await ChargeBehindAsync(client);
        Central.Time.Advance(TimeSpan.FromSeconds(70));
        await client.CallForResultAsync("BootNotification", Boot);
        await StatusBehindAsync(client, "Charging");
        await MeterAsync(client, id, Register("1600") + "," + Power("0"), at: Behind);
        Assert.Equal((600d, 0d), (Live("S-E2").Transaction!.EnergyWh, Live("S-E2").PowerW));
    }

    [Fact]
    public async Task E2_one_late_status_does_not_unmake_a_clock_that_is_known_to_be_behind()
    {
        await using var client = await Central.BootAsync("S-E2b");
        var id = await ChargeBehindAsync(client);
        await StatusAsync(client, "Charging", more: $",\"timestamp\":\"{Stamp(Behind.AddSeconds(-20))}\""); // it was on its way for 20 s
        Central.Time.Advance(TimeSpan.FromSeconds(70));
        await MeterAsync(client, id, Register("1600") + "," + Power("0"), at: Behind);
        Assert.Equal((600d, 0d), (Live("S-E2b").Transaction!.EnergyWh, Live("S-E2b").PowerW));
    }

    [Fact]
    public async Task E8_readings_go_on_after_a_clock_that_was_set_back_within_a_transaction()
    {
        await using var client = await Central.BootAsync("S-E8");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("1500") + "," + Power("7000"));
        await MeterAsync(client, id, Register("1550") + "," + Power("3000"), at: Behind); // may be one of long ago
        Assert.Equal(7000, Live("S-E8").PowerW);
        Central.Time.Advance(TimeSpan.FromSeconds(60));
        await MeterAsync(client, id, Register("1600") + "," + Power("0"), at: Behind.AddSeconds(2));
        Assert.Equal((600d, 0d), (Live("S-E8").Transaction!.EnergyWh, Live("S-E8").PowerW));
        Central.Time.Advance(TimeSpan.FromSeconds(60));
        await MeterAsync(client, id, Register("1700") + "," + Power("3600"), at: Behind);
        Assert.Equal((700d, 3600d), (Live("S-E8").Transaction!.EnergyWh, Live("S-E8").PowerW));
    }

    [Theory]
    [InlineData("S-G19", "Available", "7000")] // power says that it charges
    [InlineData("S-K2", "SuspendedEV", "0")] // so does the status, after a reset
    public async Task F19_G19_K2_a_transaction_whose_end_was_inferred_goes_on_with_its_readings(string name, string status, string power)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client);
        await StatusAsync(client, "Charging");
        await MeterAsync(client, id, Register("1400"));
        await StatusAsync(client, "Available");
        await Central.PassAsync(TimeSpan.FromSeconds(16), () => Live(name).Transaction is null, "the inferred end");
        await MeterAsync(client, id, Register("1400") + "," + Power("0")); // a closing one changes nothing
        Assert.Null(Live(name).Transaction);
        Central.Time.Advance(TimeSpan.FromSeconds(1));
        await StatusAsync(client, status);
        await MeterAsync(client, id, Register("1600") + "," + Power(power));
        Assert.Equal((id, "TAG", 600d), (Live(name).Transaction!.Id, Live(name).Transaction!.IdTag, Live(name).Transaction!.EnergyWh));
        Assert.Equal((null, TransactionFlags.None), (await TransactionAsync(id) is var open ? (open.StoppedAt, open.Flags) : default));
        Central.Time.Advance(TimeSpan.FromSeconds(90));
        await StopAsync(client, id, 1900);
        Assert.Equal((900d, TransactionFlags.None), (await TransactionAsync(id) is var row ? (row.EnergyWh, row.Flags) : default));
        await StatusAsync(client, "Charging");
        Central.Time.Advance(TimeSpan.FromSeconds(1));
        await MeterAsync(client, id, Register("1900") + "," + Power("7000")); // it was stopped: nothing goes on (F20)
        Assert.Null(Live(name).Transaction);
    }

    [Fact]
    public async Task F9_a_start_without_a_time_that_is_sent_again_is_the_same_transaction()
    {
        const string start = """{"connectorId":1,"idTag":"CE5626C2","meterStart":700}""";
        await using var client = await Central.BootAsync("S-F9");
        var first = (await client.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32();
        client.Drop();
        await using var again = await Central.BootAsync("S-F9");
        Assert.Equal(first, (await again.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32());
        Central.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.NotEqual(first, (await again.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32()); // that much later it is another one (F10)
    }

    [Fact]
    public async Task F10_a_start_out_of_a_queue_ends_nothing_that_began_after_it()
    {
        await using var client = await Central.BootAsync("S-F10");
        var now = Central.Time.GetUtcNow();
        var running = await StartAsync(client, 5000);
        await MeterAsync(client, running, Register("5100") + "," + Power("7000"));
        var queued = await StartAsync(client, 3000, at: now.AddHours(-5), tag: "T-QUEUED");
        await MeterAsync(client, running, Register("5200") + "," + Power("7000"), at: Central.Time.GetUtcNow().AddSeconds(1));
        Assert.Equal((running, 200d, 7000d), (Live("S-F10").Transaction!.Id, Live("S-F10").Transaction!.EnergyWh, Live("S-F10").PowerW));
        await StopAsync(client, queued, 4000, now.AddHours(-4));
        Assert.Equal(running, Live("S-F10").Transaction!.Id);
        await StopAsync(client, running, 5300);
        var (row, late) = (await TransactionAsync(running), await TransactionAsync(queued));
        Assert.Equal((300d, TransactionFlags.None), (row.EnergyWh, row.Flags));
        Assert.Equal((1000d, TransactionFlags.Offline), (late.EnergyWh, late.Flags));
        Assert.False(Central.Snapshot("S-F10").HasFinding("F10"));
    }

    [Fact]
    public async Task G16_readings_that_come_again_with_the_stop_or_after_a_reconnect_are_kept_once()
    {
        await using var client = await Central.BootAsync("S-G16");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, at: at);
        await MeterAsync(client, id, Register("1100"), at: at.AddSeconds(1));
        await MeterAsync(client, id, Register("1200"), at: at.AddSeconds(2));
        client.Drop();
        await using var again = await Central.BootAsync("S-G16");
        await MeterAsync(again, id, Register("1200"), at: at.AddSeconds(2));
        await StopAsync(again, id, 1300, at.AddSeconds(3), $",\"transactionData\":[{Bucket(1, "1100")},{Bucket(2, "1200")},{Bucket(3, "1300")}]");
        var rows = await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).OrderBy(m => m.Id).ToList()));
        Assert.Equal([1100d, 1200d, 1300d], rows.Select(row => row.EnergyWh!.Value));

        string Bucket(int seconds, string register) => $$"""{"timestamp":"{{Stamp(at.AddSeconds(seconds))}}","sampledValue":[{{Register(register)}}]}""";
    }

    [Fact]
    public async Task D7_garbage_behind_a_tag_makes_no_other_tag_of_it()
    {
        await using var client = await Central.BootAsync("S-D7");
        var began = Stamp(Central.Time.GetUtcNow());
        var ids = new List<int>();
        foreach (var garbage in new[] { "", "\\u0000", "\\u0010\\u000e", "\\u0000\\u0010" })
            ids.Add((await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"BA86I250X5G6MOD5DLKD{{garbage}}","meterStart":5,"timestamp":"{{began}}"}""")).GetProperty("transactionId").GetInt32());
        Assert.Single(ids.Distinct());
        Assert.Equal("BA86I250X5G6MOD5DLKD", (await TransactionAsync(ids[0])).IdTag);
        await FindingAsync("S-D7", "D7");
    }

    [Fact]
    public async Task D3_a_message_of_a_transaction_that_is_cut_off_is_kept_raw_before_it_is_refused()
    {
        await using var client = await Central.BootAsync("S-D3");
        await client.SendTextAsync("""[2,"cut-1","StopTransaction",{"transactionId":77,"meterStop":4711,"timestamp":"2026-""");
        Assert.Equal(4, (await client.ExpectAnswerAsync("cut-1"))[0].GetInt32());
        var kept = await Central.ReadAsync(db => Task.FromResult(db.Quarantine.Where(q => db.ChargePoints.Any(c => c.Key == q.ChargePointKey && c.Id == "S-D3")).ToList()));
        Assert.Contains("4711", System.Text.Encoding.UTF8.GetString(Assert.Single(kept).Frame), StringComparison.Ordinal);
    }

    [Fact]
    public async Task B8_C4_a_storm_of_connections_or_boots_does_not_fill_the_history()
    {
        for (var i = 0; i < 15; i++)
        {
            await using var storming = await Central.OpenAsync("S-B8");
            storming.Drop();
            await Central.SnapshotAsync("S-B8", snapshot => !snapshot.Online);
        }
        await using var client = await Central.OpenAsync("S-B8");
        for (var i = 0; i < 5; i++) await client.CallForResultAsync("BootNotification", Boot);
        await StartAsync(client); // on disk behind all that
        Assert.Equal((10, 9, 1), (await CountAsync("Connected"), await CountAsync("Disconnected"), await CountAsync("Boot")));
        Central.Time.Advance(TimeSpan.FromMinutes(11));
        client.Drop();
        await Central.SnapshotAsync("S-B8", snapshot => !snapshot.Online);
        await using var later = await Central.BootAsync("S-B8");
        await StartAsync(later, connector: 2);
        Assert.Equal((11, 10, 2), (await CountAsync("Connected"), await CountAsync("Disconnected"), await CountAsync("Boot")));
        Assert.Contains("6 more", await Central.ReadAsync(db => Task.FromResult(db.Occurrences.Where(o => o.Kind == "Connected").OrderByDescending(o => o.Id).First().Text)), StringComparison.Ordinal);

        Task<int> CountAsync(string kind) => Central.ReadAsync(db => Task.FromResult(db.Occurrences.Count(o => o.Kind == kind && db.ChargePoints.Any(c => c.Key == o.ChargePointKey && c.Id == "S-B8"))));
    }

    [Theory]
    [InlineData("S-F8a", "")]
    [InlineData("S-F8b", ",\"timestamp\":\"1970-01-01T00:05:00Z\"")]
    public async Task F8_E4_E7_a_stop_without_a_time_that_is_sent_again_is_the_same_stop(string name, string stamp)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client);
        foreach (var wire in new[] { id, 4711, -1, id, 4711, -1 })
        {
            await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{wire}},"meterStop":1500,"idTag":"{{(wire < 0 ? "OTHER" : "TAG")}}"{{stamp}}}""");
            Central.Time.Advance(TimeSpan.FromSeconds(31));
        }
        var rows = await TransactionsAsync(name);
        Assert.Equal(3, rows.Count);
        Assert.DoesNotContain(rows, row => row.Flags.HasFlag(TransactionFlags.Conflict));
        Assert.False(Central.Snapshot(name).HasFinding("F8"));
        await StopAsync(client, id, 1600);
        await FindingAsync(name, "F8"); // another register is another stop
    }

    private DateTimeOffset Behind => Central.Time.GetUtcNow().AddHours(-5);

    /// <summary>Charges with a clock that is known to be behind; 1500 Wh and 7 kW were read.</summary>
    private async Task<int> ChargeBehindAsync(RawOcppClient client)
    {
        await StatusBehindAsync(client, "Available");
        Central.Time.Advance(TimeSpan.FromSeconds(70));
        await StatusBehindAsync(client, "Preparing");
        var id = await StartAsync(client, at: Behind);
        await MeterAsync(client, id, Register("1500") + "," + Power("7000"), at: Behind);
        return id;
    }

    private Task StatusBehindAsync(RawOcppClient client, string status) => StatusAsync(client, status, more: $",\"timestamp\":\"{Stamp(Behind)}\"");

    private ConnectorSnapshot Live(string id, int connector = 1) => Central.Snapshot(id).Connector(connector)!;
}
