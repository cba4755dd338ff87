using System.Net;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>Commissioning runs over the API: started, followed, reported.</summary>
public class AcceptanceRunApiTests
{
    [Fact]
    public async Task A_run_is_started_followed_and_reported()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var started = await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-1","plan":{"tester":"Ann","functions":[15]}}""");
        Assert.True(started.Status == HttpStatusCode.Created, started.Text);
        var id = started.Body.GetProperty("id").GetInt64();
        Assert.Contains("commissioned", (await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-1","plan":{"tester":"Ann"}}""")).Problem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"AuthorizationCacheEnabled","readonly":false,"value":"true"}]}""");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        await Eventually.IsAsync(() => central.Get<OcppDashboard.Features.Acceptance.Run.AcceptanceRuns>().FindLive(id) is null, "end of the run");
        var run = (await api.GetAsync($"acceptance-runs/{id}")).Ok();
        Assert.Equal(("CP-1", "Finished", "Ann"), (run.Text("chargePointId"), run.Text("state"), run.Text("tester")));
        Assert.Equal(("15", "Pass"), (run.GetProperty("legs")[0].Text("leg"), run.GetProperty("legs")[0].Text("verdict")));
        Assert.Equal(id, Assert.Single((await api.GetAsync("acceptance-runs?chargePointId=CP-1")).Items()).GetProperty("id").GetInt64());
        Assert.Empty((await api.GetAsync("acceptance-runs?chargePointId=CP-2")).Items());
        Assert.Equal("text/csv", (await api.GetAsync("acceptance-runs?format=csv")).MediaType);
        foreach (var (format, type) in ((string, string)[])[("", "application/json"), ("?format=json", "application/json"), ("?format=html", "text/html"), ("?format=csv", "text/csv")])
        {
            var report = await api.GetAsync($"acceptance-runs/{id}/report{format}");
            Assert.Equal((HttpStatusCode.OK, type), (report.Status, report.MediaType));
            Assert.Contains("Clear cache", report.Text, StringComparison.Ordinal);
        }
        (await api.GetAsync($"acceptance-runs/{id}/report?format=pdf")).Names("format");
    }

    [Fact]
    public async Task What_cannot_be_started_says_why()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PostAsync("acceptance-runs", """{"plan":{"tester":"Ann"}}""")).Names("chargePointId");
        (await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-1"}""")).Names("plan");
        (await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-1","plan":{"meter":"Loose"}}""")).Names("plan.meter");
        (await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-9","plan":{"tester":"Ann"}}""")).Problem(HttpStatusCode.Conflict);
        (await api.GetAsync("acceptance-runs/9")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("acceptance-runs/9/report")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("acceptance-runs?limit=x")).Names("limit");
    }
}
