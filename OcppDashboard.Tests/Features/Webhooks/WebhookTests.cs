using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Webhooks;

/// <summary>Webhooks with a web server that listens; hours pass at once.</summary>
public class WebhookTests
{
    private static async Task<(TestCentralSystem Central, WebhookReceiver Receiver, Webhook Webhook)> StartAsync(params string[] events)
    {
        var central = await TestCentralSystem.StartAsync();
        var receiver = await WebhookReceiver.StartAsync();
        var webhook = await central.Get<WebhookList>().AddAsync(receiver.Url + "/hook", events.Length == 0 ? WebhookEvents.All : events);
        return (central, receiver, webhook);
    }

    private static async Task<WebhookDeliveryEntity> DeliveryAsync(TestCentralSystem central, Webhook webhook, Predicate<WebhookDeliveryEntity> isSo, string what) =>
        (await Eventually.GetAsync(async () => (await central.Get<WebhookQueries>().DeliveriesAsync(webhook.Id, 0, 1)).Rows.FirstOrDefault(), row => row is not null && isSo(row), what))!;

    [Fact]
    public async Task What_happens_is_told_signed_and_once()
    {
        var (central, receiver, webhook) = await StartAsync();
        await using var _ = central;
        await using var __ = receiver;
        await using var charger = await central.BootAsync("CP-1");
        Assert.Equal("CP-1", Body(await receiver.NextAsync("online")).GetProperty("chargePointId").GetString());

        await charger.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Faulted","errorCode":"GroundFailure","info":"wet"}""");
        await charger.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Faulted","errorCode":"GroundFailure","info":"wet"}""");
        var status = await receiver.NextAsync("status");
        var data = Body(status).GetProperty("data");
        Assert.Equal(("Faulted", "GroundFailure", "wet"), (data.GetProperty("status").GetString(), data.GetProperty("errorCode").GetString(), data.GetProperty("info").GetString()));
        await receiver.NextAsync("fault");

        var signed = Encoding.UTF8.GetBytes($"{status.Timestamp}.{status.Body}");
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(webhook.Secret), signed)), status.Signature);
        Assert.Equal(status.Id, Body(status).GetProperty("id").GetInt64().ToString());
        Assert.Equal(("/hook", false), (status.Path, status.HasCredentials));

        var start = await charger.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2026-05-12T12:00:00Z"}""");
        Assert.Equal("TAG", Body(await receiver.NextAsync("transaction.started")).GetProperty("data").GetProperty("idTag").GetString());
        await charger.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{start.GetProperty("transactionId")}},"meterStop":2500,"timestamp":"2026-05-12T13:00:00Z"}""");
        Assert.Equal(1500, Body(await receiver.NextAsync("transaction.stopped")).GetProperty("data").GetProperty("energyWh").GetDouble());
        charger.Drop();
        await receiver.NextAsync("offline");
        Assert.Empty(receiver.Requests.Waiting); // the repeated status was none
    }

    [Fact]
    public async Task Only_what_was_chosen_is_told()
    {
        var (central, receiver, _) = await StartAsync(WebhookEvents.Offline);
        await using var __ = central;
        await using var ___ = receiver;
        await using var charger = await central.BootAsync("CP-1");
        charger.Drop();
        Assert.Equal("offline", (await receiver.NextAsync()).Event);
    }

    [Fact]
    public async Task A_failure_is_tried_again_with_growing_pauses_and_the_same_id()
    {
        var (central, receiver, webhook) = await StartAsync();
        await using var _ = central;
        await using var __ = receiver;
        receiver.AnswerStatus(500);
        await using var charger = await central.BootAsync("CP-1");
        var first = await receiver.NextAsync();
        var row = await DeliveryAsync(central, webhook, d => d.Attempts == 1, "one attempt");
        Assert.Equal((500, "it answered 500"), (row.LastStatus, row.LastError));
        Assert.InRange(row.NextAttemptAt!.Value - central.Time.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromSeconds(10));

        central.Time.Advance(TimeSpan.FromSeconds(10));
        var second = await receiver.NextAsync();
        Assert.Equal((first.Id, first.Body), (second.Id, second.Body));
        Assert.True(second.Timestamp > first.Timestamp);
        row = await DeliveryAsync(central, webhook, d => d.Attempts == 2, "two attempts");
        Assert.InRange(row.NextAttemptAt!.Value - central.Time.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.True(row.NextAttemptAt!.Value.ToUnixTimeSeconds() - second.Timestamp >= 60);

        receiver.AnswerStatus(200);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        await receiver.NextAsync();
        row = await DeliveryAsync(central, webhook, d => d.DeliveredAt is not null, "delivery");
        Assert.Equal((3, 200, null, null), (row.Attempts, row.LastStatus, row.LastError, row.NextAttemptAt));
    }

    [Fact]
    public async Task After_a_day_without_any_it_is_given_up_and_the_webhook_switched_off()
    {
        var (central, receiver, webhook) = await StartAsync(WebhookEvents.Online); // time without a word ends the connection too
        await using var _ = central;
        await using var __ = receiver;
        receiver.AnswerStatus(503);
        await using var charger = await central.BootAsync("CP-1");
        var began = central.Time.GetUtcNow();
        for (var tries = 1; tries < 9; tries++)
        {
            var tried = await DeliveryAsync(central, webhook, d => d.Attempts >= tries, $"attempt {tries}");
            if (tried.NextAttemptAt - central.Time.GetUtcNow() is { Ticks: > 0 } left) central.Time.Advance(left);
            await central.PassAsync(TimeSpan.FromSeconds(10), () => receiver.Requests.Waiting.Count > tries, "next attempt");
        }
        await Eventually.IsAsync(() => !central.Get<WebhookList>().Find(webhook.Id)!.IsEnabled, "switched off");
        Assert.InRange(central.Time.GetUtcNow() - began, TimeSpan.FromHours(22), TimeSpan.FromHours(40));
        var row = await DeliveryAsync(central, webhook, d => d.NextAttemptAt is null, "given up");
        Assert.Equal((9, null), (row.Attempts, row.DeliveredAt));

        receiver.AnswerStatus(204);
        Assert.True(await central.Get<WebhookDeliveries>().SendAgainAsync(row.Id)); // waits until it is switched on
        await central.Get<WebhookList>().SwitchAsync(webhook.Id, on: true);
        row = await DeliveryAsync(central, webhook, d => d.DeliveredAt is not null, "delivery");
        Assert.Equal(1, row.Attempts);
    }

    [Fact]
    public async Task What_waits_outlives_a_restart_and_the_stop_itself_is_not_told()
    {
        var (central, receiver, webhook) = await StartAsync();
        await using var _ = central;
        await using var __ = receiver;
        receiver.AnswerStatus(500);
        await using var charger = await central.BootAsync("CP-1");
        var first = await receiver.NextAsync();
        await DeliveryAsync(central, webhook, d => d.Attempts == 1, "one attempt");
        await central.StopAsync();
        Assert.Empty(receiver.Requests.Waiting);
        receiver.AnswerStatus(204);
        await central.StartAgainAsync();
        var kept = central.Get<WebhookList>().All.Single();
        Assert.Equal((webhook.Id, webhook.Url, webhook.Secret, true), (kept.Id, kept.Url, kept.Secret, kept.IsEnabled));
        Assert.Equal(string.Join(" ", webhook.Events), string.Join(" ", kept.Events));
        central.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(first.Id, (await receiver.NextAsync()).Id);
        await DeliveryAsync(central, webhook, d => d.DeliveredAt is not null, "delivery");
        Assert.Empty(receiver.Requests.Waiting);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var (central, receiver, webhook) = await StartAsync();
        await using var _ = central;
        await using var __ = receiver;
        receiver.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        central.Get<WebhookDeliveries>().Test(webhook.Id);
        var row = await DeliveryAsync(central, webhook, d => d.Attempts == 1, "an attempt");
        Assert.Equal((302, "it answered 302: redirects are not followed", null), (row.LastStatus, row.LastError, row.NextAttemptAt));
        Assert.Equal("/hook", Assert.Single(receiver.Requests.Waiting).Path);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var webhook = await central.Get<WebhookList>().AddAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", WebhookEvents.All);
        central.Get<WebhookDeliveries>().Test(webhook.Id);
        using var peer = await listener.AcceptTcpClientAsync();
        var taken = await AnswerWithoutEndAsync(peer.GetStream());
        await DeliveryAsync(central, webhook, d => d.DeliveredAt is not null, "delivery");
        Assert.InRange(taken, 0, 20L << 20); // what fits into the buffers of two sockets
    }

    /// <returns>How much was taken until the other end closed, bytes.</returns>
    private static async Task<long> AnswerWithoutEndAsync(NetworkStream stream)
    {
        var (part, taken) = (new byte[64 * 1024], 0L);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {1L << 40}\r\n\r\n"));
        try
        {
            for (; taken < 1L << 30; taken += part.Length) await stream.WriteAsync(part);
        }
        catch (IOException)
        {
            // it hung up
        }
        return taken;
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_in_words()
    {
        var (central, receiver, webhook) = await StartAsync();
        await using var _ = central;
        await receiver.DisposeAsync();
        central.Get<WebhookDeliveries>().Test(webhook.Id);
        var row = await DeliveryAsync(central, webhook, d => d.Attempts == 1, "an attempt");
        Assert.Null(row.LastStatus);
        Assert.Contains("refused", row.LastError, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_removed_webhook_takes_its_deliveries_with_it()
    {
        var (central, receiver, webhook) = await StartAsync();
        await using var _ = central;
        await using var __ = receiver;
        central.Get<WebhookDeliveries>().Test(webhook.Id);
        await DeliveryAsync(central, webhook, d => d.DeliveredAt is not null, "delivery");
        await central.Get<WebhookList>().RemoveAsync(webhook.Id);
        await Eventually.IsAsync(() => central.Get<WebhookQueries>().DeliveriesAsync(webhook.Id, 0, 1).GetAwaiter().GetResult().Total == 0, "no deliveries");
        Assert.Throws<WebhookRefusedException>(() => central.Get<WebhookDeliveries>().Test(webhook.Id));
    }

    private static JsonElement Body(Received request) => JsonDocument.Parse(request.Body).RootElement;
}
