using OcppDashboard.Data.Entities;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Stops that name no transaction (X7) and stops that come before their start (X14).</summary>
public sealed class RowsStopsWithoutId(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("W-X7a", "\"transactionId\":0,")]
    [InlineData("W-X7b", "\"transactionId\":null,")]
    [InlineData("W-X7c", "\"transactionId\":\"\",")]
    [InlineData("W-X7d", "")]
    [InlineData("W-X7e", "\"transactionId\":-1,")]
    public async Task X7_a_stop_without_an_id_ends_the_transaction_of_its_connector(string name, string named)
    {
        await using var client = await Central.BootAsync(name);
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        await MeterAsync(client, id, """{"value":"3000"}""");
        await NamelessStopAsync(client, named, 5000);
        await StatusAsync(client, "Available");
        await AssertOneAsync(name, id, 4000, TransactionFlags.None);
        await FindingAsync(name, "F5");
        await NamelessStopAsync(client, named, 5000); // once more
        Assert.Equal(id, Assert.Single(await TransactionsAsync(name)).Id);
    }

    [Fact]
    public async Task X7_of_two_that_run_the_one_whose_register_goes_on_is_meant()
    {
        await using var client = await Central.BootAsync("W-X7f");
        var (one, two) = (await StartAsync(client, 1000), await StartAsync(client, 7_000_000, connector: 2));
        await MeterAsync(client, one, Register("3000"));
        await MeterAsync(client, two, Register("7003000"), connector: 2);
        await NamelessStopAsync(client, "\"transactionId\":0,", 7_005_000);
        Assert.Equal((5000d, "EVDisconnected"), (await TransactionAsync(two) is var row ? (row.EnergyWh, row.StopReason) : default));
        Assert.Equal(one, Assert.Single(Central.Snapshot("W-X7f").OpenTransactions).Id);
    }

    [Fact]
    public async Task X7_of_two_that_run_the_one_whose_connector_charges_no_more_is_meant()
    {
        await using var client = await Central.BootAsync("W-X7g");
        var (one, two) = (await StartAsync(client, 1000), await StartAsync(client, 1200, connector: 2));
        await StatusAsync(client, "Finishing");
        await StatusAsync(client, "Charging", connector: 2);
        await NamelessStopAsync(client, "\"transactionId\":0,", 5000);
        Assert.Equal(4000, (await TransactionAsync(one)).EnergyWh);
        Assert.Equal(two, Assert.Single(Central.Snapshot("W-X7g").OpenTransactions).Id);
    }

    [Fact]
    public async Task X7_where_nobody_can_tell_it_is_an_orphan()
    {
        await using var client = await Central.BootAsync("W-X7h");
        await StartAsync(client, 1000);
        await StartAsync(client, 1200, connector: 2);
        await NamelessStopAsync(client, "\"transactionId\":0,", 5000);
        Assert.Equal(2, Central.Snapshot("W-X7h").OpenTransactions.Count());
        Assert.Single(await TransactionsAsync("W-X7h"), row => row.Flags.HasFlag(TransactionFlags.Orphan));
    }

    [Fact]
    public async Task X7_a_stop_of_another_meter_or_of_long_ago_ends_nothing_that_charges()
    {
        await using var client = await Central.BootAsync("W-X7i");
        var id = await StartAsync(client, 50_000);
        await StatusAsync(client, "Charging");
        await MeterAsync(client, id, Register("51000") + "," + Power("7000"));
        await NamelessStopAsync(client, "\"transactionId\":0,", 900); // of a connector whose start never came
        await NamelessStopAsync(client, "\"transactionId\":-1,\"idTag\":\"OFF1\",", 50_500, Central.Time.GetUtcNow().AddHours(-2)); // before it began
        Assert.Equal(id, Assert.Single(Central.Snapshot("W-X7i").OpenTransactions).Id);
        Assert.Equal(2, (await TransactionsAsync("W-X7i")).Count(row => row.Flags.HasFlag(TransactionFlags.Orphan)));
    }

    [Fact]
    public async Task X7_a_late_stop_without_an_id_completes_an_end_that_was_inferred()
    {
        await using var client = await Central.BootAsync("W-X7j");
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("3000"));
        await StatusAsync(client, "Available");
        var freed = Central.Time.GetUtcNow();
        await Central.PassAsync(TimeSpan.FromSeconds(16), () => Central.Snapshot("W-X7j").Connector(1)!.Transaction is null, "the inferred end");
        await NamelessStopAsync(client, "\"transactionId\":0,", 5000, freed);
        await AssertOneAsync("W-X7j", id, 4000, TransactionFlags.None);
    }

    [Theory]
    [InlineData("W-X14a", "\"transactionId\":-1,\"idTag\":\"OFF1\",")]
    [InlineData("W-X14b", "\"transactionId\":0,")]
    [InlineData("W-X14c", "\"transactionId\":7,\"idTag\":\"OFF1\",")] // of its own counting
    public async Task X14_a_stop_that_comes_before_its_start_and_the_start_are_one_session(string name, string named)
    {
        await using var client = await Central.BootAsync(name);
        await StatusAsync(client, "Available");
        var now = Central.Time.GetUtcNow();
        await NamelessStopAsync(client, named, 6000, now.AddHours(-1));
        Assert.True(Assert.Single(await TransactionsAsync(name)).Flags.HasFlag(TransactionFlags.Orphan));
        var id = await StartAsync(client, 1000, tag: "OFF1", at: now.AddHours(-2));
        await AssertOneAsync(name, id, 5000, TransactionFlags.Offline);
        Assert.Empty(Central.Snapshot(name).OpenTransactions);
        var row = await TransactionAsync(id);
        Assert.Equal((1, 1000L, 6000L, "OFF1"), (row.ConnectorId, row.MeterStartWh, row.MeterStopWh, row.IdTag));
        Assert.InRange(row.StartedAt - now.AddHours(-2), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        Assert.Equal(id, await StartAsync(client, 1000, tag: "OFF1", at: now.AddHours(-2))); // the queue once more
        await NamelessStopAsync(client, named, 6000, now.AddHours(-1));
        await AssertOneAsync(name, id, 5000, TransactionFlags.Offline);
    }

    [Fact]
    public async Task X14_a_whole_queue_from_back_to_front_makes_its_sessions()
    {
        await using var client = await Central.BootAsync("W-X14d");
        var now = Central.Time.GetUtcNow();
        foreach (var session in new[] { 2, 1 })
            await NamelessStopAsync(client, "\"transactionId\":-1,\"idTag\":\"OFF1\",", 3000 * session, now.AddHours(-5 + session));
        foreach (var session in new[] { 2, 1 }) await StartAsync(client, (3000 * session) - 2000 - (100 * session), tag: "OFF1", at: now.AddHours(-5.5 + session));
        Assert.Equal([2100d, 2200d], (await TransactionsAsync("W-X14d")).Select(row => row.EnergyWh!.Value).Order());
    }

    [Fact]
    public async Task X14_a_start_of_now_takes_no_orphan_of_the_past()
    {
        await using var client = await Central.BootAsync("W-X14e");
        await NamelessStopAsync(client, "\"transactionId\":-1,\"idTag\":\"OFF1\",", 6000);
        Central.Time.Advance(TimeSpan.FromSeconds(1));
        var id = await StartAsync(client, 6000, tag: "OFF1");
        Assert.Equal(id, Assert.Single(Central.Snapshot("W-X14e").OpenTransactions).Id);
        Assert.Equal(2, (await TransactionsAsync("W-X14e")).Count);
    }

    private async Task AssertOneAsync(string name, int id, double energy, TransactionFlags flags)
    {
        var row = Assert.Single(await TransactionsAsync(name));
        Assert.Equal((id, energy, "EVDisconnected", flags), (row.Id, row.EnergyWh, row.StopReason, row.Flags));
    }

    private Task NamelessStopAsync(RawOcppClient client, string named, long meterStop, DateTimeOffset? at = null) => client.CallForResultAsync("StopTransaction",
        $$"""{{{named}}"meterStop":{{meterStop}},"timestamp":"{{Stamp(at ?? Central.Time.GetUtcNow())}}","reason":"EVDisconnected"}""");
}
