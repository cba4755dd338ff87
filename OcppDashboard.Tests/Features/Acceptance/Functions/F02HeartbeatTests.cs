using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F02HeartbeatTests
{
    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, "3 beats, 30 s apart; interval 300 s restored", run => run.ChargePoint.StartHeartbeats()),
        ["beats only when asked"] = (Verdict.Remark, "beats only when asked; 30 s was accepted", _ => { }),
        ["an interval above an hour, changeable"] = (Verdict.Remark, "3 beats, 30 s apart; interval 7200 s restored", run =>
        {
            run.ChargePoint.Keys["HeartbeatInterval"] = ("7200", false);
            run.ChargePoint.StartHeartbeats();
        }),
        ["an interval above an hour, not changeable"] = (Verdict.Fail, "interval 7200 s, not changeable", run => run.ChargePoint.Keys["HeartbeatInterval"] = ("7200", true)),
        ["an interval that is not changeable"] = (Verdict.Remark, "beats only when asked; changing the interval gave Rejected", run => run.ChargePoint.Keys["HeartbeatInterval"] = ("300", true)),
        ["no key"] = (Verdict.Remark, "beats only when asked; the interval cannot be read", run => run.ChargePoint.Keys.Remove("HeartbeatInterval")),
        ["accepts the interval and keeps another"] = (Verdict.Remark, "2 beats, 45 s apart; 30 s was accepted", run => Beats(run, 45)),
        ["lies about the trigger"] = (Verdict.Fail, "no heartbeat", run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Status("Accepted")),
        ["comes too late after the trigger"] = (Verdict.Fail, "no heartbeat", run => run.ChargePoint.Replies["TriggerMessage"] = _ =>
        {
            run.ChargePoint.Later(40, () => Beat(run));
            return Reply.Status("Accepted");
        }),
        ["silent, and knows no trigger"] = (Verdict.Fail, "silent for 100 s", run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Error("NotImplemented")),
        ["silent, and does not answer the trigger"] = (Verdict.Fail, "silent for 100 s", run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Silence),
        ["other messages take the place of beats"] = (Verdict.Inconclusive, "no heartbeat, none was due", run =>
        {
            run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Status("NotImplemented");
            Every(run, 20, () => run.ChargePoint.Send("MeterValues", """{"connectorId":1,"meterValue":[]}"""));
        }),
        ["the interval waits for a restart"] = (Verdict.Inconclusive, "the interval takes effect after a restart", run => run.ChargePoint.Replies["ChangeConfiguration"] = _ => Reply.Status("RebootRequired")),
        ["is offline"] = (Verdict.Inconclusive, "HeartbeatInterval was not asked for", run => run.Before = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
        ["goes offline while it is watched"] = (Verdict.Inconclusive, "the connection ended while heartbeats were watched for", run => run.ChargePoint.Later(20, () =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        })),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (result, _, chargePoint) = FunctionRun.Run(new F02Heartbeat(), "2", Rows[name].Change);
        Assert.Equal((Rows[name].Verdict, Rows[name].Result), (result.Verdict, result.Result));
        if (chargePoint.IsOnline) Assert.NotEqual("30", chargePoint.Keys.GetValueOrDefault("HeartbeatInterval").Value);
    }

    [Fact]
    public void Watching_ends_when_enough_was_seen()
    {
        var (_, capture, _) = FunctionRun.Run(new F02Heartbeat(), "2", run => Beats(run, 30));
        Assert.InRange((capture.Frames[^1].At - capture.Frames[0].At).TotalSeconds, 60, 95);
    }

    [Fact]
    public void An_empty_capture_proves_nothing() => Assert.Equal(Verdict.Inconclusive, new F02Heartbeat().Judge("2", LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    private static void Beats(FunctionRun run, double seconds) => Every(run, seconds, () => run.ChargePoint.Send("Heartbeat", "{}"));

    private static Task Beat(FunctionRun run)
    {
        run.ChargePoint.Send("Heartbeat", "{}");
        return Task.CompletedTask;
    }

    private static void Every(FunctionRun run, double seconds, Action act) => run.ChargePoint.Later(seconds, async () =>
    {
        while (true)
        {
            act();
            await run.ChargePoint.WaitAsync(seconds);
        }
    });
}
