using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F07StopTransactionTests
{
    private const string Key = "StopTransactionOnEVSideDisconnect";

    private static readonly Dictionary<string, (string Leg, Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["7a honest"] = ("7a", Verdict.Pass, "reason Remote, N 3462694", _ => { }),
        ["7a cable was in and charging already"] = ("7a", Verdict.Pass, "reason Remote, N 3462695", run => run.Before = _ => Acted(() =>
        {
            run.ChargePoint.PlugIn();
            run.ChargePoint.TapCard();
            run.Robot["plug-in"] = null;
        })),
        ["7a refuses"] = ("7a", Verdict.Fail, "Rejected", run => run.ChargePoint.Replies["RemoteStopTransaction"] = _ => Reply.Status("Rejected")),
        ["7a stays silent"] = ("7a", Verdict.Fail, "timed out", run => run.ChargePoint.Replies["RemoteStopTransaction"] = _ => Reply.Silence),
        ["7a says Accepted and does nothing"] = ("7a", Verdict.Fail, "no StopTransaction", run => run.ChargePoint.Replies["RemoteStopTransaction"] = _ => Reply.Status("Accepted")),
        ["7a stops too late"] = ("7a", Verdict.Fail, "no StopTransaction", run => run.ChargePoint.Replies["RemoteStopTransaction"] = _ =>
        {
            run.ChargePoint.Later(62, () => Acted(() => run.ChargePoint.Unplug()));
            return Reply.Status("Accepted");
        }),
        ["7a carries 0"] = ("7a", Verdict.Fail, "StopTransaction carries 0", run => run.Rewrite("StopTransaction", "3462694", "0")),
        ["7a carries another id"] = ("7a", Verdict.Fail, "StopTransaction carries 4711", run => run.Rewrite("StopTransaction", "3462694", "4711")),
        ["7a meter runs backwards"] = ("7a", Verdict.Fail, "meterStop 3 below meterStart 1000", run => run.Rewrite("StopTransaction", "\"meterStop\":1010", "\"meterStop\":3")),
        ["7a another reason"] = ("7a", Verdict.Remark, "reason Other, N 3462694; not Remote", run => run.Rewrite("StopTransaction", "Remote", "Other")),
        ["7a becomes Available at once"] = ("7a", Verdict.Remark, "reason Remote, N 3462694; directly Available", run => run.Rewrite("StatusNotification", "Finishing", "Available")),
        ["7a shows no status"] = ("7a", Verdict.Fail, "no status followed", run => run.Drop("StatusNotification", "Finishing")),
        ["7a status of another connector"] = ("7a", Verdict.Fail, "no status followed", run => run.ChargePoint.Filter = (_, json) => json.Contains("Finishing") ? json.Replace("\"connectorId\":1", "\"connectorId\":2") : json),
        ["7a status before the stop"] = ("7a", Verdict.Pass, "reason Remote, N 3462694", run => run.ChargePoint.Replies["RemoteStopTransaction"] = _ =>
        {
            run.ChargePoint.Later(0.12, () => Acted(() => run.ChargePoint.SendStatus(1, "Finishing")));
            return null;
        }),
        ["7a does not start"] = ("7a", Verdict.Inconclusive, "no transaction was running", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Status("Rejected")),
        ["7a ends by itself before"] = ("7a", Verdict.Inconclusive, "the transaction ended before: EVDisconnected", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ =>
        {
            run.ChargePoint.Later(5, () => Acted(() => run.ChargePoint.Unplug()));
            return null;
        }),
        ["7a nobody plugs in"] = ("7a", Verdict.Inconclusive, "Plug in: nobody answered in time", run => run.Robot["plug-in"] = null),
        ["7a is offline"] = ("7a", Verdict.Inconclusive, "", run => run.Before = _ => Acted(() => run.ChargePoint.Disconnect("cut"))),
        ["7a is cut off at the stop"] = ("7a", Verdict.Inconclusive, "", run => run.ChargePoint.Replies["RemoteStopTransaction"] = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return null;
        }),

        ["7b honest"] = ("7b", Verdict.Pass, "reason Local, N 3462694", _ => { }),
        ["7b says no reason"] = ("7b", Verdict.Pass, "no reason, N 3462694", run => run.Rewrite("StopTransaction", ",\"reason\":\"Local\"", "")),
        ["7b another reason"] = ("7b", Verdict.Remark, "reason Other, N 3462694; not Local", run => run.Rewrite("StopTransaction", "Local", "Other")),
        ["7b ignores the card"] = ("7b", Verdict.Fail, "no StopTransaction", run => run.Robot["tap-card-stop"] = _ => PromptAnswer.Done),
        ["7b carries -1"] = ("7b", Verdict.Fail, "StopTransaction carries -1", run => run.Rewrite("StopTransaction", "3462694", "-1")),
        ["7b nobody taps to stop"] = ("7b", Verdict.Inconclusive, "Tap the same card again: nobody answered in time", run => run.Robot["tap-card-stop"] = null),
        ["7b nobody taps to start"] = ("7b", Verdict.Inconclusive, "Tap the card to start: nobody answered in time", run => run.Robot["tap-card"] = null),
        ["7b has no reader"] = ("7b", Verdict.NotApplicable, "no card reader", run => run.Plan = run.Plan with { HasCardReader = false }),
        ["7b somebody else stops"] = ("7b", Verdict.Fail, "no StopTransaction", run => run.Robot["tap-card-stop"] = chargePoint =>
        {
            chargePoint.PlugIn(2);
            chargePoint.TapCard("STRANGER", 2);
            chargePoint.TapCard("STRANGER", 2);
            return PromptAnswer.Done;
        }),

        ["7c honest"] = ("7c", Verdict.Pass, "reason EVDisconnected, N 3462694", _ => { }),
        ["7c key had to be set"] = ("7c", Verdict.Pass, "reason EVDisconnected, N 3462694", run => run.ChargePoint.Keys[Key] = ("false", false)),
        ["7c key is fixed"] = ("7c", Verdict.NotApplicable, $"{Key} is false", run => run.ChargePoint.Keys[Key] = ("false", true)),
        ["7c key is fixed and was not read before"] = ("7c", Verdict.NotApplicable, $"{Key} is false", run =>
        {
            run.ChargePoint.Keys[Key] = ("false", true);
            run.Before = _ => Task.CompletedTask;
        }),
        ["7c key cannot be set"] = ("7c", Verdict.Inconclusive, $"{Key} could not be set: Rejected", run =>
        {
            run.ChargePoint.Keys[Key] = ("false", false);
            run.ChargePoint.Replies["ChangeConfiguration"] = _ => Reply.Status("Rejected");
        }),
        ["7c goes on behind the cable"] = ("7c", Verdict.Fail, "no StopTransaction", run => run.Robot["unplug"] = chargePoint =>
        {
            chargePoint.SendStatus(1, "SuspendedEV");
            return PromptAnswer.Done;
        }),
        ["7c only becomes Available"] = ("7c", Verdict.Fail, "no StopTransaction", run => run.Drop("StopTransaction")),
        ["7c stays in Finishing"] = ("7c", Verdict.Remark, "reason EVDisconnected, N 3462694; stays Finishing", run => run.Robot["unplug"] = chargePoint =>
        {
            run.Rewrite("StatusNotification", "Available", "Finishing");
            chargePoint.Unplug();
            return null;
        }),
        ["7c a lock holds the cable"] = ("7c", Verdict.Inconclusive, "Pull the plug at the car: the tester says it did not happen", run => run.Robot["unplug"] = _ => PromptAnswer.DidNotHappen),
        ["7c nobody pulls"] = ("7c", Verdict.Inconclusive, "Pull the plug at the car: nobody answered in time", run => run.Robot["unplug"] = null),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (leg, verdict, result, change) = Rows[name];
        var (judged, _, chargePoint) = FunctionRun.Run(new F07StopTransaction(), leg, change);
        Assert.Equal((verdict, result), (judged.Verdict, result.Length == 0 ? "" : judged.Result));
        if (chargePoint.IsOnline) Assert.All(chargePoint.Connectors.Values, connector => Assert.Null(connector.Transaction));
        Assert.Equal(name.Contains("key") ? "false" : "true", chargePoint.Keys[Key].Value);
    }

    [Theory, InlineData("7a"), InlineData("7b"), InlineData("7c")]
    public void Nothing_captured_is_inconclusive(string leg) => FunctionRun.NothingIsInconclusive(new F07StopTransaction(), leg);

    [Fact]
    public void The_evidence_is_the_transaction()
    {
        var evidence = string.Join('\n', FunctionRun.Run(new F07StopTransaction(), "7a", run => run.Before = async bench =>
        {
            await bench.CallAsync(new OcppDashboard.Ocpp.Messages.GetConfigurationRequest());
            run.ChargePoint.Send("BootNotification", run.ChargePoint.Boot);
        }).Result.Evidence);
        foreach (var line in (string[])["\"chargePoint\": \"S-1\"", "\"connector\": \"1\"", "\"idTag\": \"OPERATOR\"", "\"transactionId\": \"3462694\"", "\"startTime\": \"2026-05-12T", "\"stopTime\": \"2026-05-12T", "\"meterStart\": \"1000\"", "\"meterStop\": \"1010\""])
            Assert.Contains(line, evidence);
    }

    private static Task Acted(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
