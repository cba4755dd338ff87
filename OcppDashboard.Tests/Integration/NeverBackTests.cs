using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>The transaction of a charge point that never comes back is ended.</summary>
public class NeverBackTests
{
    private const string Id = "CP-1";

    [Fact]
    public async Task Growth_a_transaction_of_a_charge_point_that_never_comes_back_is_ended_and_its_late_stop_replaces_that()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var (id, _, measured) = await ChargeAndGoAsync(central);
        central.Time.Advance(TimeSpan.FromDays(6.9));
        await SweepAsync(central);
        Assert.True((await RowAsync(central, id)).IsOpen);
        central.Time.Advance(TimeSpan.FromDays(0.2));
        await central.PassAsync(TimeSpan.FromSeconds(16), () => central.Snapshot(Id).Connector(1)!.Transaction is null, "the inferred end");
        var ended = await RowAsync(central, id);
        Assert.Equal((true, 400d), (ended.Flags.HasFlag(TransactionFlags.Inferred), ended.EnergyWh));
        Assert.InRange((ended.StoppedAt!.Value - measured).TotalSeconds, -1, 1);
        Assert.DoesNotContain(central.Snapshot(Id).Findings, finding => finding.Code == "F19"); // it may have sent a stop that nobody took

        await using var back = await central.BootAsync(Id);
        var at = measured.AddHours(1);
        await back.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"idTag":"T","meterStop":2500,"timestamp":"{{OcppTimestamp.Format(at)}}"}""");
        var stopped = await RowAsync(central, id);
        Assert.Equal((1500d, false), (stopped.EnergyWh, stopped.Flags.HasFlag(TransactionFlags.Inferred)));
        Assert.InRange((stopped.StoppedAt!.Value - at).TotalSeconds, -1, 1);
        Assert.Single((await central.Transactions.ListAsync(new(Id), 0, 10)).Rows);
    }

    [Fact]
    public async Task Growth_a_start_that_comes_again_after_its_transaction_was_ended_so_is_the_same_one()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync(Id);
        var (id, start) = await StartAsync(central, client);
        await client.DisposeAsync(); // before the answer was heard
        await central.SnapshotAsync(Id, snapshot => !snapshot.Online, "an offline charge point");
        central.Time.Advance(TimeSpan.FromDays(8));
        await central.PassAsync(TimeSpan.FromSeconds(16), () => central.Snapshot(Id).Connector(1)!.Transaction is null, "the inferred end");
        await using var back = await central.BootAsync(Id);
        Assert.Equal(id, (await back.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32());
        Assert.Single((await central.Transactions.ListAsync(new(Id), 0, 10)).Rows);
    }

    [Fact]
    public async Task Growth_0_days_keep_it_open()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { OfflineTransactionDays = 0 });
        var (id, _, _) = await ChargeAndGoAsync(central);
        central.Time.Advance(TimeSpan.FromDays(400));
        await SweepAsync(central);
        Assert.True((await RowAsync(central, id)).IsOpen);
    }

    [Fact]
    public async Task Growth_after_a_start_of_the_server_it_has_an_hour_to_come_back()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var (id, _, _) = await ChargeAndGoAsync(central);
        await central.StopAsync();
        central.Time.Advance(TimeSpan.FromDays(30)); // the server was away, not the charge point
        await central.StartAgainAsync();
        await SweepAsync(central);
        Assert.True((await RowAsync(central, id)).IsOpen);
        central.Time.Advance(TimeSpan.FromHours(1));
        await central.PassAsync(TimeSpan.FromSeconds(16), () => central.Snapshot(Id).Connector(1)!.Transaction is null, "the inferred end");
        Assert.True((await RowAsync(central, id)).Flags.HasFlag(TransactionFlags.Inferred));
    }

    [Fact]
    public async Task Growth_one_that_is_connected_and_silent_goes_on()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync(Id);
        var (id, _) = await StartAsync(central, client);
        client.Drop();
        await central.SnapshotAsync(Id, snapshot => !snapshot.Online, "an offline charge point");
        central.Time.Advance(TimeSpan.FromDays(8));
        await using var back = await central.OpenAsync(Id);
        await back.CallForResultAsync("Heartbeat");
        await SweepAsync(central);
        Assert.True((await RowAsync(central, id)).IsOpen);
    }

    /// <summary>Charges to 1400 Wh from 1000 and is gone.</summary>
    private static async Task<(int Id, string Start, DateTimeOffset Measured)> ChargeAndGoAsync(TestCentralSystem central)
    {
        await using var client = await central.BootAsync(Id);
        var (id, start) = await StartAsync(central, client);
        central.Time.Advance(TimeSpan.FromMinutes(10));
        var measured = central.Time.GetUtcNow();
        await client.CallForResultAsync("MeterValues",
            $$"""{"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{OcppTimestamp.Format(measured)}}","sampledValue":[{"value":"1400"}]}]}""");
        client.Drop();
        await central.SnapshotAsync(Id, snapshot => !snapshot.Online, "an offline charge point");
        return (id, start, measured);
    }

    private static async Task<(int Id, string Start)> StartAsync(TestCentralSystem central, RawOcppClient client)
    {
        var start = $$"""{"connectorId":1,"idTag":"T","meterStart":1000,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}""";
        return ((await client.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32(), start);
    }

    /// <summary>More than a minute, in which all that runs was looked at.</summary>
    private static Task SweepAsync(TestCentralSystem central)
    {
        var until = central.Time.GetUtcNow().AddSeconds(140);
        return central.PassAsync(TimeSpan.FromSeconds(16), () => central.Time.GetUtcNow() >= until, "a sweep");
    }

    private static async Task<TransactionRow> RowAsync(TestCentralSystem central, int id) => (await central.Transactions.FindAsync(id))!;
}
