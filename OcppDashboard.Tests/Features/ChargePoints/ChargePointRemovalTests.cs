using System.Net;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.State;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.ChargePoints;

/// <summary>A charge point that is removed leaves nothing behind but what somebody chose to keep, and may come again as a new one.</summary>
public class ChargePointRemovalTests
{
    [Fact]
    public async Task House6_a_removed_charge_point_is_gone_from_the_list_and_stays_so_after_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await using var other = await central.BootAsync("CP-2");
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("charge-points/CP-1?history=keep")).Status);
        Assert.Equal(1008, (await client.ReceiveCloseAsync()).Code);
        (await api.GetAsync("charge-points/CP-1")).Problem(HttpStatusCode.NotFound);
        Assert.Equal(["CP-2"], central.Store.All.Select(snapshot => snapshot.Id));
        Assert.True(central.Snapshot("CP-2").Online);
        await central.RestartAsync();
        Assert.Equal(["CP-2"], central.Store.All.Select(snapshot => snapshot.Id));
        using var again = new ApiClient(central);
        (await again.DeleteAsync("charge-points/CP-1?history=keep")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Its_history_goes_with_it_where_that_is_asked_for_and_no_other()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await using var other = await central.BootAsync("CP-2");
        await LiveAsync(central, client);
        await LiveAsync(central, other);
        foreach (var (id, one) in new[] { ("CP-1", client), ("CP-2", other) })
        {
            var command = central.Start(id, "ClearCache");
            await one.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
            await central.CommandAsync(command.Id, known => known.IsOver);
        }
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("charge-points/cp-1?history=delete")).Status);
        await central.ReadAsync(db => db.ChargePoints.Select(c => c.Id).ToListAsync(), ids => ids.SequenceEqual(["CP-2"]),
            "only the other charge point");
        var left = await central.ReadAsync(async db => new[]
        {
            await db.Transactions.CountAsync(), await db.MeterValues.CountAsync(), await db.Statuses.Select(s =>
                s.ChargePointKey).Distinct().CountAsync(),
            await db.Messages.Select(m => m.ChargePointKey).Distinct().CountAsync(), await db.MessageBlocks.CountAsync(),
                await db.MeterBlocks.CountAsync(),
            await db.Occurrences.Select(o => o.ChargePointKey).Distinct().CountAsync(), await db.Commands.Select(c =>
                c.ChargePointKey).Distinct().CountAsync(),
        });
        Assert.Equal([1, 2, 1, 1, 1, 1, 1, 1], left);
        Assert.Equal("CP-2", Assert.Single((await central.Transactions.ListAsync(new(), 0, 10)).Rows).ChargePointId);
    }

    [Fact]
    public async Task Its_history_stays_where_that_is_asked_for_and_its_running_transaction_ends()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await LiveAsync(central, client);
        var started = await client.CallForResultAsync("StartTransaction",
            """{"connectorId":2,"idTag":"T","meterStart":0,"timestamp":"2026-01-01T00:00:00Z"}""");
        var told = new System.Collections.Concurrent.ConcurrentQueue<ChargePointEvent>();
        using var listening = central.Get<ChargePointEvents>().Subscribe(told.Enqueue);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("charge-points/CP-1?history=keep")).Status);
        var stopped = Assert.Single(told.OfType<TransactionStopped>());
        Assert.Equal((started.GetProperty("transactionId").GetInt32(), 2), (stopped.TransactionId, stopped.ConnectorId));
        Assert.Single(told.OfType<ChargePointRemoved>());
        var rows = (await central.Transactions.ListAsync(new(), 0, 10)).Rows;
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.NotNull(row.StoppedAt));
        await central.RestartAsync();
        Assert.Empty(central.Store.All);

        await using var back = await central.OpenAsync("CP-1");
        var snapshot = await central.SnapshotAsync("CP-1", known => known.Online);
        Assert.Null(snapshot.Boot); // a new one
        Assert.Empty(snapshot.Connectors);
        await back.CallForResultAsync("StopTransaction",
            $$"""{"transactionId":{{started.GetProperty("transactionId")}},"meterStop":10,"timestamp":"2026-01-01T01:00:00Z"}""");
        await central.RestartAsync();
        Assert.Equal(["CP-1"], central.Store.All.Select(snapshot => snapshot.Id));
    }

    [Fact]
    public async Task What_was_set_goes_too_and_it_may_come_again_as_a_stranger()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-1", """{"name":"Yard","password":"correct horse battery"}""")).Ok();
        await using (var refused = await RawOcppClient.OpenAsync(central.Port, "/ocpp/CP-1")) Assert.Equal(401, refused.Answer!.Status);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("charge-points/CP-1?history=delete")).Status);
        Assert.False(central.Get<ChargePointSettingsStore>().Has("CP-1"));
        await using (var client = await central.BootAsync("CP-1")) Assert.Null(central.Snapshot("CP-1").Name);
        await central.RestartAsync();
        Assert.False(central.Get<ChargePointSettingsStore>().Has("CP-1"));
    }

    [Fact]
    public async Task The_end_of_a_transaction_brings_no_removed_charge_point_back()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Get<TransactionEnder>().End("GONE", 1, 1, default, null, central.Time.GetUtcNow());
        Assert.Empty(central.Store.All);
    }

    [Fact]
    public async Task A_choice_that_is_none_is_named_and_removes_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        (await api.DeleteAsync("charge-points/CP-1?history=perhaps")).Names("history");
        Assert.True(central.Snapshot("CP-1").Online);
    }

    [Fact]
    public async Task Removing_many_times_while_it_comes_again_and_again_ends_well()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        for (var round = 0; round < 5; round++)
        {
            await using var client = await central.BootAsync("CP-1");
            await LiveAsync(central, client);
            var sending = client.SendTextAsync("""[2,"on-its-way","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Charging"}]""");
            Assert.Equal(HttpStatusCode.NoContent,
                (await api.DeleteAsync($"charge-points/CP-1?history={(round % 2 == 0 ? "delete" : "keep")}")).Status);
            await sending;
            Assert.Empty(central.Store.All);
        }
        await central.RestartAsync();
        Assert.Empty(central.Store.All);
    }

    /// <summary>A charge point that did a bit of everything.</summary>
    internal static async Task LiveAsync(TestCentralSystem central, RawOcppClient client)
    {
        var now = central.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""");
        await client.CallForResultAsync("Authorize", """{"idTag":"NOBODYS"}""");
        var started = await client.CallForResultAsync("StartTransaction",
            $$"""{"connectorId":1,"idTag":"T","meterStart":1000,"timestamp":"{{now}}"}""");
        var id = started.GetProperty("transactionId").GetInt32();
        await client.CallForResultAsync("MeterValues",
            $$"""{"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{now}}","sampledValue":[{"value":"1100"}]}]}""");
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":1200,"timestamp":"{{now}}"}""");
        await client.CallForResultAsync("MeterValues",
            $$"""{"connectorId":1,"meterValue":[{"timestamp":"{{now}}","sampledValue":[{"value":"1200"}]}]}""");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Sleeping"}""");
        await client.CallForResultAsync("SecurityEventNotification", $$"""{"type":"TamperDetectionActivated","timestamp":"{{now}}"}""");
        await client.CallForResultAsync("DataTransfer", """{"vendorId":"Acme","data":"x"}""");
    }
}
