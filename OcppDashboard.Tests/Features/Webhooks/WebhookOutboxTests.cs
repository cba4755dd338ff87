using System.Text.Json;
using OcppDashboard.Data.History;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Webhooks;

/// <summary>What is told outward is on disk with what it tells: a kill in any moment loses neither alone.</summary>
public class WebhookOutboxTests
{
    [Fact]
    public async Task R4_a_delivery_is_on_disk_when_the_start_or_stop_is_answered()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<WebhookList>().AddAsync("http://127.0.0.1:9/", [WebhookEvents.TransactionStarted, WebhookEvents.TransactionStopped]);
        await using var client = await central.BootAsync("CP-1");
        for (var i = 1; i <= 20; i++)
        {
            var start = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T{{i}}","meterStart":0,"timestamp":"2026-11-20T10:{{i:00}}:00Z"}""");
            var id = start.GetProperty("transactionId").GetInt32();
            Assert.Contains(id, await ToldAsync(central, WebhookEvents.TransactionStarted));
            await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":10,"timestamp":"2026-11-20T10:{{i:00}}:30Z"}""");
            Assert.Contains(id, await ToldAsync(central, WebhookEvents.TransactionStopped));
        }
    }

    [Fact]
    public async Task R4_a_start_that_could_not_be_kept_is_not_told()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        central.Logs.Expect("could not be"); // neither the start without its delivery nor the delivery without its start
        await central.Get<WebhookList>().AddAsync(receiver.Url + "/hook", [WebhookEvents.TransactionStarted, WebhookEvents.TransactionStopped]);
        await using var client = await central.BootAsync("CP-1");
        await central.Get<HistoryWriter>().KeepAsync(new SqlWork("ALTER TABLE WebhookDeliveries RENAME TO Aside"));
        await client.SendTextAsync("""[2,"a","StartTransaction",{"connectorId":1,"idTag":"LOST","meterStart":0,"timestamp":"2026-11-20T10:00:00Z"}]""");
        Assert.Equal(1013, (await client.ReceiveCloseAsync()).Code);
        await central.Get<HistoryWriter>().KeepAsync(new SqlWork("ALTER TABLE Aside RENAME TO WebhookDeliveries"));
        await using var again = await central.BootAsync("CP-1");
        await again.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"KEPT","meterStart":0,"timestamp":"2026-11-20T10:00:01Z"}""");
        Assert.Equal("KEPT", JsonDocument.Parse((await receiver.NextAsync()).Body).RootElement.GetProperty("data").GetProperty("idTag").GetString());
        Assert.Empty(receiver.Requests.Waiting);
        Assert.Equal(1, await central.ReadAsync(context => Task.FromResult(context.Transactions.Count())));
    }

    [Fact]
    public async Task R4_what_ended_without_a_word_of_its_own_is_told_too_and_a_replay_is_not()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<WebhookList>().AddAsync("http://127.0.0.1:9/", [WebhookEvents.TransactionStarted, WebhookEvents.TransactionStopped]);
        await using var client = await central.BootAsync("CP-1");
        const string First = """{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2026-11-20T10:00:00Z"}""";
        var first = (await client.CallForResultAsync("StartTransaction", First)).GetProperty("transactionId").GetInt32();
        await client.CallForResultAsync("StartTransaction", First); // its answer was lost
        var second = (await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"B","meterStart":50,"timestamp":"2026-11-20T11:00:00Z"}""")).GetProperty("transactionId").GetInt32();
        var stop = $$"""{"transactionId":{{second}},"meterStop":90,"timestamp":"2026-11-20T12:00:00Z"}""";
        await client.CallForResultAsync("StopTransaction", stop);
        await client.CallForResultAsync("StopTransaction", stop);
        Assert.Equal([first, second], (await ToldAsync(central, WebhookEvents.TransactionStarted)).Order());
        Assert.Equal([first, second], (await ToldAsync(central, WebhookEvents.TransactionStopped)).Order()); // the first ended with the second's start
    }

    private static Task<List<int>> ToldAsync(TestCentralSystem central, string kind) => central.ReadAsync(context => Task.FromResult(context.WebhookDeliveries
        .Where(delivery => delivery.Event == kind).Select(delivery => delivery.Body).ToList()
        .ConvertAll(body => JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("transactionId").GetInt32())));

    private sealed class SqlWork(string sql) : HistoryWrite<bool>
    {
        internal override bool Write(HistoryDatabase database)
        {
            database.Execute(sql);
            return true;
        }
    }
}
