using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class RunLinesTests
{
    private static readonly LegResult Accepted = new(Verdict.Pass, "Accepted", "");

    [Fact]
    public void A_function_that_runs_shows_what_it_does_and_for_how_long()
    {
        var view = RunViews.Running(RunViews.Record(Accepted), null, RunViews.Call(1, "ClearCache", attempt: 2));
        var line = RunLines.Functions(view, RunViews.Start.AddSeconds(48)).Single(line => line.Info.Number == 15);
        Assert.True(line is { IsRunning: true, IsChosen: true });
        Assert.Equal(("Clearing the cache", TimeSpan.FromSeconds(48), TimeSpan.FromSeconds(30)), (line.Result, line.Took, line.Running!.Limit));
    }

    [Fact]
    public void Functions_that_were_not_chosen_are_there_and_say_so()
    {
        var lines = RunLines.Functions(RunViews.Over(RunViews.Record(Accepted) with { Plan = new AcceptancePlan { Functions = [] } }), RunViews.Start);
        Assert.All(lines.Where(line => line.Info.Number != 15), line => Assert.Equal((false, Verdict.NotRun), (line.IsChosen, line.Verdict)));
        Assert.True(lines.Single(line => line.Info.Number == 15).IsChosen); // it was run nevertheless
    }

    [Fact]
    public void The_bar_counts_the_legs_of_a_phase()
    {
        var phase = Assert.Single(RunLines.Phases(RunViews.Over(RunViews.Record(Accepted)), RunViews.Start));
        Assert.Equal((RunPhase.Unattended, "15", 1.0, TimeSpan.FromSeconds(13)), (phase.Phase, phase.Numbers, phase.Done, phase.Took));
        Assert.Equal((0, 1), RunLines.Progress(RunViews.Running(RunViews.Record(Accepted))));
    }

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(48, "0:48")]
    [InlineData(825, "13:45")]
    [InlineData(3723, "1:02:03")]
    [InlineData(-5, "0:00")]
    public void Spans_are_clocks(int seconds, string expected) => Assert.Equal(expected, RunLines.Clock(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void What_the_charge_point_said_is_in_plain_words()
    {
        string Said(string action, string json) => RunActivity.Said(RunViews.Call(1, action, json, fromChargePoint: true));
        Assert.Equal("connector 1 is Preparing", Said("StatusNotification", """{"connectorId":1,"status":"Preparing","errorCode":"NoError"}"""));
        Assert.Equal("the charge point is Faulted, GroundFailure", Said("StatusNotification", """{"connectorId":0,"status":"Faulted","errorCode":"GroundFailure"}"""));
        Assert.Equal("StartTransaction by card CARD", Said("StartTransaction", """{"connectorId":1,"idTag":"CARD"}"""));
        Assert.Equal("StopTransaction, reason Local", Said("StopTransaction", """{"reason":"Local"}"""));
    }

    [Fact]
    public void A_run_says_what_it_waits_for()
    {
        var record = RunViews.Record();
        Assert.Equal("Tap the card on the reader", RunActivity.Words(RunViews.Running(record, RunViews.Prompt())));
        Assert.Equal("Putting back what was changed", RunActivity.Words(RunViews.Running(record) with { IsTidying = true }));
        Assert.Equal("Paused", RunActivity.Words(RunViews.Running(record with { State = RunState.Paused }) with { Leg = null }));
        Assert.Equal("Waiting for the charge point after Reset", RunActivity.Words(RunViews.Running(record, null, RunViews.Call(1, "Reset"), RunViews.Answer(2, "Reset", """{"status":"Accepted"}"""))));
    }

    [Fact]
    public void A_deadline_that_passed_stands_out()
    {
        var line = FrameLine.Of(new CapturedFrame(1, RunViews.Start, 0, false, FrameKind.Deadline, "BootNotification", "", "15", 1, default, "300 s without BootNotification"), []);
        Assert.Equal(("gap", "Deadline", "300 s without BootNotification"), (line.Look, line.Strong, line.Rest));
    }
}
