using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Row G10 of the table of habits, where it is about money: a start that says 0 because the meter is not read yet.</summary>
public sealed class RowG10Tests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task G10_a_start_of_0_counts_from_the_last_register_live_in_the_list_after_a_restart_and_at_the_stop(bool restarts)
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        await ChargeAsync(central, client, 40_000, 41_000);
        var id = await StartAsync(central, client, 0);
        Assert.True((await central.SnapshotAsync("CP-1", snapshot => snapshot.HasFinding("G10"), "finding")).Connector(1)!.Transaction!.EnergyWh == 0);
        await MeterAsync(central, client, id, 0); // still not read
        await MeterAsync(central, client, id, 41_250);
        if (restarts)
        {
            await client.DisposeAsync();
            await central.RestartAsync();
            client = await central.OpenAsync("CP-1");
        }
        var live = central.Snapshot("CP-1").Connector(1)!;
        Assert.Equal((250d, 41_250d, 0d, false), (live.Transaction!.EnergyWh, live.RegisterWh, live.Transaction.MeterStartWh, live.Transaction.RegisterIsRelative));
        using (var api = new ApiClient(central))
        {
            var listed = (await api.GetAsync($"transactions/{id}")).Ok();
            Assert.Equal((0, 250), (listed.GetProperty("meterStartWh").GetInt32(), listed.GetProperty("energyWh").GetInt32()));
            Assert.Equal("meter", Assert.Single(listed.GetProperty("flags").EnumerateArray()).GetString());
        }
        await MeterAsync(central, client, id, 41_400);
        Assert.Equal(400, central.Snapshot("CP-1").Connector(1)!.Transaction!.EnergyWh);
        await StopAsync(central, client, id, 41_500);
        var row = await RowAsync(central, id);
        Assert.Equal((0L, 41_500L, 500d, TransactionFlags.Meter, 41_000d), (row.MeterStartWh, row.MeterStopWh, row.EnergyWh, row.Flags, row.EnergyFromWh));
        var next = await StartAsync(central, client, 0); // and the next time too
        await StopAsync(central, client, next, 41_700);
        Assert.Equal(200, (await RowAsync(central, next)).EnergyWh);
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task G10_the_register_from_before_may_come_from_readings_outside_of_a_transaction_and_the_stop_may_be_the_only_one_since(bool restarts)
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        await MeterAsync(central, client, null, 70_000);
        if (restarts)
        {
            await client.DisposeAsync();
            await central.RestartAsync();
            client = await central.BootAsync("CP-1");
        }
        var id = await StartAsync(central, client, 0);
        await StopAsync(central, client, id, 70_300);
        var row = await RowAsync(central, id);
        Assert.Equal((0L, 300d, TransactionFlags.Meter), (row.MeterStartWh, row.EnergyWh, row.Flags));
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task G10_G9_readings_below_it_are_of_a_meter_that_counts_from_the_start_also_when_they_pass_it(bool restarts)
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        await ChargeAsync(central, client, 1000, 1500);
        var id = await StartAsync(central, client, 0);
        await MeterAsync(central, client, id, 600);
        Assert.Equal(600, Running(central).EnergyWh);
        if (restarts)
        {
            await client.DisposeAsync();
            await central.RestartAsync();
            client = await central.OpenAsync("CP-1");
            Assert.Equal(600, Running(central).EnergyWh);
        }
        await MeterAsync(central, client, id, 2600);
        Assert.Equal(2600, Running(central).EnergyWh);
        await StopAsync(central, client, id, 2700);
        var row = await RowAsync(central, id);
        Assert.Equal((2700d, TransactionFlags.None, 0d), (row.EnergyWh, row.Flags, row.EnergyFromWh));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task G10_G9_a_charge_point_that_counts_each_transaction_anew_loses_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        foreach (var energy in new[] { 3000, 7000, 9000 })
        {
            var id = await ChargeAsync(central, client, 0, energy);
            var row = await RowAsync(central, id);
            Assert.Equal((energy, TransactionFlags.None), ((int)row.EnergyWh!, row.Flags));
        }
        Assert.False(central.Snapshot("CP-1").HasFinding("G10"));
    }

    [Fact]
    public async Task G10_a_stop_of_0_counts_what_was_measured_and_a_stop_below_it_counts_from_0()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await ChargeAsync(central, client, 40_000, 41_000);
        var measured = await StartAsync(central, client, 0);
        await MeterAsync(central, client, measured, 41_250);
        await StopAsync(central, client, measured, 0);
        Assert.Equal((250d, TransactionFlags.Meter), (await RowAsync(central, measured) is var row ? (row.EnergyWh, row.Flags) : default));
        var nothing = await ChargeAsync(central, client, 0, 0);
        Assert.Equal(0, (await RowAsync(central, nothing)).EnergyWh);
        var below = await ChargeAsync(central, client, 0, 900);
        Assert.Equal((900d, TransactionFlags.None), (await RowAsync(central, below) is var last ? (last.EnergyWh, last.Flags) : default));
    }

    [Fact]
    public async Task G10_without_a_stop_it_counts_from_there_too()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await ChargeAsync(central, client, 40_000, 41_000);
        var first = await StartAsync(central, client, 0);
        await MeterAsync(central, client, first, 41_250);
        await StartAsync(central, client, 41_250); // supersedes it
        Assert.Equal((250d, TransactionFlags.Meter | TransactionFlags.Superseded), (await RowAsync(central, first) is var row ? (row.EnergyWh, row.Flags) : default));
        await StopAsync(central, client, first, 41_300); // its late stop
        Assert.Equal((300d, TransactionFlags.Meter), (await RowAsync(central, first) is var late ? (late.EnergyWh, late.Flags) : default));
    }

    private static TransactionSnapshot Running(TestCentralSystem central) => central.Snapshot("CP-1").Connector(1)!.Transaction!;

    private static async Task<TransactionRow> RowAsync(TestCentralSystem central, int id) => (await central.Transactions.FindAsync(id))!;

    private static async Task<int> ChargeAsync(TestCentralSystem central, RawOcppClient client, int from, int to)
    {
        var id = await StartAsync(central, client, from);
        await StopAsync(central, client, id, to);
        return id;
    }

    private static async Task<int> StartAsync(TestCentralSystem central, RawOcppClient client, int register) =>
        (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":{{register}},"timestamp":"{{Now(central)}}"}""")).GetProperty("transactionId").GetInt32();

    private static Task StopAsync(TestCentralSystem central, RawOcppClient client, int transaction, int register) =>
        client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{transaction}},"meterStop":{{register}},"timestamp":"{{Now(central)}}"}""");

    private static Task MeterAsync(TestCentralSystem central, RawOcppClient client, int? transaction, int register) => client.CallForResultAsync("MeterValues",
        $$"""{"connectorId":1,{{(transaction is null ? "" : $"\"transactionId\":{transaction},")}}"meterValue":[{"timestamp":"{{Now(central)}}","sampledValue":[{"value":"{{register}}"}]}]}""");

    /// <summary>A second later each time: equal starts are the same start.</summary>
    private static string Now(TestCentralSystem central)
    {
        central.Time.Advance(TimeSpan.FromSeconds(1));
        return OcppTimestamp.Format(central.Time.GetUtcNow());
    }
}
