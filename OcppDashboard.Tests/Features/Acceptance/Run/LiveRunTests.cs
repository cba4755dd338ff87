using System.Net;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Run;

/// <summary>Runs in the whole product, over a real WebSocket.</summary>
public class LiveRunTests : IAsyncLifetime
{
    private const string Id = "CP-1";
    private static readonly AcceptancePlan Plan = new() { Tester = "m.kuhn", Functions = [15] };
    private TestCentralSystem central = null!;
    private RawOcppClient client = null!;

    public async Task InitializeAsync()
    {
        central = await TestCentralSystem.StartAsync();
        client = await central.BootAsync(Id);
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await central.DisposeAsync();
    }

    private AcceptanceRuns Runs => central.Get<AcceptanceRuns>();

    [Fact]
    public async Task A_run_has_the_charge_point_for_itself_and_is_kept_as_it_was()
    {
        var run = await Runs.StartAsync(Id, Plan);
        Assert.Contains("being commissioned", (await Assert.ThrowsAsync<AcceptanceException>(() => Runs.StartAsync(Id, Plan))).Message);
        var refused = central.Start(Id, "Reset", """{"type":"Soft"}""");
        Assert.Equal(CommandState.NotSent, (await central.CommandAsync(refused.Id, command => command.IsOver)).State);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"AuthorizationCacheEnabled","readonly":false,"value":"true"}]}""");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        var view = await EndAsync(run.Id);
        Assert.Equal((RunState.Finished, Verdict.Pass), (view.Record.State, view.Record.VerdictOf("15")));
        Assert.Equal(["GetConfiguration", "GetConfiguration", "ClearCache", "ClearCache"], view.Frames.Select(frame => frame.Action));
        Assert.Null(central.Commands.ReservedBy(Id));

        await Runs.OverrideAsync(run.Id, "15", Verdict.Fail, "anna", "the cache was not empty");
        await Runs.NoteAsync(run.Id, "15", "anna", "see photo", [0x89, 0x50, 0x4E, 0x47]);
        await Assert.ThrowsAsync<AcceptanceException>(() => Runs.OverrideAsync(run.Id, "15", Verdict.Pass, "", "x"));
        await Assert.ThrowsAsync<AcceptanceException>(() => Runs.NoteAsync(run.Id, "15", "anna", "", [1, 2, 3]));
        var record = (await Runs.FindAsync(run.Id))!;
        Assert.Equal((Verdict.Fail, Verdict.Pass), (record.VerdictOf("15"), record.Last("15")!.Result.Verdict));
        await central.RestartAsync();
        Assert.Equal(RunStore.Write(record), RunStore.Write(await Runs.FindAsync(run.Id)));
    }

    [Fact]
    public async Task A_function_that_is_run_once_more_keeps_both_tries()
    {
        var run = await Runs.StartAsync(Id, Plan);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"AuthorizationCacheEnabled","readonly":false,"value":"true"}]}""");
        await client.AnswerAsync("ClearCache", """{"status":"Rejected"}""");
        Assert.Equal(Verdict.Fail, (await EndAsync(run.Id)).Record.VerdictOf("15"));
        await Runs.RepeatAsync(run.Id, ["15"]);
        await client.AnswerAsync("GetConfiguration", "{}");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        var view = await EndAsync(run.Id, attempts: 2);
        Assert.Equal([Verdict.Fail, Verdict.Pass], view.Record.Legs.Select(leg => leg.Result.Verdict));
        Assert.Equal(Verdict.Pass, view.Record.VerdictOf("15"));
    }

    [Fact]
    public async Task A_function_that_is_repeated_while_the_run_puts_things_in_order_is_run()
    {
        var run = await Runs.StartAsync(Id, Plan);
        await client.AnswerAsync("GetConfiguration", "{}");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Unavailable"}""");
        await client.AnswerAsync("ClearCache", """{"status":"Rejected"}""");
        var putBack = await client.ExpectCallAsync("ChangeAvailability");
        Assert.True(run.View.IsTidying);
        await Runs.RepeatAsync(run.Id, ["15"]);
        await client.ReplyAsync(putBack.UniqueId, """{"status":"Accepted"}""");
        await client.AnswerAsync("GetConfiguration", "{}");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        Assert.Equal(2, (await EndAsync(run.Id, attempts: 2)).Record.Legs.Count);
        Assert.False(run.Repeat(["15"]));
    }

    [Fact]
    public async Task A_run_goes_on_after_a_restart_and_an_aborted_one_is_over()
    {
        var run = await Runs.StartAsync(Id, Plan);
        await client.ExpectCallAsync("GetConfiguration");
        await central.RestartAsync();
        await client.DisposeAsync();
        Assert.Equal([run.Id], Runs.Live.Select(live => live.Id));
        client = await central.BootAsync(Id);
        await client.ExpectCallAsync("GetConfiguration");
        Runs.FindLive(run.Id)!.Abort();
        var view = await EndAsync(run.Id);
        Assert.Equal((RunState.Aborted, Verdict.Inconclusive), (view.Record.State, view.Record.VerdictOf("15")));
        Assert.Null(central.Commands.ReservedBy(Id));
        Assert.Contains(view.Frames, frame => frame.Kind == FrameKind.Connected);
    }

    [Fact]
    public async Task A_report_is_read_by_its_link_until_that_expires_or_is_ended()
    {
        var run = await Runs.StartAsync(Id, Plan with { Site = "<script>alert(1)</script>" });
        await client.AnswerAsync("GetConfiguration", "{}");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        await EndAsync(run.Id);
        var shares = central.Get<RunShares>();
        var (first, second) = (await shares.ShareAsync(run.Id, "m.kuhn", TimeSpan.FromDays(7)), await shares.ShareAsync(run.Id, "m.kuhn", TimeSpan.FromDays(30)));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{central.Port}") };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/shared/{first}") { Headers = { Host = "reports.example" } }; // anybody's name for this server
        using var answer = await http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Clear cache", html);
        Assert.DoesNotContain("<script", html);
        Assert.Equal(html, await http.GetStringAsync($"/shared/{second}")); // byte for byte
        Assert.True(await shares.EndAsync((await shares.OfRunAsync(run.Id))[0].Id));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/shared/{first}")).StatusCode);
        central.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/shared/{second}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/shared/{new string('0', 64)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync($"/shared/{second}", null)).StatusCode);
    }

    [Fact]
    public async Task What_runs_show_about_a_model_is_known_when_one_connects()
    {
        var run = await Runs.StartAsync(Id, Plan);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"AuthorizationCacheEnabled","readonly":false,"value":"true"}]}""");
        await client.AnswerAsync("ClearCache", """{"status":"Rejected"}""");
        await EndAsync(run.Id);
        var sheet = ModelSheet.Of("acme", "box", await central.Get<RunStore>().OfModelAsync("Acme", "Box", 10));
        Assert.Equal("ClearCache is answered Rejected", Assert.Single(Assert.Single(sheet.Firmware).Traits).Text);
    }

    private Task<RunView> EndAsync(long id, int attempts = 1) =>
        Eventually.GetAsync(async () => (await Runs.ViewAsync(id))!, view => view is { IsLive: false } && view.Record.Legs.Count >= attempts, "the end of the run");
}
