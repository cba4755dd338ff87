using OcppDashboard.Acceptance.Capture;
using OcppDashboard.Acceptance.Plan;
using OcppDashboard.Acceptance.Run;
using OcppDashboard.Acceptance.Verdicts;
using OcppDashboard.Commands;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Acceptance.Run;

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

    private Task<RunView> EndAsync(long id, int attempts = 1) =>
        Eventually.GetAsync(async () => (await Runs.ViewAsync(id))!, view => view is { IsLive: false } && view.Record.Legs.Count >= attempts, "the end of the run");
}
