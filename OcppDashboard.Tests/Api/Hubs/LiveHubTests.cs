using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using OcppDashboard.Api.Hubs;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Live;
using OcppDashboard.Metering;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.Hubs;

/// <summary>The hub for wallboards, played by Microsoft's client.</summary>
public class LiveHubTests
{
    private const string Reading = """{"connectorId":1,"transactionId":TX,"meterValue":[{"timestamp":"2026-05-12T12:00:00Z","sampledValue":[{"value":"11000","measurand":"Power.Active.Import"},{"value":"1500"}]}]}""";

    [Fact]
    public async Task First_comes_what_is_there_then_what_changes()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var charger = await central.BootAsync("CP-1");
        await charger.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Available","errorCode":"NoError"}""");
        await using var client = await WallboardClient.OpenAsync(central.Port);
        await client.SubscribeAsync(null, "status", "transactions", "meter");

        var there = await client.NextAsync("status");
        Assert.Equal("CP-1", there.GetProperty("chargePointId").GetString());
        Assert.True(there.GetProperty("online").GetBoolean());
        Assert.Equal("Acme", there.GetProperty("vendor").GetString());
        Assert.Equal("Available", there.GetProperty("connectors")[0].GetProperty("status").GetString());
        await client.NextAsync("ready");

        await charger.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Preparing","errorCode":"NoError"}""");
        var changed = await client.NextAsync("status", e => e.GetProperty("connectors")[0].GetProperty("status").GetString() == "Preparing");
        Assert.Equal(1, changed.GetProperty("connectors")[0].GetProperty("id").GetInt32());

        var start = await charger.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2026-05-12T12:00:00Z"}""");
        var id = start.GetProperty("transactionId").GetInt32();
        var started = await client.NextAsync("transaction");
        Assert.Equal(("started", id, "TAG"), (started.GetProperty("change").GetString(), started.GetProperty("id").GetInt32(), started.GetProperty("idTag").GetString()));

        await charger.CallForResultAsync("MeterValues", Reading.Replace("TX", id.ToString()));
        var meter = await client.NextAsync("meter");
        Assert.Equal((11000, 1500, id), (meter.GetProperty("powerW").GetDouble(), meter.GetProperty("energyWh").GetDouble(), meter.GetProperty("transactionId").GetInt32()));

        await using var second = await WallboardClient.OpenAsync(central.Port);
        await second.SubscribeAsync("cp-1", "transactions", "meter");
        Assert.Equal("running", (await second.NextAsync("transaction")).GetProperty("change").GetString());
        Assert.Equal(11000, (await second.NextAsync("meter")).GetProperty("powerW").GetDouble());

        await charger.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":2500,"timestamp":"2026-05-12T13:00:00Z","reason":"EVDisconnected"}""");
        var stopped = await client.NextAsync("transaction");
        Assert.Equal(("stopped", id, "EVDisconnected", 1500), (stopped.GetProperty("change").GetString(), stopped.GetProperty("id").GetInt32(), stopped.GetProperty("stopReason").GetString(), stopped.GetProperty("energyWh").GetDouble()));

        charger.Drop();
        Assert.Equal("CP-1", (await client.NextAsync("status", e => !e.GetProperty("online").GetBoolean())).GetProperty("chargePointId").GetString());
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_what_it_opened()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var (entry, key) = await central.Get<ApiKeyStore>().CreateAsync("wall");
        var (other, _) = await central.Get<ApiKeyStore>().CreateAsync("another");
        await using var connection = new HubConnectionBuilder().WithUrl($"http://localhost:{central.Port}/hubs/live", options => options.AccessTokenProvider = () => Task.FromResult<string?>(key)).Build();
        var closed = new TaskCompletionSource();
        connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await connection.StartAsync();
        var events = await connection.StreamAsChannelAsync<JsonElement>("Subscribe", (string[])["status"], null);
        Assert.Equal("ready", (await events.ReadAsync()).GetProperty("type").GetString());
        await central.Get<ApiKeyStore>().RevokeAsync(other.Id);
        await using (var charger = await central.BootAsync("CP-1")) Assert.Equal("CP-1", (await events.ReadAsync()).GetProperty("chargePointId").GetString()); // its own still holds
        await central.Get<ApiKeyStore>().RevokeAsync(entry.Id);
        await closed.Task.WaitAsync(RawOcppClient.Deadline);
    }

    [Fact]
    public async Task A_superseded_transaction_is_stopped_once_to_hub_and_webhooks()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await central.Get<WebhookList>().AddAsync(receiver.Url, [WebhookEvents.TransactionStarted, WebhookEvents.TransactionStopped]);
        await using var charger = await central.BootAsync("CP-1");
        await using var client = await WallboardClient.OpenAsync(central.Port);
        await client.SubscribeAsync(null, "transactions");
        await client.NextAsync("ready");
        async Task<int> StartAsync(string idTag, int meterStart) => (await charger.CallForResultAsync("StartTransaction",
            $$"""{"connectorId":1,"idTag":"{{idTag}}","meterStart":{{meterStart}},"timestamp":"2026-05-12T12:00:00Z"}""")).GetProperty("transactionId").GetInt32();
        var first = await StartAsync("ANN", 1000);
        await charger.CallForResultAsync("MeterValues", Reading.Replace("TX", first.ToString()));
        var second = await StartAsync("BOB", 1500);
        Assert.Equal(second, await StartAsync("BOB", 1500)); // sent again: nothing ends twice
        await charger.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{first}},"meterStop":1600,"timestamp":"2026-05-12T12:30:00Z","reason":"Local"}"""); // comes after all
        await charger.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{second}},"meterStop":2500,"timestamp":"2026-05-12T13:00:00Z","reason":"Remote"}""");
        (string?, int, string?, double?)[] expected = [("started", first, null, 0), ("stopped", first, null, 500), ("started", second, null, 0), ("stopped", second, "Remote", 1000)];
        foreach (var one in expected)
        {
            var told = await client.NextAsync("transaction");
            Assert.Equal(one, (told.GetProperty("change").GetString(), told.GetProperty("id").GetInt32(), told.GetProperty("stopReason").GetString(), told.GetProperty("energyWh").GetDouble()));
            using var body = System.Text.Json.JsonDocument.Parse((await receiver.NextAsync()).Body);
            Assert.Equal(($"transaction.{one.Item1}", one.Item2), (body.RootElement.GetProperty("event").GetString(), body.RootElement.GetProperty("data").GetProperty("transactionId").GetInt32()));
        }
        var row = await central.ReadAsync(db => Task.FromResult(db.Transactions.Single(t => t.Id == first)));
        Assert.Equal((600, "Local"), (row.EnergyWh, row.StopReason));
        Assert.Equal(1500, central.Get<FleetMeter>().EnergyTodayWh, 1); // 500 + 1000, each counted once
    }

    [Fact]
    public async Task One_charge_point_is_all_that_comes_when_it_is_asked_for()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var mine = await central.BootAsync("MINE");
        await using var other = await central.BootAsync("OTHER");
        await using var client = await WallboardClient.OpenAsync(central.Port);
        await client.SubscribeAsync("MINE", "status", "frames");
        await client.NextAsync("ready");
        await other.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Faulted","errorCode":"GroundFailure"}""");
        await mine.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Available","errorCode":"NoError"}""");
        await client.NextAsync("frame", e => e.GetProperty("action").GetString() == "StatusNotification" && e.GetProperty("chargePointId").GetString() == "MINE");
        Assert.DoesNotContain(client.Events.Waiting, e => e.TryGetProperty("chargePointId", out var id) && id.GetString() == "OTHER");
    }

    [Fact]
    public async Task Frames_come_with_secrets_masked()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var charger = await central.BootAsync("CP-1");
        await using var client = await WallboardClient.OpenAsync(central.Port);
        await client.SubscribeAsync(null, "frames");
        await client.NextAsync("ready");
        central.Start("CP-1", "ChangeConfiguration", """{"key":"AuthorizationKey","value":"0123456789ABCDEF0123"}""");
        var waiting = await client.NextAsync("frame", e => e.GetProperty("action").GetString() == "ChangeConfiguration");
        Assert.Equal("Waiting", waiting.GetProperty("result").GetString());
        Assert.DoesNotContain("0123456789ABCDEF0123", waiting.GetProperty("call").GetString(), StringComparison.Ordinal);
        Assert.Contains("••••", waiting.GetProperty("call").GetString(), StringComparison.Ordinal);
        Assert.False(waiting.GetProperty("fromChargePoint").GetBoolean());
    }

    [Theory]
    [InlineData("nonsense", "There is no topic")]
    [InlineData(null, "No topic")]
    public async Task A_wrong_topic_is_refused_in_words(string? topic, string words)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await WallboardClient.OpenAsync(central.Port);
        var stream = await client.StreamAsync(null, topic is null ? [] : [topic]);
        var refused = await stream.ReadAsync().AsTask().WaitAsync(RawOcppClient.Deadline);
        Assert.Equal("refused", refused.GetProperty("type").GetString());
        Assert.Contains(words, refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await stream.Completion.WaitAsync(RawOcppClient.Deadline);
    }

    [Fact]
    public async Task A_client_has_no_more_than_eight_streams_and_what_it_leaves_is_ended()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var topics = central.Get<LiveTopics>();
        await using (var client = await WallboardClient.OpenAsync(central.Port))
        {
            for (var i = 0; i < 8; i++) await client.SubscribeAsync(null, "status");
            await Eventually.IsAsync(() => topics.Streams == 8, "eight streams");
            var ninth = await client.StreamAsync(null, "status");
            Assert.Equal("refused", (await ninth.ReadAsync().AsTask().WaitAsync(RawOcppClient.Deadline)).GetProperty("type").GetString());
        }
        await Eventually.IsAsync(() => topics.Streams == 0, "no stream");
        Assert.False(central.Store.MeterPoints.HasListeners);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_up_nobody_and_is_told_what_it_missed()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var charger = await central.BootAsync("CP-1");
        using var slow = new ClientWebSocket();
        slow.Options.SetBuffer(256, 256);
        await slow.ConnectAsync(new Uri($"ws://localhost:{central.Port}/hubs/live"), CancellationToken.None);
        await slow.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e{\"type\":4,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[[\"meter\"],null]}\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
        await Eventually.IsAsync(() => central.Store.MeterPoints.HasListeners, "a listener");

        // far more than the buffers of two sockets take
        var point = new MeterPoint { At = DateTimeOffset.UnixEpoch, Context = new string('x', 2000), PowerW = 1 };
        for (var i = 0; i < 20_000; i++) central.Store.MeterPoints.Publish(new LiveMeterPoint("CP-1", 1, null, point));
        await charger.CallForResultAsync("Heartbeat", "{}");

        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        using var deadline = new CancellationTokenSource(RawOcppClient.Deadline);
        while (!text.ToString().Contains("\"missed\"", StringComparison.Ordinal))
        {
            if (text.Length > 1 << 20) text.Remove(0, text.Length - 200);
            var part = await slow.ReceiveAsync(buffer.AsMemory(), deadline.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
        }
    }

    [Fact]
    public void A_feed_counts_what_a_slow_reader_misses()
    {
        var feed = new PushFeed<int>();
        using var listener = feed.Listen(capacity: 3);
        for (var i = 0; i < 10; i++) feed.Publish(i);
        Assert.Equal(7, listener.Dropped);
        Assert.True(listener.Items.TryRead(out var first));
        Assert.Equal(7, first);
    }
}
