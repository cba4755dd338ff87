using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>From the moment a connection begins to close no CALL is acted on that could not be answered: it comes again.</summary>
public class ClosingTests
{
    private const string Password = "0123456789abcdef0123";

    [Fact]
    public async Task Reliability4_what_crosses_the_close_of_an_orderly_stop_is_not_acted_on()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        client.AutoClose = false; // it goes on sending: its messages and our close frame cross
        var stopping = central.StopAsync();
        Assert.Equal(1001, (await client.ReceiveCloseAsync()).Code);
        await client.SendTextAsync(Start("late"));
        await client.SendTextAsync(Status("late-status", 7));
        await stopping.WaitAsync(RawOcppClient.Deadline);
        await central.StartAgainAsync();
        Assert.Empty((await central.Transactions.ListAsync(new("CP-1"), 0, 10)).Rows);
        Assert.Null(central.Snapshot("CP-1").Connector(7));
    }

    [Fact]
    public async Task Reliability4_what_came_in_before_an_orderly_stop_is_answered_first()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await SetAsync(central, own => own with { ReplyDelayMs = 300 });
        await using var client = await central.BootAsync("CP-1");
        for (var i = 1; i <= 3; i++) await client.SendTextAsync(Status($"s{i}", i));
        await client.ExpectAnswerAsync("s1");
        await central.StopAsync().WaitAsync(RawOcppClient.Deadline);
        Assert.Equal(1001, (await client.ReceiveCloseAsync()).Code);
        Assert.Equal(2, client.Messages.Waiting.Count);
        await central.StartAgainAsync();
        Assert.Equal(3, central.Snapshot("CP-1").RealConnectors.Count());
    }

    [Theory]
    [InlineData("a person's disconnect")]
    [InlineData("a take-over")]
    [InlineData("a lost connection and its successor")]
    public async Task Reliability4_what_waits_when_a_connection_is_cut_is_not_acted_on(string how)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await SetAsync(central, own => own with { ReplyDelayMs = 2000, PasswordSha256 = ChargePointPassword.Hash(Password) });
        await using var client = await OpenAsync(central);
        for (var i = 1; i <= 3; i++) await client.SendTextAsync(Status($"s{i}", i));
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Connector(1) is not null, "the first status");
        RawOcppClient? young = null;
        switch (how)
        {
            case "a person's disconnect":
                central.Commands.Disconnect("CP-1", "Disconnected by a person");
                break;
            case "a take-over":
                young = await OpenAsync(central);
                break;
            default:
                client.Drop(reset: true);
                await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online, "the end of the connection");
                young = await OpenAsync(central);
                break;
        }
        await central.PassAsync(TimeSpan.FromSeconds(1), () => Statuses(central).Count == 3, "all exchanges in the log");
        Assert.Equal([ExchangeResult.Answered, ExchangeResult.NotActedOn, ExchangeResult.NotActedOn], Statuses(central).Select(row => row.Result));
        Assert.Equal([1], central.Snapshot("CP-1").RealConnectors.Select(connector => connector.Id));
        if (young is not null) await young.DisposeAsync();
    }

    [Fact]
    public async Task Reliability4_one_that_may_not_connect_any_more_is_answered_what_waits_and_nothing_behind_it()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await SetAsync(central, own => own with { ReplyDelayMs = 200 });
        await using var client = await central.BootAsync("CP-1");
        client.AutoClose = false;
        for (var i = 1; i <= 3; i++) await client.SendTextAsync(Status($"s{i}", i));
        await client.ExpectAnswerAsync("s1");
        var changing = SetAsync(central, own => own with { MayConnect = false });
        Assert.Equal(1008, (await client.ReceiveCloseAsync()).Code);
        await changing;
        await client.SendTextAsync(Status("s4", 4));
        await central.PassAsync(TimeSpan.FromSeconds(1), () => !central.Snapshot("CP-1").Online, "the end of the connection");
        Assert.Equal([1, 2, 3], central.Snapshot("CP-1").RealConnectors.Select(connector => connector.Id));
        Assert.Equal(2, client.Messages.Waiting.Count);
    }

    /// <summary>Hosted services stop in the reverse order of their registration.</summary>
    [Fact]
    public async Task House7_runs_halt_before_connections_close()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var order = central.Get<IEnumerable<IHostedService>>().Select(service => service.GetType().Name).Reverse().ToList();
        var closer = order.IndexOf(nameof(ConnectionMonitor));
        Assert.InRange(order.IndexOf("RunResumer"), 0, closer - 1);
        Assert.InRange(order.IndexOf("WebhookService"), 0, closer - 1);
    }

    [Fact]
    public async Task House14_when_the_time_for_stopping_is_over_no_peer_is_waited_for()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await SetAsync(central, own => own with { ReplyDelayMs = 2000 });
        await using var slow = await central.BootAsync("CP-1");
        slow.AutoClose = false;
        for (var i = 1; i <= 60; i++) await slow.SendTextAsync(Status($"s{i}", i));
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Connector(1) is not null, "the first status");
        await using var honest = await central.BootAsync("CP-2");
        using var over = new CancellationTokenSource();
        var stopping = central.Get<IEnumerable<IHostedService>>().OfType<ConnectionMonitor>().Single().StoppingAsync(over.Token);
        Assert.Equal(1001, (await honest.ReceiveCloseAsync()).Code); // while the other one still has its answers to come
        await over.CancelAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(3), central.Time); // answers are waited for for 5 s
        Assert.Null((await slow.ReceiveCloseAsync()).Code);
    }

    [Fact]
    public async Task House17_a_socket_that_does_not_close_holds_up_no_other_setting()
    {
        var ender = new StuckEnder();
        await using var central = await TestCentralSystem.StartAsync(services: services => services.AddSingleton<IConnectionTerminator>(ender));
        var locked = central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", own => own with { MayConnect = false });
        await ender.Called.Task.WaitAsync(RawOcppClient.Deadline);
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP-2", own => own with { Name = "Two" }).WaitAsync(RawOcppClient.Deadline);
        Assert.Equal("Two", central.Get<ChargePointSettingsStore>().Of("CP-2").Name);
        ender.Closed.SetResult();
        await locked.WaitAsync(RawOcppClient.Deadline);
    }

    [Fact]
    public async Task House17_what_is_forgotten_beside_a_change_does_not_come_back()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var (provisioning, store) = (central.Get<ChargePointSettingsService>(), central.Get<ChargePointSettingsStore>());
        for (var i = 0; i < 200; i++)
        {
            await provisioning.ChangeAsync("CP-1", own => own with { Name = "one" });
            await Task.WhenAll(provisioning.ChangeAsync("CP-1", own => own with { Name = "two" }), provisioning.ForgetAsync("CP-1"));
            var inMemory = store.Has("CP-1");
            Assert.Equal(inMemory, await central.ReadAsync(db => Task.FromResult(db.ChargePointSettings.Any(row => row.ChargePointId == "CP-1"))));
            Assert.False(inMemory); // asked for last
        }
    }

    [Fact]
    public async Task House21_an_observer_that_fails_leaves_no_connection_behind()
    {
        var observer = new BrokenObserver();
        await using var central = await TestCentralSystem.StartAsync(services: services => services.AddSingleton<IConnectionObserver>(observer));
        central.Logs.Expect("Serving CP-1 failed");
        await using (var client = await central.OpenAsync("CP-1"))
        {
            if (client.Answer!.Status == 101) client.Drop();
            await Eventually.IsAsync(() => observer.Ended > 0 && central.Get<ConnectionRegistry>().Count == 0, "the end of the connection");
        }
        Assert.False(central.Store.Find("CP-1")?.Online ?? false);
        await using var again = await central.OpenAsync("CP-1");
        await again.CallForResultAsync("Heartbeat");
    }

    private static Task SetAsync(TestCentralSystem central, Func<ChargePointSettings, ChargePointSettings> change) => central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", change);

    private static Task<RawOcppClient> OpenAsync(TestCentralSystem central) =>
        RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/CP-1") { Credentials = RawHandshake.User("CP-1", Password) });

    private static List<MessageRow> Statuses(TestCentralSystem central) =>
        [.. central.Get<MessageQueries>().LatestAsync(new(), null, 500).GetAwaiter().GetResult().Where(row => row.Action == "StatusNotification").OrderBy(row => row.UniqueId, StringComparer.Ordinal)];

    private static string Status(string id, int connector) => $$"""[2,"{{id}}","StatusNotification",{"connectorId":{{connector}},"errorCode":"NoError","status":"Available"}]""";

    private static string Start(string id) => $$"""[2,"{{id}}","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{{OcppTimestamp.Format(TimeProvider.System.GetUtcNow())}}"}]""";

    private sealed class StuckEnder : IConnectionTerminator
    {
        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task EndAsync(string chargePointId, string reason)
        {
            Called.TrySetResult();
            return Closed.Task;
        }

        public Task EndWhollyAsync(string chargePointId, string reason) => EndAsync(chargePointId, reason);
    }

    /// <summary>Fails at the first connection.</summary>
    private sealed class BrokenObserver : IConnectionObserver
    {
        private int connected, ended;

        public int Ended => Volatile.Read(ref ended);

        public void Connected(ConnectionDetails connection)
        {
            if (Interlocked.Increment(ref connected) == 1) throw new InvalidDataException("a fault of ours");
        }

        public void Disconnected(ConnectionDetails connection, string reason, bool replaced) => Interlocked.Increment(ref ended);
        public void Received(string chargePointId, DateTimeOffset at) { }
        public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice) { }
    }
}
