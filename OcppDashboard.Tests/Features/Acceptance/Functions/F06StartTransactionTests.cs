using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F06StartTransactionTests
{
    private static readonly Dictionary<string, (string Leg, Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["6a honest"] = ("6a", Verdict.Pass, "N 3462694", _ => { }),
        ["6a cable was in already"] = ("6a", Verdict.Pass, "N 3462694", run => run.Before = bench =>
        {
            run.ChargePoint.PlugIn();
            run.Robot["plug-in"] = null; // nobody would do it twice
            return Task.CompletedTask;
        }),
        ["6a refuses"] = ("6a", Verdict.Fail, "Rejected", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Status("Rejected")),
        ["6a does not know it"] = ("6a", Verdict.Fail, "NotImplemented", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Error("NotImplemented")),
        ["6a stays silent"] = ("6a", Verdict.Fail, "timed out", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Silence),
        ["6a says Accepted and does nothing"] = ("6a", Verdict.Fail, "no StartTransaction", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Status("Accepted")),
        ["6a starts too late"] = ("6a", Verdict.Fail, "no StartTransaction", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ =>
        {
            run.ChargePoint.Later(91, () => Send(run, "StartTransaction", """{"connectorId":1,"idTag":"OPERATOR","meterStart":0,"timestamp":"2026-05-12T14:00:00Z"}"""));
            return Reply.Status("Accepted");
        }),
        ["6a starts at the wrong connector"] = ("6a", Verdict.Fail, "started at connector 2", run => run.Rewrite("StartTransaction", "\"connectorId\":1", "\"connectorId\":2")),
        ["6a names another tag"] = ("6a", Verdict.Fail, "wrong id tag", run => run.Rewrite("StartTransaction", "OPERATOR", "OTHER")),
        ["6a shows no status"] = ("6a", Verdict.Fail, "no status followed", run => run.ChargePoint.Filter = (action, json) => action == "StatusNotification" && json.Contains("Charging") ? null : json),
        ["6a status of the wrong connector"] = ("6a", Verdict.Fail, "no status followed", run => run.ChargePoint.Filter = (_, json) => json.Contains("Charging") ? json.Replace("\"connectorId\":1", "\"connectorId\":2") : json),
        ["6a carries another id"] = ("6a", Verdict.Fail, "StopTransaction carries 0", run => run.ChargePoint.Filter = (action, json) => action == "StopTransaction" ? json.Replace("3462694", "0") : json),
        ["6a has its clock off"] = ("6a", Verdict.Remark, "N 3462694; clock off", run => run.Rewrite("StartTransaction", "2026-05-12T", "2026-05-11T")),
        ["6a skips Preparing"] = ("6a", Verdict.Remark, "N 3462694; Preparing skipped", run =>
        {
            run.ChargePoint.Filter = (action, json) => json.Contains("Preparing") ? null : json;
            run.Robot["plug-in"] = chargePoint =>
            {
                chargePoint.PlugIn();
                return PromptAnswer.Done;
            };
        }),
        ["6a wants a new plug behind Finishing"] = ("6a", Verdict.Pass, "N 3462694", run =>
        {
            run.Before = _ => RunAct(() => run.ChargePoint.SendStatus(1, "Finishing"));
            run.ChargePoint.Connectors[1].IsPlugged = true;
            run.ChargePoint.Replies["RemoteStartTransaction"] = _ => run.ChargePoint.Connectors[1].Status == "Finishing" ? Reply.Status("Rejected") : null;
        }),
        ["6a is Rejected in Finishing and nobody plugs again"] = ("6a", Verdict.Inconclusive, "", run =>
        {
            run.Before = _ => RunAct(() => run.ChargePoint.SendStatus(1, "Finishing"));
            run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Status("Rejected");
            run.Robot["replug"] = null;
        }),
        ["6a nobody plugs in"] = ("6a", Verdict.Inconclusive, "Plug in: nobody answered in time", run => run.Robot["plug-in"] = null),
        ["6a the plug is skipped"] = ("6a", Verdict.Inconclusive, "Plug in: skipped", run => run.Robot["plug-in"] = _ => PromptAnswer.Skipped),
        ["6a connector is faulted"] = ("6a", Verdict.Inconclusive, "connector 1 was Faulted", run => run.Before = _ => RunAct(() => run.ChargePoint.CauseFault())),
        ["6a is offline"] = ("6a", Verdict.Inconclusive, "", run => run.Before = _ => RunAct(() => run.ChargePoint.Disconnect("cut"))),
        ["6a goes offline at the start"] = ("6a", Verdict.Inconclusive, "disconnected", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ =>
        {
            run.ChargePoint.Later(0.2, () => RunAct(() => run.ChargePoint.Disconnect("cut")));
            return Reply.Status("Accepted");
        }),

        ["6b honest"] = ("6b", Verdict.Pass, "card CARD, N 3462694", _ => { }),
        ["6b has no reader"] = ("6b", Verdict.NotApplicable, "no card reader", run => run.Plan = run.Plan with { HasCardReader = false }),
        ["6b nobody taps"] = ("6b", Verdict.Inconclusive, "Tap the card: nobody answered in time", run => run.Robot["tap-card"] = null),
        ["6b the tap is skipped"] = ("6b", Verdict.Inconclusive, "Tap the card: skipped", run => run.Robot["tap-card"] = _ => PromptAnswer.Skipped),
        ["6b ignores the card"] = ("6b", Verdict.Fail, "no StartTransaction", run => run.Robot["tap-card"] = _ => PromptAnswer.Done),
        ["6b asks and does not start"] = ("6b", Verdict.Fail, "no StartTransaction", run => run.Robot["tap-card"] = chargePoint => Authorize(chargePoint)),
        ["6b starts with another tag"] = ("6b", Verdict.Fail, "wrong id tag", run => run.Rewrite("StartTransaction", "\"CARD\"", "\"OTHER\"")),
        ["6b starts at the wrong connector"] = ("6b", Verdict.Fail, "started at connector 2", run => run.Rewrite("StartTransaction", "\"connectorId\":1", "\"connectorId\":2")),
        ["6b starts without asking, cache on"] = ("6b", Verdict.Remark, "card CARD, N 3462694; no Authorize", run => run.Drop("Authorize")),
        ["6b starts without asking and has no reason"] = ("6b", Verdict.Fail, "no Authorize", run =>
        {
            run.Drop("Authorize");
            run.ChargePoint.Keys["AuthorizationCacheEnabled"] = ("false", false);
        }),
        ["6b card is not known here"] = ("6b", Verdict.Inconclusive, "card CARD is Invalid here", run => run.ChargePoint.AnswerAuthorize(OcppDashboard.Ocpp.Messages.AuthorizationStatus.Invalid)),

        ["6c honest"] = ("6c", Verdict.Pass, "card CARD refused", _ => { }),
        ["6c has no reader"] = ("6c", Verdict.NotApplicable, "no card reader", run => run.Plan = run.Plan with { HasCardReader = false }),
        ["6c starts all the same"] = ("6c", Verdict.Fail, "StartTransaction after Invalid", run => run.Robot["tap-refused"] = chargePoint =>
        {
            Authorize(chargePoint);
            chargePoint.Later(50, () => Send(run, "StartTransaction", """{"connectorId":1,"idTag":"CARD","meterStart":0,"timestamp":"2026-05-12T14:00:00Z"}"""));
            return null;
        }),
        ["6c starts at another connector"] = ("6c", Verdict.Fail, "StartTransaction after Invalid", run => run.Robot["tap-refused"] = chargePoint =>
        {
            Authorize(chargePoint);
            chargePoint.Later(3, () => Send(run, "StartTransaction", """{"connectorId":2,"idTag":"CARD","meterStart":0,"timestamp":"2026-05-12T14:00:00Z"}"""));
            return null;
        }),
        ["6c somebody else starts at another connector"] = ("6c", Verdict.Pass, "card CARD refused", run => run.Robot["tap-refused"] = chargePoint =>
        {
            Authorize(chargePoint);
            chargePoint.Later(3, () => Send(run, "StartTransaction", """{"connectorId":2,"idTag":"STRANGER","meterStart":0,"timestamp":"2026-05-12T14:00:00Z"}"""));
            return null;
        }),
        ["6c starts without asking"] = ("6c", Verdict.Inconclusive, "the card started without Authorize", run => run.Robot["tap-refused"] = chargePoint =>
        {
            Send(run, "StartTransaction", """{"connectorId":1,"idTag":"CARD","meterStart":0,"timestamp":"2026-05-12T14:00:00Z"}""");
            return null;
        }),
        ["6c ignores the card"] = ("6c", Verdict.Inconclusive, "no Authorize came", run => run.Robot["tap-refused"] = _ => PromptAnswer.Done),
        ["6c nobody taps"] = ("6c", Verdict.Inconclusive, "", run => run.Robot["tap-refused"] = null),
        ["6c goes offline behind the refusal"] = ("6c", Verdict.Inconclusive, "not watched to the end", run => run.Robot["tap-refused"] = chargePoint =>
        {
            Authorize(chargePoint);
            chargePoint.Later(3, () => RunAct(() => chargePoint.Disconnect("cut")));
            return null;
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (leg, verdict, result, change) = Rows[name];
        var (judged, capture, chargePoint) = FunctionRun.Run(new F06StartTransaction(), leg, change);
        Assert.Equal((verdict, result), (judged.Verdict, result.Length == 0 ? "" : judged.Result));
        if (chargePoint.IsOnline && name != "6a starts too late") Assert.All(chargePoint.Connectors.Values, connector => Assert.Null(connector.Transaction));
        Assert.DoesNotContain(capture.Frames, frame => frame.Kind == OcppDashboard.Features.Acceptance.Capture.FrameKind.Call && !frame.FromChargePoint && frame.Action == "Reset");
    }

    [Theory, InlineData("6a"), InlineData("6b"), InlineData("6c")]
    public void Nothing_captured_is_inconclusive(string leg) => FunctionRun.NothingIsInconclusive(new F06StartTransaction(), leg);

    [Fact]
    public void The_refusal_is_taken_back()
    {
        var (_, capture, chargePoint) = FunctionRun.Run(new F06StartTransaction(), "6c");
        Assert.Equal(["Authorize is answered Invalid", "Authorize is answered as usual"], capture.Frames.Where(frame => frame.Action == "AnswerAuthorize").Select(frame => frame.Text));
        Assert.True(chargePoint.AcceptsCards);
    }

    private static PromptAnswer? Authorize(ScriptedChargePoint chargePoint)
    {
        chargePoint.Send("Authorize", """{"idTag":"CARD"}""");
        return null;
    }

    private static Task Send(FunctionRun run, string action, string json) => RunAct(() => run.ChargePoint.Send(action, json));

    private static Task RunAct(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
