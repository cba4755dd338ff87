using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Authorization.IdTags;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Start and stop at the charge point, cache, meter values.</summary>
public sealed class ChargingTests(ConformanceSystem system) : ConformanceTest(system)
{
    [Fact]
    public async Task TC_003_plug_in_first()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Preparing");
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        var (id, status) = await chargePoint.StartAsync(1, "TAG-1");
        Assert.Equal("Accepted", status);
        await chargePoint.StatusAsync(1, "Charging");
        Assert.Equal((id, "TAG-1"), (chargePoint.Snapshot.Connector(1)!.Transaction!.Id, chargePoint.Snapshot.Connector(1)!.Transaction!.IdTag));
    }

    [Fact]
    public async Task TC_004_1_identification_first()
    {
        await using var chargePoint = await BootedAsync();
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await chargePoint.StatusAsync(1, "Preparing");
        var (_, status) = await chargePoint.StartAsync(1, "TAG-1");
        Assert.Equal("Accepted", status);
        await chargePoint.StatusAsync(1, "Charging");
        Assert.True(chargePoint.Snapshot.Connector(1)!.IsCharging);
    }

    [Fact]
    public async Task TC_004_2_identification_first_and_no_cable_in_time()
    {
        await using var chargePoint = await BootedAsync();
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await chargePoint.StatusAsync(1, "Preparing");
        await chargePoint.StatusAsync(1, "Available");
        Assert.Null(chargePoint.Snapshot.Connector(1)!.Transaction);
        Assert.Equal(0, await Central.Transactions.CountAsync(chargePoint.Id));
    }

    [Fact]
    public async Task TC_005_1_vehicle_unplugged_ends_the_transaction()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await chargePoint.StatusAsync(1, "SuspendedEV");
        await chargePoint.StopAsync(id, 3500, "EVDisconnected");
        await chargePoint.StatusAsync(1, "Finishing");
        await chargePoint.StatusAsync(1, "Available");
        Assert.Equal(2500, (await chargePoint.RowAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task TC_005_2_vehicle_unplugged_ends_the_transaction_and_the_connector_stays_locked()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await chargePoint.StatusAsync(1, "SuspendedEV");
        await chargePoint.StopAsync(id, 3500, "EVDisconnected");
        await chargePoint.StatusAsync(1, "Finishing");
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await chargePoint.StatusAsync(1, "Available");
        Assert.Equal(1, await Central.Transactions.CountAsync(chargePoint.Id));
    }

    [Fact]
    public async Task TC_005_3_vehicle_unplugged_suspends_the_transaction_until_it_is_plugged_in_again()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await chargePoint.StatusAsync(1, "SuspendedEV");
        Assert.Equal(id, chargePoint.Snapshot.Connector(1)!.Transaction!.Id);
        await chargePoint.StatusAsync(1, "Charging");
        await chargePoint.MeterAsync(1, id, 1800);
        Assert.Equal(800, chargePoint.Snapshot.Connector(1)!.Transaction!.EnergyWh);
        await chargePoint.StopAsync(id, 2000, "Local", "TAG-1");
    }

    [Fact]
    public async Task TC_007_start_with_a_cached_id_tag_without_Authorize()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Preparing");
        var (_, status) = await chargePoint.StartAsync(1, "TAG-CACHED");
        Assert.Equal("Accepted", status);
        await chargePoint.StatusAsync(1, "Charging");
        Assert.Equal("TAG-CACHED", chargePoint.Snapshot.Connector(1)!.Transaction!.IdTag);
    }

    [Fact]
    public async Task TC_061_clear_the_authorization_cache()
    {
        await using var chargePoint = await BootedAsync();
        var cleared = await chargePoint.OperatorAsync("ClearCache", "{}", """{"status":"Accepted"}""");
        Assert.Equal("Accepted", (await EndedAsync(cleared, CommandState.Done)).Status);
        await chargePoint.StatusAsync(1, "Preparing");
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        var refused = await chargePoint.OperatorAsync("ClearCache", "{}", """{"status":"Rejected"}""");
        await EndedAsync(refused, CommandState.Refused);
    }

    [Fact]
    public Task TC_023_1_authorize_invalid() => RefusedAsync("Invalid", new() { IdTag = "INVALID-1", Status = "Invalid" });

    [Fact]
    public Task TC_023_2_authorize_expired() => RefusedAsync("Expired", new() { IdTag = "EXPIRED-1", Status = "Accepted", ExpiresAt = Central.Time.GetUtcNow().AddDays(-1) });

    [Fact]
    public Task TC_023_3_authorize_blocked() => RefusedAsync("Blocked", new() { IdTag = "BLOCKED-1", Status = "Blocked" });

    [Fact]
    public async Task TC_024_connector_lock_failure_starts_nothing()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Preparing");
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await chargePoint.StatusAsync(1, "Faulted", "ConnectorLockFailure");
        Assert.True(chargePoint.Snapshot.Connector(1)!.IsFaulted);
        Assert.Null(chargePoint.Snapshot.Connector(1)!.Transaction);
    }

    [Fact]
    public async Task TC_068_stop_with_the_id_tag_of_the_start()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        Assert.Equal("Accepted", await chargePoint.StopAsync(id, 1500, "Local", "TAG-1"));
        await chargePoint.StatusAsync(1, "Finishing");
        await chargePoint.StatusAsync(1, "Available");
    }

    [Fact]
    public async Task TC_069_stop_with_another_id_tag_of_the_same_parent()
    {
        await using var chargePoint = await BootedAsync();
        var (mine, other, parent) = ($"A-{chargePoint.Id}", $"B-{chargePoint.Id}", $"G-{chargePoint.Id}");
        foreach (var tag in new[] { mine, other }) await Central.Get<IdTagStore>().PutAsync(new() { IdTag = tag, ParentIdTag = parent, Status = "Accepted" });
        var id = await chargePoint.ChargeAsync(1, mine);
        var info = (await chargePoint.CallAsync("Authorize", $$"""{"idTag":"{{other}}"}""")).GetProperty("idTagInfo");
        Assert.Equal(("Accepted", parent), (info.GetProperty("status").GetString(), info.GetProperty("parentIdTag").GetString()));
        Assert.Equal("Accepted", await chargePoint.StopAsync(id, 1500, "Local", other));
        await chargePoint.StatusAsync(1, "Finishing");
        await chargePoint.StatusAsync(1, "Available");
    }

    [Fact]
    public async Task TC_070_sampled_meter_values()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        foreach (var register in new[] { 1100, 1200, 1300 }) await chargePoint.MeterAsync(1, id, register);
        Assert.Equal(300, chargePoint.Snapshot.Connector(1)!.Transaction!.EnergyWh);
        var points = await Central.Get<MeterQueries>().OfTransactionAsync(id);
        Assert.Equal([1100d, 1200d, 1300d], points.Select(point => point.EnergyWh!.Value));
        await chargePoint.StopAsync(id, 1300, "Local", "TAG-1");
    }

    [Fact]
    public async Task TC_071_clock_aligned_meter_values_outside_of_a_transaction()
    {
        await using var chargePoint = await BootedAsync();
        foreach (var connector in new[] { 0, 1, 2 })
            await chargePoint.TellAsync("MeterValues", $$$"""
                {"connectorId":{{{connector}}},"meterValue":[{"timestamp":"{{{Now}}}","sampledValue":[
                {"value":"{{{5000 + connector}}}","context":"Sample.Clock","measurand":"Energy.Active.Import.Register","unit":"Wh"},
                {"value":"231.5","context":"Sample.Clock","measurand":"Voltage","phase":"L1-N","unit":"V"}]}]}
                """);
        var now = Central.Time.GetUtcNow();
        var point = Assert.Single(await Central.Get<MeterQueries>().OfConnectorAsync(chargePoint.Id, 1, now.AddMinutes(-1), now.AddMinutes(1)));
        Assert.Equal((5001d, 231.5, "Sample.Clock"), (point.EnergyWh!.Value, point.VoltageL1V!.Value, point.Context));
    }

    private async Task RefusedAsync(string status, IdTagEntity tag)
    {
        await Central.Get<IdTagStore>().PutAsync(tag);
        await using var chargePoint = await BootedAsync();
        Assert.Equal(status, await chargePoint.AuthorizeAsync(tag.IdTag));
        await chargePoint.StatusAsync(1, "Preparing");
        await chargePoint.StatusAsync(1, "Available");
        Assert.Equal(0, await Central.Transactions.CountAsync(chargePoint.Id));
    }
}
