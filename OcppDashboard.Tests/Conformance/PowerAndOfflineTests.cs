using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Authorization.IdTags;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Power failures, transactions and stops of the time offline, faults.</summary>
public sealed class PowerAndOfflineTests(ConformanceSystem system) : ConformanceTest(system)
{
    private static readonly TimeSpan FourHours = TimeSpan.FromHours(4);

    [Fact]
    public async Task TC_032_1_power_failure_and_the_stop_comes_after_the_boot()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await chargePoint.LoseConnectionAsync();
        Assert.Equal(id, chargePoint.Snapshot.Connector(1)!.Transaction!.Id);
        await chargePoint.ConnectAsync();
        await chargePoint.BootAsync();
        await chargePoint.StatusAsync(0, "Available");
        await chargePoint.StatusAsync(1, "Finishing");
        await chargePoint.StatusAsync(2, "Available");
        await chargePoint.StopAsync(id, 1400, "PowerLoss", "TAG-1", ago: TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task TC_032_2_power_failure_and_the_stops_of_both_connectors_come_after_the_boot()
    {
        await using var chargePoint = await BootedAsync();
        var first = await chargePoint.ChargeAsync(1, "TAG-1");
        var second = await chargePoint.ChargeAsync(2, "TAG-2", 7000);
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        await chargePoint.BootAsync();
        Assert.Equal([first, second], chargePoint.Snapshot.OpenTransactions.Select(transaction => transaction.Id));
        await chargePoint.StopAsync(first, 1400, "PowerLoss", ago: TimeSpan.FromMinutes(5));
        await chargePoint.StopAsync(second, 7100, "PowerLoss", ago: TimeSpan.FromMinutes(5));
        foreach (var connector in new[] { 1, 2 }) await chargePoint.StatusAsync(connector, "Available");
        Assert.Equal(2, await Central.Transactions.CountAsync(chargePoint.Id));
    }

    [Fact]
    public async Task TC_034_power_failure_while_a_connector_is_Unavailable()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Available");
        var command = await chargePoint.OperatorAsync("ChangeAvailability", """{"connectorId":1,"type":"Inoperative"}""", """{"status":"Accepted"}""");
        await chargePoint.StatusAsync(1, "Unavailable");
        await EndedAsync(command, CommandState.Done);
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        await chargePoint.BootAsync();
        await chargePoint.StatusAsync(1, "Unavailable");
    }

    [Fact]
    public async Task TC_036_connection_loss_during_a_transaction()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        foreach (var minutes in new[] { 3, 2, 1 }) await chargePoint.MeterAsync(1, id, 2000 - 100 * minutes, ago: TimeSpan.FromMinutes(minutes));
        Assert.Equal((id, 900d), (chargePoint.Snapshot.Connector(1)!.Transaction!.Id, chargePoint.Snapshot.Connector(1)!.Transaction!.EnergyWh));
        Assert.Equal(3, (await Central.Get<MeterQueries>().OfTransactionAsync(id)).Count);
        await chargePoint.StopAsync(id, 2100, "Local", "TAG-1");
    }

    [Fact]
    public async Task TC_037_1_start_of_the_time_offline_with_a_valid_id_tag()
    {
        await using var chargePoint = await BootedAsync();
        var (id, status) = await chargePoint.StartAsync(1, "TAG-1", ago: FourHours);
        Assert.Equal("Accepted", status);
        await chargePoint.StatusAsync(1, "Charging", ago: FourHours);
        var row = await chargePoint.RowAsync(id);
        Assert.Equal(TransactionFlags.Offline, row.Flags);
        Assert.InRange(row.StartedAt, Central.Time.GetUtcNow() - FourHours - TimeSpan.FromMinutes(1), Central.Time.GetUtcNow() - FourHours);
    }

    [Fact]
    public async Task TC_037_2_start_of_the_time_offline_with_an_invalid_id_tag_that_goes_on()
    {
        await using var chargePoint = await BootedAsync();
        var (id, tag) = await StartInvalidAsync(chargePoint);
        await chargePoint.StatusAsync(1, "SuspendedEVSE");
        await chargePoint.StopAsync(id, 1100, "Local", tag);
        await chargePoint.StatusAsync(1, "Available");
    }

    [Fact]
    public async Task TC_037_3_start_of_the_time_offline_with_an_invalid_id_tag_that_is_stopped()
    {
        await using var chargePoint = await BootedAsync();
        var (id, tag) = await StartInvalidAsync(chargePoint);
        await chargePoint.StopAsync(id, 1100, "DeAuthorized", tag);
        await chargePoint.StatusAsync(1, "Finishing");
    }

    [Fact]
    public async Task TC_038_stop_of_the_time_offline()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        await chargePoint.StopAsync(id, 1500, "Local", "TAG-1", ago: TimeSpan.FromSeconds(1));
        await chargePoint.StatusAsync(1, "Available");
        Assert.Equal(500, (await chargePoint.RowAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task TC_039_whole_transaction_of_the_time_offline()
    {
        await using var chargePoint = await BootedAsync();
        var (id, status) = await chargePoint.StartAsync(1, "TAG-1", 1000, ago: FourHours);
        Assert.Equal("Accepted", status);
        await chargePoint.StopAsync(id, 9000, "Local", "TAG-1", ago: TimeSpan.FromHours(3));
        var row = await chargePoint.RowAsync(id);
        Assert.Equal((8000d, TimeSpan.FromHours(1).TotalMinutes), (row.EnergyWh!.Value, Math.Round((row.StoppedAt!.Value - row.StartedAt).TotalMinutes)));
    }

    [Fact]
    public async Task TC_041_fault_and_recovery()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Available");
        await chargePoint.StatusAsync(1, "Faulted", "GroundFailure");
        Assert.True(chargePoint.Snapshot.Connector(1)!.IsFaulted);
        await chargePoint.StatusAsync(1, "Available");
        Assert.False(chargePoint.Snapshot.Connector(1)!.IsFaulted);
    }

    /// <summary>A refused tag gets its transaction id all the same: what was charged must be told.</summary>
    private async Task<(int Id, string Tag)> StartInvalidAsync(PlayedChargePoint chargePoint)
    {
        var tag = $"INVALID-{chargePoint.Id}";
        await Central.Get<IdTagStore>().PutAsync(new() { IdTag = tag, Status = "Invalid" });
        var (id, status) = await chargePoint.StartAsync(1, tag, ago: FourHours);
        Assert.Equal("Invalid", status);
        await chargePoint.StatusAsync(1, "Charging", ago: FourHours);
        return (id, tag);
    }
}
