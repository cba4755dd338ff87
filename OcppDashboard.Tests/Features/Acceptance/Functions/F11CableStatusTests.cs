using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F11CableStatusTests
{
    private static readonly Dictionary<string, (string Leg, Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["11a honest"] = ("11a", Verdict.Pass, "Available, Preparing, Available", _ => { }),
        ["11a cable was in"] = ("11a", Verdict.Pass, "Available, Preparing, Available", run => run.Before = _ => Acted(() => run.ChargePoint.PlugIn())),
        ["11a cable was in and stays"] = ("11a", Verdict.Inconclusive, "Unplug first: nobody answered in time", run =>
        {
            run.Before = _ => Acted(() => run.ChargePoint.PlugIn());
            run.Robot["unplug-first"] = null;
        }),
        ["11a reports no plug"] = ("11a", Verdict.Fail, "plugging in not reported", run => run.Robot["plug-in"] = _ => PromptAnswer.Done),
        ["11a reports the plug late"] = ("11a", Verdict.Fail, "plugging in not reported", run => run.Robot["plug-in"] = chargePoint => Said(() => chargePoint.Later(31, () => Acted(() => chargePoint.PlugIn())))),
        ["11a reports the plug within the time"] = ("11a", Verdict.Pass, "Available, Preparing, Available", run => run.Robot["plug-in"] = chargePoint => Said(() => chargePoint.Later(20, () => Acted(() => chargePoint.PlugIn())))),
        ["11a reports the wrong connector"] = ("11a", Verdict.Fail, "plugging in reported at connector 2", run =>
        {
            run.Robot["plug-in"] = chargePoint => Said(() => chargePoint.PlugIn(2));
        }),
        ["11a fault on the plug"] = ("11a", Verdict.Fail, "Faulted on plugging in", run => run.Robot["plug-in"] = chargePoint => Said(() => chargePoint.CauseFault())),
        ["11a reports no unplugging"] = ("11a", Verdict.Fail, "unplugging not reported", run => run.Robot["unplug"] = _ => PromptAnswer.Done),
        ["11a stays in Finishing"] = ("11a", Verdict.Fail, "Finishing on unplugging", run => run.Robot["unplug"] = chargePoint => Said(() => chargePoint.SendStatus(1, "Finishing"))),
        ["11a charges at once"] = ("11a", Verdict.Remark, "Available, Charging, Available; charges at once", run => run.Robot["plug-in"] = chargePoint =>
        {
            chargePoint.Connectors[1].Tag = "FREE";
            chargePoint.PlugIn();
            return null;
        }),
        ["11a nobody plugs in"] = ("11a", Verdict.Inconclusive, "Plug in: nobody answered in time", run => run.Robot["plug-in"] = null),
        ["11a plugging in is skipped"] = ("11a", Verdict.Inconclusive, "Plug in: skipped", run => run.Robot["plug-in"] = _ => PromptAnswer.Skipped),
        ["11a nobody unplugs"] = ("11a", Verdict.Inconclusive, "Unplug: nobody answered in time", run => run.Robot["unplug"] = null),
        ["11a connector is Unavailable"] = ("11a", Verdict.Inconclusive, "connector 1 was Unavailable", run => run.Before = _ => Acted(() => run.ChargePoint.SendStatus(1, "Unavailable"))),
        ["11a goes offline"] = ("11a", Verdict.Inconclusive, "disconnected", run => run.Robot["plug-in"] = chargePoint => Said(() =>
        {
            chargePoint.Disconnect("cut");
            run.Robot["unplug"] = _ => PromptAnswer.Done;
        })),
        ["11a is offline"] = ("11a", Verdict.Inconclusive, "the charge point was not connected", run => run.Before = _ => Acted(() => run.ChargePoint.Disconnect("cut"))),

        ["11b honest"] = ("11b", Verdict.Pass, "Available after 30 s", _ => { }),
        ["11b without a reader"] = ("11b", Verdict.Pass, "Available after 30 s", run => run.Plan = run.Plan with { HasCardReader = false }),
        ["11b without a reader, refuses"] = ("11b", Verdict.Remark, "Rejected", run =>
        {
            run.Plan = run.Plan with { HasCardReader = false };
            run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Status("Rejected");
        }),
        ["11b says Faulted"] = ("11b", Verdict.Pass, "Faulted after 30 s", run => run.ChargePoint.Filter = (_, json) =>
            run.ChargePoint.Connectors[1].Generation > 0 && run.ChargePoint.Connectors[1].Tag is null ? json.Replace("Available", "Faulted") : json),
        ["11b key is fixed"] = ("11b", Verdict.Pass, "Available after 60 s", run => run.ChargePoint.Keys["ConnectionTimeOut"] = ("60", true)),
        ["11b waits for ever"] = ("11b", Verdict.Remark, "no time-out", run => run.Robot["tap-unplugged"] = chargePoint =>
        {
            chargePoint.Send("Authorize", """{"idTag":"CARD"}""");
            chargePoint.SendStatus(1, "Preparing");
            return null;
        }),
        ["11b says Accepted and waits for 120 s"] = ("11b", Verdict.Remark, "no time-out", run =>
        {
            run.ChargePoint.Keys["ConnectionTimeOut"] = ("120", false);
            run.ChargePoint.Replies["ChangeConfiguration"] = _ => Reply.Status("Accepted");
        }),
        ["11b gives up at the wrong connector"] = ("11b", Verdict.Remark, "no time-out", run => run.ChargePoint.Filter = (_, json) =>
            run.ChargePoint.Connectors[1].Generation > 0 && json.Contains("Available") ? json.Replace("\"connectorId\":1", "\"connectorId\":2") : json),
        ["11b shows no Preparing"] = ("11b", Verdict.Remark, "no Preparing", run => run.Drop("StatusNotification", "Preparing")),
        ["11b starts without a cable"] = ("11b", Verdict.Remark, "started without a cable", run => run.Robot["tap-unplugged"] = chargePoint =>
        {
            chargePoint.Send("Authorize", """{"idTag":"CARD"}""");
            chargePoint.SendStatus(1, "Preparing");
            chargePoint.Send("StartTransaction", """{"connectorId":1,"idTag":"CARD","meterStart":0,"timestamp":"2026-05-12T14:00:00Z"}""");
            run.Robot["end-by-unplugging"] = null;
            return null;
        }),
        ["11b does not see the card"] = ("11b", Verdict.Inconclusive, "the card was not noticed", run => run.Robot["tap-unplugged"] = _ => PromptAnswer.Done),
        ["11b card is not known here"] = ("11b", Verdict.Inconclusive, "card CARD is Blocked here", run => run.ChargePoint.AnswerAuthorize(AuthorizationStatus.Blocked)),
        ["11b nobody taps"] = ("11b", Verdict.Inconclusive, "Tap the card without a cable: nobody answered in time", run => run.Robot["tap-unplugged"] = null),
        ["11b tapping is skipped"] = ("11b", Verdict.Inconclusive, "Tap the card without a cable: skipped", run => run.Robot["tap-unplugged"] = _ => PromptAnswer.Skipped),
        ["11b goes offline"] = ("11b", Verdict.Inconclusive, "disconnected", run => run.Robot["tap-unplugged"] = chargePoint =>
        {
            chargePoint.TapCard();
            chargePoint.Later(9, () => Acted(() => chargePoint.Disconnect("cut")));
            return null;
        }),
        ["11b is offline"] = ("11b", Verdict.Inconclusive, "the charge point was not connected", run => run.Before = _ => Acted(() => run.ChargePoint.Disconnect("cut"))),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (leg, verdict, result, change) = Rows[name];
        var before = "";
        var (judged, _, chargePoint) = FunctionRun.Run(new F11CableStatus(), leg, run =>
        {
            change(run);
            before = run.ChargePoint.Keys["ConnectionTimeOut"].Value!;
        });
        Assert.Equal((verdict, result), (judged.Verdict, judged.Result));
        if (!chargePoint.IsOnline) return;
        Assert.Equal(before, chargePoint.Keys["ConnectionTimeOut"].Value);
        Assert.All(chargePoint.Connectors.Values, connector => Assert.Null(connector.Transaction));
    }

    [Theory, InlineData("11a"), InlineData("11b")]
    public void Nothing_captured_is_inconclusive(string leg) => FunctionRun.NothingIsInconclusive(new F11CableStatus(), leg);

    private static PromptAnswer? Said(Action act)
    {
        act();
        return PromptAnswer.Done;
    }

    private static Task Acted(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
