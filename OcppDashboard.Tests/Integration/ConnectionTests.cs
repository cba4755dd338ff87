using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Connections that come, go and take each other's place.</summary>
public class ConnectionTests
{
    [Fact]
    public async Task A_disconnect_in_the_middle_of_a_call_ends_it_at_once()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            var sending = central.Start("CP-1", "ClearCache");
            var waiting = central.Start("CP-1", "GetLocalListVersion");
            await client.ExpectCallAsync("ClearCache");
            client.Drop();
            await central.CommandAsync(sending.Id, command => command.State == CommandState.Disconnected);
            await central.CommandAsync(waiting.Id, command => command.State == CommandState.NotSent);
        }
        var offline = await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online);
        Assert.Equal("the connection was lost", offline.OfflineReason);
        await using var again = await central.BootAsync("CP-1");
        var next = central.Commands.SendAsync("CP-1", new ClearCacheRequest(), "test");
        await again.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        Assert.Equal(CommandState.Done, (await next).State);
    }

    [Fact]
    public async Task A_dead_connection_is_replaced_its_pending_call_ends_and_its_late_close_removes_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var old = await central.BootAsync("CP-1");
        var pending = central.Start("CP-1", "ClearCache");
        await old.ExpectCallAsync("ClearCache");
        old.AutoPong = false;
        await using var young = await central.BootAsync("CP-1");
        Assert.Equal(101, young.Answer!.Status);
        var ended = await central.CommandAsync(pending.Id, command => command.State == CommandState.Disconnected);
        Assert.Contains("replaced", ended.Steps[^1].Text, StringComparison.Ordinal);
        Assert.Null((await old.ReceiveCloseAsync()).Code);
        old.Drop();
        Assert.True(central.Snapshot("CP-1").Online);
        var next = central.Commands.SendAsync("CP-1", new ClearCacheRequest(), "test");
        await young.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        Assert.Equal(CommandState.Done, (await next).State);
    }

    [Fact]
    public async Task A_live_connection_keeps_its_place_and_the_newcomer_is_told_why()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { TakeoverPing = TimeSpan.FromSeconds(60) });
        await using var old = await central.BootAsync("CP-1");
        await using var stranger = await central.OpenAsync("cp-1");
        Assert.Equal(503, stranger.Answer!.Status);
        Assert.NotNull(stranger.Answer.Header("Retry-After"));
        Assert.InRange(old.PingsSeen, 1, 10);
        await old.CallForResultAsync("Heartbeat");
        Assert.Contains(central.Get<HandshakeAttempts>().Latest, attempt => attempt is { Identity: "CP-1", Reason: "another connection with this identity is alive" });
    }

    [Fact]
    public async Task A_connection_that_ends_while_it_is_asked_is_not_alive()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { TakeoverPing = TimeSpan.FromSeconds(60) });
        await using var old = await central.BootAsync("CP-1");
        old.AutoPong = false;
        var coming = central.OpenAsync("CP-1");
        await old.ReceivePingAsync();
        old.Drop();
        await using var young = await coming;
        Assert.Equal(101, young.Answer!.Status);
        Assert.True((await central.SnapshotAsync("CP-1", snapshot => snapshot.Online)).Online);
    }

    [Fact]
    public async Task A_quick_reconnect_never_leaves_a_connected_charge_point_offline()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { TakeoverPing = TimeSpan.Zero });
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async number =>
        {
            var id = $"CP-{number}";
            for (var i = 0; i < 25; i++)
            {
                await using var first = await central.OpenAsync(id);
                first.Drop(reset: i % 2 == 0);
                await using var second = await central.OpenAsync(id);
                await second.CallForResultAsync("Heartbeat");
                Assert.True(central.Snapshot(id).Online);
            }
        }));
    }

    [Fact]
    public async Task A_charge_point_that_answers_no_ping_stays_connected()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { PingInterval = TimeSpan.FromMilliseconds(50) });
        await using var client = await central.BootAsync("CP-1");
        client.AutoPong = false;
        for (var i = 0; i < 10; i++) await client.ReceivePingAsync();
        await client.CallForResultAsync("Heartbeat");
        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task A_connection_without_a_single_byte_for_long_is_closed()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        client.AutoPong = false;
        await central.PassAsync(TimeSpan.FromMinutes(5), () => !central.Snapshot("CP-1").Online, "end of the silent connection");
        Assert.Contains("nothing was heard", central.Snapshot("CP-1").OfflineReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_answers_what_came_in_and_closes_with_1001()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        for (var i = 0; i < 20; i++)
            await client.SendTextAsync($$"""[2,"m{{i}}","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":"{{i + 1}}"}]}]}]""");
        await client.ExpectAnswerAsync("m0");
        await central.StopAsync();
        Assert.Equal(1001, (await client.ReceiveCloseAsync()).Code);
        var answered = 1 + client.Messages.Waiting.Count;
        await central.StartAgainAsync();
        var kept = await central.ReadAsync(db => Task.FromResult(db.MeterValues.Count()));
        Assert.InRange(kept, answered, 20);
    }

    [Fact]
    public async Task A_connection_that_does_not_answer_the_close_is_dropped_when_the_server_stops()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        client.AutoClose = false;
        await central.StopAsync().WaitAsync(RawOcppClient.Deadline);
        Assert.Equal(1001, (await client.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task Connections_that_say_nothing_or_break_off_cost_nothing_and_log_no_error()
    {
        await using var central = await TestCentralSystem.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await using var nobody = await RawOcppClient.ConnectAsync(central.Port);
            if (i % 2 == 0) await nobody.SendBytesAsync("GET /ocpp/x HT"u8.ToArray());
            nobody.Drop(reset: true);
        }
        await using var silent = await RawOcppClient.ConnectAsync(central.Port);
        var ending = silent.EndsAsync();
        await central.PassAsync(TimeSpan.FromSeconds(1), () => ending.IsCompleted, "end of the silent connection");
        Assert.True(await ending);
        await using var client = await central.BootAsync("CP-1");
    }
}
