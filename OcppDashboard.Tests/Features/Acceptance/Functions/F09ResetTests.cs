using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F09ResetTests
{
    private const string NoBoot = "no boot notification received";

    private static readonly Dictionary<string, (string Leg, Verdict Verdict, string? Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest, hard"] = ("9a", Verdict.Pass, "boot notification received after 41 s", _ => { }),
        ["honest, soft"] = ("9b", Verdict.Pass, "boot notification received after 41 s", _ => { }),
        ["EVlink: soft reset without a boot, boot required"] = ("9b", Verdict.Fail, NoBoot, run => run.ChargePoint.SoftResetBoots = false),
        ["EVlink: soft reset without a boot, boot optional"] = ("9b", Verdict.Remark, NoBoot, run =>
        {
            run.ChargePoint.SoftResetBoots = false;
            run.Plan = run.Plan with { SoftReset = SoftResetPolicy.BootOptional };
        }),
        ["hard reset without a boot, whatever the policy"] = ("9a", Verdict.Fail, NoBoot, run =>
        {
            run.ChargePoint.Replies["Reset"] = _ => Reply.Status("Accepted");
            run.Plan = run.Plan with { SoftReset = SoftResetPolicy.BootOptional };
        }),
        ["connects again without a boot"] = ("9a", Verdict.Fail, NoBoot, run => run.ChargePoint.Filter = (action, json) => action == "BootNotification" ? null : json),
        ["refuses"] = ("9a", Verdict.Fail, "Rejected", run => run.ChargePoint.Replies["Reset"] = _ => Reply.Status("Rejected")),
        ["does not know it"] = ("9b", Verdict.Fail, "NotSupported", run => run.ChargePoint.Replies["Reset"] = _ => Reply.Error("NotSupported")),
        ["stays silent"] = ("9a", Verdict.Fail, "no answer", run => run.ChargePoint.Replies["Reset"] = _ => Reply.Silence),
        ["boots late"] = ("9a", Verdict.Remark, "boot notification received after 400 s; late", run => run.ChargePoint.RebootSeconds = 400),
        ["does not come back"] = ("9a", Verdict.Inconclusive, "the charge point did not come back", run => run.ChargePoint.RebootSeconds = 7200),
        ["boots over the old connection"] = ("9b", Verdict.Remark, null, run => run.ChargePoint.Acts["Reset"] = _ => run.ChargePoint.BootAsync()),
        ["a status comes only on a trigger"] = ("9a", Verdict.Remark, "boot notification received after 41 s; status of connector 2 only late or on a trigger", run => DropFirst(run.ChargePoint, 2, 1)),
        ["a status never comes"] = ("9a", Verdict.Fail, "no status of connector 2", run => DropFirst(run.ChargePoint, 2, 99)),
        ["no status of connector 0"] = ("9a", Verdict.Remark, "boot notification received after 41 s; no status of connector 0", run => DropFirst(run.ChargePoint, 0, 99)),
        ["is offline"] = ("9a", Verdict.Inconclusive, null, run => run.Before = _ => Cut(run)),
        ["loses the connection before it answers"] = ("9a", Verdict.Inconclusive, null, run => run.ChargePoint.Replies["Reset"] = _ =>
        {
            run.ChargePoint.Later(0, () => Cut(run));
            return Reply.Status("Accepted");
        }),
        ["a transaction is stopped first"] = ("9a", Verdict.Pass, null, run => run.Before = bench => ChargeAsync(run, bench)),
        ["a transaction goes on"] = ("9a", Verdict.Inconclusive, "a transaction is running at connector 1", run =>
        {
            run.Before = bench => ChargeAsync(run, bench);
            run.ChargePoint.Replies["RemoteStopTransaction"] = _ => Reply.Status("Rejected");
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (leg, verdict, words, change) = Rows[name];
        var result = FunctionRun.Judge(new F09Reset(), leg, change);
        Assert.Equal((verdict, words ?? result.Result), (result.Verdict, result.Result));
    }

    [Theory, InlineData(SoftResetPolicy.BootRequired), InlineData(SoftResetPolicy.BootOptional)]
    public void The_policy_says_what_the_other_would_have_said(SoftResetPolicy policy)
    {
        var result = FunctionRun.Judge(new F09Reset(), "9b", run =>
        {
            run.ChargePoint.SoftResetBoots = false;
            run.Plan = run.Plan with { SoftReset = policy };
        });
        Assert.Contains("fail", result.Policy, StringComparison.Ordinal);
        Assert.Contains("remark", result.Policy, StringComparison.Ordinal);
        Assert.Equal(["soft reset sends no BootNotification"], result.Traits);
    }

    [Theory, InlineData("9a"), InlineData("9b")]
    public void Nothing_captured_is_inconclusive(string leg) => Assert.Equal(Verdict.Inconclusive, new F09Reset().Judge(leg, LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    [Fact]
    public void A_reset_of_the_other_kind_proves_nothing()
    {
        var (_, capture, _) = FunctionRun.Run(new F09Reset(), "9a");
        Assert.Equal(Verdict.Inconclusive, new F09Reset().Judge("9b", capture, RunFacts.Of(capture.Frames), new AcceptancePlan()).Verdict);
    }

    private static Task Cut(FunctionRun run)
    {
        run.ChargePoint.Disconnect("cut");
        return Task.CompletedTask;
    }

    private static async Task ChargeAsync(FunctionRun run, RunContext bench)
    {
        await bench.CallAsync(new GetConfigurationRequest());
        run.ChargePoint.PlugIn();
        run.ChargePoint.TapCard();
    }

    private static void DropFirst(ScriptedChargePoint chargePoint, int connector, int times) => chargePoint.Filter = (action, json) =>
        action == "StatusNotification" && json.Contains($"\"connectorId\":{connector},", StringComparison.Ordinal) && times-- > 0 ? null : json;
}
