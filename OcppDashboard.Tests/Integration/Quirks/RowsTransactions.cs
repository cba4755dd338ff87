using OcppDashboard.Commands;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows F of the table of habits: transactions.</summary>
public sealed class RowsTransactions(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData(0, "F1")]
    [InlineData(-1, "F2")]
    public async Task F1_F2_an_id_that_is_none_means_the_transaction_of_the_connector(long wire, string code)
    {
        await using var client = await Central.BootAsync("R-" + code);
        var id = await StartAsync(client);
        await MeterAsync(client, wire, Register("1500"));
        Assert.Equal(500, Central.Snapshot("R-" + code).Connector(1)!.Transaction!.EnergyWh);
        Assert.Equal(id, Assert.Single(await MetersAsync(id)).TransactionId);
        await FindingAsync("R-" + code, code);
    }

    [Fact]
    public async Task F3_an_id_of_63_bits_is_read_and_belongs_to_what_runs()
    {
        await using var client = await Central.BootAsync("R-F3");
        var id = await StartAsync(client);
        await MeterAsync(client, long.MaxValue, Register("1200"));
        Assert.Equal((200d, null), (Central.Snapshot("R-F3").Connector(1)!.Transaction!.EnergyWh, Central.Snapshot("R-F3").Connector(1)!.Transaction!.WireId));
        await StopAsync(client, id, 1300);
        Assert.Equal(300, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task F4_stray_memory_for_an_id_while_idle_starts_nothing()
    {
        await using var client = await Central.BootAsync("R-F4");
        await StatusAsync(client, "Available");
        await MeterAsync(client, 1936029036, Register("1200"));
        Assert.Empty(await TransactionsAsync("R-F4"));
        Assert.Equal(1200, Central.Snapshot("R-F4").Connector(1)!.RegisterWh);
        await FindingAsync("R-F4", "F4");
    }

    [Fact]
    public async Task F5_a_stop_of_an_offline_start_ends_the_newest_one_of_its_tag()
    {
        await using var client = await Central.BootAsync("R-F5");
        var id = await StartAsync(client, tag: "T5");
        await StopAsync(client, -1, 1400, more: ",\"idTag\":\"T5\"");
        Assert.Equal(400, (await TransactionAsync(id)).EnergyWh);
        await FindingAsync("R-F5", "F5");
    }

    [Theory]
    [InlineData(0, "R-F6")]
    [InlineData(55, "R-F7")]
    public async Task F6_F7_a_stop_of_nothing_is_answered_and_kept_as_an_orphan(long wire, string id)
    {
        await using var client = await Central.BootAsync(id);
        await StopAsync(client, wire, 900);
        Assert.True(Assert.Single(await TransactionsAsync(id)).Flags.HasFlag(TransactionFlags.Orphan));
        await FindingAsync(id, "F7");
        Assert.Contains(await Central.Get<FindingQueries>().OrphansAsync(Central.Time.GetUtcNow().AddDays(-7), 100), orphan => orphan.ChargePointId == id);
    }

    [Fact]
    public async Task F8_a_second_stop_that_differs_is_a_conflict()
    {
        await using var client = await Central.BootAsync("R-F8");
        var id = await StartAsync(client);
        await StopAsync(client, id, 1500);
        await StopAsync(client, id, 1700);
        Assert.Equal(500, (await TransactionAsync(id)).EnergyWh);
        await FindingAsync("R-F8", "F8");
    }

    [Fact]
    public async Task F9_the_same_start_again_is_noted()
    {
        await using var client = await Central.BootAsync("R-F9");
        var at = Central.Time.GetUtcNow();
        Assert.Equal(await StartAsync(client, at: at), await StartAsync(client, at: at));
        await FindingAsync("R-F9", "F9");
    }

    [Fact]
    public async Task F10_a_new_start_ends_the_old_transaction_with_its_last_register()
    {
        await using var client = await Central.BootAsync("R-F10");
        var old = await StartAsync(client);
        await MeterAsync(client, old, Register("1800"));
        await StartAsync(client, 2000);
        var row = await TransactionAsync(old);
        Assert.Equal((800d, true), (row.EnergyWh, row.Flags.HasFlag(TransactionFlags.Superseded)));
        await FindingAsync("R-F10", "F10");
    }

    [Fact]
    public async Task F12_ids_are_positive_and_differ_over_all_charge_points()
    {
        await using var one = await Central.BootAsync("R-F12a");
        await using var two = await Central.BootAsync("R-F12b");
        var ids = new List<int>();
        for (var i = 1; i <= 3; i++) ids.AddRange([await StartAsync(one, connector: i), await StartAsync(two, connector: i)]);
        Assert.Equal(6, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id, 1, int.MaxValue));
    }

    [Fact]
    public async Task F13_an_id_of_its_own_is_learnt_and_both_ids_stop_the_transaction()
    {
        await using var client = await Central.BootAsync("R-F13");
        var id = await StartAsync(client);
        await MeterAsync(client, 77, Register("1500"));
        Assert.Equal(77, Central.Snapshot("R-F13").Connector(1)!.Transaction!.WireId);
        await MeterAsync(client, 77, Register("1600"));
        await StopAsync(client, 77, 1700);
        Assert.Equal(700, (await TransactionAsync(id)).EnergyWh);
        await FindingAsync("R-F13", "F13");
        var second = await StartAsync(client, 2000);
        await MeterAsync(client, 78, Register("2100"));
        await StopAsync(client, second, 2300);
        Assert.Equal(300, (await TransactionAsync(second)).EnergyWh);
        Assert.DoesNotContain(await TransactionsAsync("R-F13"), row => row.Flags.HasFlag(TransactionFlags.Orphan));
    }

    [Fact]
    public async Task F14_commands_use_the_id_that_the_charge_point_reports()
    {
        await using var client = await Central.BootAsync("R-F14");
        await StartAsync(client);
        await MeterAsync(client, 4200, Register("1500"));
        var running = Assert.Single(Central.Snapshot("R-F14").OpenTransactions);
        Assert.Equal(4200, running.WireId ?? running.Id);
    }

    [Theory]
    [InlineData("a", 4_076_000, 3_200)]
    [InlineData("b", 4_076_000, -1)]
    [InlineData("c", -5, 900)]
    public async Task F15_registers_that_cannot_be_never_make_negative_energy(string part, long start, long stop)
    {
        var cp = "R-F15" + part;
        await using var client = await Central.BootAsync(cp);
        var id = await StartAsync(client, start);
        if (part != "c") await MeterAsync(client, id, Register("4077000"));
        await StopAsync(client, id, stop);
        var row = await TransactionAsync(id);
        Assert.Equal((part == "c" ? null : 1000d, true), (row.EnergyWh, row.Flags.HasFlag(TransactionFlags.Meter)));
        await FindingAsync(cp, "F15");
    }

    [Fact]
    public async Task F17_a_reason_in_the_tag_ends_the_transaction_all_the_same()
    {
        await using var client = await Central.BootAsync("R-F17");
        var id = await StartAsync(client);
        await StopAsync(client, id, 1100, more: ",\"idTag\":\"HardReset\",\"reason\":\"HardReset\"");
        Assert.Equal("HardReset", (await TransactionAsync(id)).StopReason);
    }

    [Fact]
    public async Task F18_a_stop_within_a_minute_of_available_is_the_stop()
    {
        await using var client = await Central.BootAsync("R-F18");
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        await StatusAsync(client, "Available");
        Central.Time.Advance(TimeSpan.FromSeconds(30));
        await StopAsync(client, id, 1100);
        var row = await TransactionAsync(id);
        Assert.Equal((100d, false), (row.EnergyWh, row.Flags.HasFlag(TransactionFlags.Inferred)));
        await FindingAsync("R-F18", "F18");
    }

    [Fact]
    public async Task F19_without_a_stop_the_end_is_inferred_and_a_late_stop_completes_it()
    {
        await using var client = await Central.BootAsync("R-F19");
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("1400") + "," + Power("7000"));
        await StatusAsync(client, "Available");
        var freed = Central.Snapshot("R-F19").Connector(1)!.Since!.Value;
        await Central.PassAsync(TimeSpan.FromSeconds(10), () => Central.Snapshot("R-F19").Connector(1)!.Transaction is null, "inferred end");
        var row = await TransactionAsync(id);
        Assert.Equal((400d, true), (row.EnergyWh, row.Flags.HasFlag(TransactionFlags.Inferred)));
        Assert.InRange(row.StoppedAt!.Value - freed, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        Assert.Null(Central.Snapshot("R-F19").Connector(1)!.PowerW);
        await FindingAsync("R-F19", "F19");
        await StopAsync(client, id, 1450, freed);
        row = await TransactionAsync(id);
        Assert.Equal((450d, false), (row.EnergyWh, row.Flags.HasFlag(TransactionFlags.Inferred)));
    }

    [Fact]
    public async Task F19_an_offline_start_on_a_free_connector_is_left_running()
    {
        await using var client = await Central.BootAsync("R-F19o");
        await StatusAsync(client, "Available");
        var id = await StartAsync(client);
        Central.Time.Advance(TimeSpan.FromMinutes(3));
        await client.CallForResultAsync("Heartbeat");
        Assert.Equal(id, Central.Snapshot("R-F19o").Connector(1)!.Transaction!.Id);
    }

    [Fact]
    public async Task F20_closing_values_belong_to_the_ended_transaction_and_are_noted()
    {
        await using var client = await Central.BootAsync("R-F20");
        var id = await StartAsync(client);
        await StopAsync(client, id, 1500);
        await MeterAsync(client, id, Register("1501"));
        Assert.Null(Central.Snapshot("R-F20").Connector(1)!.Transaction);
        Assert.Equal(id, Assert.Single(await MetersAsync(id)).TransactionId);
        await FindingAsync("R-F20", "F20");
    }

    [Fact]
    public async Task F22_reservation_0_is_none()
    {
        await using var client = await Central.BootAsync("R-F22");
        await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":0,"reservationId":0,"timestamp":"{{Now}}"}""");
        Assert.Null(await Central.ReadAsync(db => Task.FromResult(db.Transactions.Where(t => db.ChargePoints.Any(c => c.Key == t.ChargePointKey && c.Id == "R-F22")).Select(t => t.ReservationId).Single())));
        await FindingAsync("R-F22", "F22");
    }

    [Fact]
    public async Task F23_empty_lists_in_a_stop_are_taken()
    {
        await using var client = await Central.BootAsync("R-F23");
        var id = await StartAsync(client);
        await StopAsync(client, id, 1100, more: $",\"transactionData\":[{{\"timestamp\":\"{Now}\",\"sampledValue\":[]}}]");
        Assert.Equal(100, (await TransactionAsync(id)).EnergyWh);
        Assert.Empty((await client.CallForResultAsync("MeterValues", """{"connectorId":1,"meterValue":[]}""")).EnumerateObject());
    }

    [Fact]
    public async Task F25_the_tag_of_remote_starts_is_the_charge_points_own()
    {
        await SetAsync("R-F25", own => own with { RemoteIdTag = "04A27C2A" });
        await using var client = await Central.BootAsync("R-F25");
        Assert.Equal("04A27C2A", Central.Get<ChargePointSettingsStore>().Of("r-f25").RemoteIdTag);
        await Central.RestartAsync();
        Assert.Equal("04A27C2A", Central.Get<ChargePointSettingsStore>().Of("R-F25").RemoteIdTag);
    }

    private Task<List<MeterValueEntity>> MetersAsync(int transaction) =>
        Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == transaction).ToList()), rows => rows.Count > 0, "meter values");
}
