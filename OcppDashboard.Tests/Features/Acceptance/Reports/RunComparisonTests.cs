using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

public class RunComparisonTests
{
    private static RunRecord Run(string firmware, string keys, params (string Leg, Verdict Verdict, string Result)[] legs)
    {
        var run = new RunWriter().Says("BootNotification", $$"""{"chargePointVendor":"DELTA","chargePointModel":"10566","firmwareVersion":"{{firmware}}"}""").Call("GetConfiguration", "{}", keys);
        foreach (var (leg, verdict, result) in legs) run.Leg(leg, new(verdict, result, ""));
        return run.Call("GetConfiguration", "{}", """{"configurationKey":[{"key":"HeartbeatInterval","value":"30"}]}""").Record();
    }

    private const string Old = """{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"900"},{"key":"AuthorizationKey","value":"aa"},{"key":"Gone","value":"1"},{"key":"Same","value":"x"}]}""";
    private const string New = """{"configurationKey":[{"key":"heartbeatinterval","readonly":true,"value":"900"},{"key":"AuthorizationKey","value":"bb"},{"key":"Added"},{"key":"Same","value":"x"}]}""";

    private static readonly RunComparison Compared = RunComparison.Of(
        Run("3.3.9", Old, ("1", Verdict.Pass, ""), ("14", Verdict.Remark, "start and stop"), ("15", Verdict.Pass, "Accepted"), ("9b", Verdict.Pass, "41 s")),
        Run("3.4", New, ("1", Verdict.Pass, ""), ("14", Verdict.Pass, "start, stop and meter values"), ("15", Verdict.Pass, "Accepted, late"), ("9b", Verdict.Fail, "none")), SampleScript.All);

    [Fact]
    public void Differences_come_first()
    {
        Assert.Equal(["9b", "14", "15"], Compared.Legs.Where(leg => leg.Differs).Select(leg => leg.Leg));
        Assert.Equal(["9b", "14", "15", "1"], Compared.Legs.Take(4).Select(leg => leg.Leg));
        Assert.Equal((2, SampleScript.All.Sum(function => function.Legs.Count)), (Compared.Differences, Compared.Legs.Count));
        Assert.True(Compared.Legs[0].IsWorse);
        Assert.False(Compared.Legs[1].IsWorse);
    }

    [Fact]
    public void Keys_differ_by_what_was_read_first_and_secrets_are_dots() => Assert.Equal(
        [("Added", null, "(no value)"), ("AuthorizationKey", "••••••••", "••••••••"), ("Gone", "1", null), ("HeartbeatInterval", "900", "900 (read-only)")],
        Compared.Keys.Select(key => (key.Name, key.First, key.Second)));

    [Fact]
    public void Boot_data_differ()
    {
        Assert.Equal(new ComparedValue("firmwareVersion", "3.3.9", "3.4", true), Compared.Boot[0]);
        Assert.All(Compared.Boot.Skip(1), value => Assert.False(value.Differs));
    }

    [Fact]
    public void A_run_is_like_itself()
    {
        var same = RunComparison.Of(SampleRuns.Evlink(), SampleRuns.Evlink(), SampleScript.All);
        Assert.Equal((0, 0), (same.Legs.Count(leg => leg.Differs), same.Keys.Count));
    }

    [Fact]
    public void A_persons_verdict_is_compared()
    {
        var run = SampleRuns.Evlink();
        var compared = RunComparison.Of(run, run with { Overrides = [] }, SampleScript.All);
        Assert.Equal(("9b", Verdict.Remark, Verdict.Fail), (compared.Legs[0].Leg, compared.Legs[0].First, compared.Legs[0].Second));
    }
}
