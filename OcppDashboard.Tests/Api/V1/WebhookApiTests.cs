using System.Net;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>Webhooks made and looked after by a program.</summary>
public class WebhookApiTests
{
    [Fact]
    public async Task A_program_makes_a_webhook_is_told_its_secret_once_and_sees_what_became_of_its_events()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        using var api = new ApiClient(central);
        var answer = await api.PostAsync("webhooks", $$"""{"url":"{{receiver.Url}}/hook","events":["online"]}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var made = System.Text.Json.JsonDocument.Parse(answer.Text).RootElement;
        var (id, secret) = (made.GetProperty("id").GetInt64(), made.Text("secret"));
        Assert.Equal(central.Get<WebhookList>().Find(id)!.Secret, secret);
        Assert.DoesNotContain(secret!, (await api.GetAsync($"webhooks/{id}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret!, (await api.GetAsync("webhooks")).Text, StringComparison.Ordinal);

        await using var client = await central.BootAsync("CP-1");
        var told = await receiver.NextAsync("online");
        var delivery = await Eventually.GetAsync(async () => (await api.GetAsync($"webhooks/{id}/deliveries")).Items().FirstOrDefault(), row => row.ValueKind != default && row.Text("state") == "Delivered", "delivery");
        Assert.Equal((told.Id, "online", 1, told.Body), (delivery.GetProperty("id").GetInt64().ToString(), delivery.Text("event"), delivery.GetProperty("attempts").GetInt32(), delivery.Text("body")));

        var changed = (await api.PutAsync($"webhooks/{id}", """{"enabled":false,"events":["offline","fault"]}""")).Ok();
        Assert.Equal((receiver.Url + "/hook", false, "fault offline"), (changed.Text("url"), changed.GetProperty("enabled").GetBoolean(), string.Join(' ', changed.GetProperty("events").EnumerateArray())));
        receiver.Answer = context => { context.Response.StatusCode = 500; return Task.CompletedTask; };
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync($"webhooks/{id}/test")).Status);
        var failed = await Eventually.GetAsync(async () => (await api.GetAsync($"webhooks/{id}/deliveries?failed=true")).Items(), rows => rows.Count == 1, "failed delivery");
        Assert.Equal(("test", "GivenUp", 500d), (failed[0].Text("event"), failed[0].Text("state"), failed[0].Number("status")));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"webhooks/{id}")).Status);
        foreach (var gone in new[] { await api.GetAsync($"webhooks/{id}"), await api.DeleteAsync($"webhooks/{id}"), await api.PutAsync($"webhooks/{id}", "{}"), await api.PostAsync($"webhooks/{id}/test"), await api.GetAsync($"webhooks/{id}/deliveries") })
            gone.Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_that_is_off_stays_off_when_only_something_else_of_it_is_changed()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var made = System.Text.Json.JsonDocument.Parse((await api.PostAsync("webhooks", """{"url":"http://127.0.0.1:9/","enabled":false}""")).Text).RootElement;
        var path = $"webhooks/{made.GetProperty("id")}";
        Assert.False((await api.PutAsync(path, """{"events":["fault"]}""")).Ok().GetProperty("enabled").GetBoolean());
        Assert.True((await api.PutAsync(path, """{"enabled":true}""")).Ok().GetProperty("enabled").GetBoolean());
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":"ftp://127.0.0.1/"}""", "url")]
    [InlineData("""{"url":"http://169.254.169.254/"}""", "url")]
    [InlineData("""{"url":"http://127.0.0.1/","events":["everything"]}""", "events")]
    [InlineData("""{"url":"http://127.0.0.1/","events":[]}""", "events")]
    [InlineData("""{"url":"http://127.0.0.1/event#","events":["fault"]}""", "url")]
    [InlineData("""{"url":"http://127.0.0.1/","secret":"mine"}""", "secret")]
    [InlineData("""{"url":"http://127.0.0.1/","colour":1}""", "colour")]
    public async Task What_is_wrong_with_a_webhook_is_named(string json, string field)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PostAsync("webhooks", json)).Names(field);
        Assert.Empty(central.Get<WebhookList>().All);
    }

    [Fact]
    public async Task There_are_not_more_than_can_be_looked_after()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        for (var i = 0; i < WebhookList.Most; i++) Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("webhooks", """{"url":"http://127.0.0.1:9/","enabled":false}""")).Status);
        (await api.PostAsync("webhooks", """{"url":"http://127.0.0.1:9/"}""")).Problem(HttpStatusCode.Conflict);
        Assert.All((await api.GetAsync("webhooks")).Items(), webhook => Assert.False(webhook.GetProperty("enabled").GetBoolean()));
    }
}
