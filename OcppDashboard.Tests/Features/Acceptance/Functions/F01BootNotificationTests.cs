using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F01BootNotificationTests
{
    private const string Complete = "vendor, model, serial number, firmware and ICCID given";
    private const string EvLink = """{"chargePointVendor":"Schneider Electric","chargePointModel":"EVlink Smart Wallbox","chargePointSerialNumber":"3N192040721A1S1B7551700017","firmwareVersion":"3.3.0.10"}""";

    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest, asked by TriggerMessage"] = (Verdict.Pass, Complete, _ => { }),
        ["has booted earlier in the run"] = (Verdict.Pass, Complete, run =>
        {
            run.Before = bench => bench.CallAsync(new TriggerMessageRequest(MessageTrigger.BootNotification));
            run.ChargePoint.Replies["Reset"] = _ => throw new InvalidOperationException("a reset is not needed");
        }),
        ["no ICCID, no SIM"] = (Verdict.Remark, "no ICCID", run => Boots(run, EvLink, hasSim: false)),
        ["no ICCID, with a SIM"] = (Verdict.Fail, "no ICCID", run => Boots(run, EvLink, hasSim: true)),
        ["no ICCID, SIM not declared"] = (Verdict.Inconclusive, "no ICCID, SIM not declared", run => Boots(run, EvLink, hasSim: null)),
        ["blank vendor"] = (Verdict.Fail, "no vendor", run => run.ChargePoint.Boot = run.ChargePoint.Boot.Replace("Acme", " ", StringComparison.Ordinal)),
        ["no serial number, no firmware"] = (Verdict.Fail, "no serial number, no firmware version", run => run.ChargePoint.Boot = """{"chargePointVendor":"Acme","chargePointModel":"Box","iccid":"8931"}"""),
        ["empty"] = (Verdict.Fail, "no vendor, no model, no serial number, no firmware version, no ICCID", run => run.ChargePoint.Boot = "{}"),
        ["serial number elsewhere"] = (Verdict.Remark, "serial number only in chargeBoxSerialNumber",
            run => run.ChargePoint.Boot = run.ChargePoint.Boot.Replace("chargePointSerialNumber", "chargeBoxSerialNumber", StringComparison.Ordinal)),
        ["a placeholder"] = (Verdict.Remark, "placeholder \"N/A\" as serial number", run => run.ChargePoint.Boot = run.ChargePoint.Boot.Replace("S-1", "N/A", StringComparison.Ordinal)),
        ["boots after a reset only"] = (Verdict.Pass, Complete, run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Error("NotImplemented")),
        ["accepts all and does nothing, but a person is there"] = (Verdict.Pass, Complete, Lies),
        ["accepts all and does nothing, and nobody is there"] = (Verdict.Inconclusive, "no BootNotification was obtained", run =>
        {
            Lies(run);
            run.Robot["power-cycle"] = null;
        }),
        ["the person skips it"] = (Verdict.Inconclusive, "no BootNotification was obtained", run =>
        {
            Lies(run);
            run.Robot["power-cycle"] = _ => PromptAnswer.Skipped;
        }),
        ["the person says done, and it never boots"] = (Verdict.Inconclusive, "no BootNotification was obtained", run =>
        {
            Lies(run);
            run.Robot["power-cycle"] = _ => PromptAnswer.Done;
        }),
        ["is offline"] = (Verdict.Inconclusive, "no BootNotification was obtained", run =>
        {
            run.Before = _ => Cut(run);
            run.Robot["power-cycle"] = null;
        }),
        ["is offline and comes back by itself"] = (Verdict.Pass, Complete, run => run.Before = _ =>
        {
            run.ChargePoint.Later(0, () => run.ChargePoint.PowerCycleAsync());
            return run.ChargePoint.WaitAsync(1);
        }),
        ["expert: honest"] = (Verdict.Pass, Complete, Expert),
        ["expert: waits a little longer"] = (Verdict.Pass, Complete, run => Expert(run, 35)),
        ["expert: does not wait"] = (Verdict.Remark, $"{Complete}; told to wait 10 s (Pending), it boots again after 3 s", run => Expert(run, 3)),
        ["expert: waits too long"] = (Verdict.Remark, $"{Complete}; told to wait 10 s (Pending), it boots again after 50 s", run => Expert(run, 50)),
        ["expert: never comes again"] = (Verdict.Remark, $"{Complete}; told to wait 10 s (Pending), it never boots again", run =>
        {
            Expert(run);
            run.ChargePoint.BootsAgain = false;
        }),
        ["expert: refuses the reset"] = (Verdict.Pass, Complete, run =>
        {
            Expert(run);
            run.ChargePoint.Replies["Reset"] = _ => Reply.Status("Rejected");
        }),
    };

    private static void Expert(FunctionRun run) => Expert(run, null);

    private static void Expert(FunctionRun run, double? seconds)
    {
        run.Plan = run.Plan with { IsExpert = true };
        run.ChargePoint.BootsAgainSeconds = seconds;
    }

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var result = FunctionRun.Judge(new F01BootNotification(), "1", Rows[name].Change);
        Assert.Equal(Rows[name].Verdict + ": " + Rows[name].Result, result.Verdict + ": " + result.Result);
    }

    [Fact]
    public void The_report_has_the_boot_data_and_what_is_against_the_specification()
    {
        var result = FunctionRun.Judge(new F01BootNotification(), "1", Rows["no ICCID, no SIM"].Change);
        Assert.Equal("{", result.Evidence[0]);
        Assert.Contains("""  "chargePointModel": "EVlink Smart Wallbox",""", result.Evidence);
        Assert.Contains("chargePointSerialNumber has 26 characters, 25 are allowed", result.Observations);
        Assert.Contains("no ICCID", result.Traits);
    }

    [Fact]
    public void An_empty_capture_proves_nothing() => Assert.Equal(Verdict.Inconclusive, new F01BootNotification().Judge("1", LegCapture.Empty, RunFacts.None, new AcceptancePlan { HasSim = true }).Verdict);

    private static void Boots(FunctionRun run, string boot, bool? hasSim) => (run.ChargePoint.Boot, run.Plan) = (boot, run.Plan with { HasSim = hasSim });

    private static void Lies(FunctionRun run) => run.ChargePoint.Replies["TriggerMessage"] = run.ChargePoint.Replies["Reset"] = _ => Reply.Status("Accepted");

    private static Task Cut(FunctionRun run)
    {
        run.ChargePoint.Disconnect("cut");
        return Task.CompletedTask;
    }
}
