using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F10HardwareErrorsTests
{
    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, "connector 1: GroundFailure, cleared", _ => { }),
        ["charge point's fault on connector 0"] = (Verdict.Pass, "connector 0: InternalError, cleared", run =>
        {
            run.Says["cause-fault"] = "Charge point";
            run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.SendStatus(0, "Faulted", "InternalError"));
            run.Robot["clear-fault"] = chargePoint => By(() => chargePoint.SendStatus(0, "Available"));
        }),
        ["charge point's fault on a connector"] = (Verdict.Fail, "only at connector 1", run => run.Says["cause-fault"] = "Charge point"),
        ["fault on the wrong connector"] = (Verdict.Fail, "only at connector 2", run => run.ChargePoint.Filter = (_, json) => json.Contains("Faulted") ? json.Replace("\"connectorId\":1", "\"connectorId\":2") : json),
        ["stays silent"] = (Verdict.Fail, "no error notified", run => run.Robot["cause-fault"] = _ => PromptAnswer.Done),
        ["reports it late"] = (Verdict.Fail, "no error notified", run => run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.Later(185, () => Task.FromResult(Act(() => chargePoint.CauseFault()))))),
        ["reports it within the rest of the time"] = (Verdict.Pass, "connector 1: GroundFailure, cleared", run => run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.Later(150, () => Task.FromResult(Act(() => chargePoint.CauseFault()))))),
        ["error code without Faulted"] = (Verdict.Pass, "connector 1: HighTemperature, cleared", run => run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.SendStatus(1, "Available", "HighTemperature"))),
        ["Faulted with NoError"] = (Verdict.Pass, "connector 1: Faulted, cleared", run => run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.SendStatus(1, "Faulted"))),
        ["OtherError with a vendor's code"] = (Verdict.Remark, "connector 1: OtherError, cleared; OtherError (E12, door open)", run =>
            run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.SendStatus(1, "Faulted", "OtherError", ",\"vendorErrorCode\":\"E12\",\"info\":\"door open\""))),
        ["errorCode outside the list"] = (Verdict.Remark, "connector 1: 0x0000, cleared; errorCode 0x0000", run => run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.SendStatus(1, "Faulted", "0x0000"))),
        ["is never cleared"] = (Verdict.Remark, "connector 1: GroundFailure; not cleared", run => run.Robot["clear-fault"] = _ => PromptAnswer.Done),
        ["nobody clears it"] = (Verdict.Remark, "connector 1: GroundFailure; not cleared", run => run.Robot["clear-fault"] = null),
        ["fault before, none new"] = (Verdict.Inconclusive, "there was a fault before", run => run.Before = _ => Task.FromResult(Act(() => run.ChargePoint.CauseFault()))),
        ["an old fault of another connector is repeated"] = (Verdict.Fail, "no error notified", run =>
        {
            run.Before = _ => Task.FromResult(Act(() => run.ChargePoint.CauseFault(2)));
            run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.CauseFault(2));
        }),
        ["it did not happen"] = (Verdict.Inconclusive, "Cause a fault: the tester says it did not happen", run => run.Robot["cause-fault"] = _ => PromptAnswer.DidNotHappen),
        ["it is skipped"] = (Verdict.Inconclusive, "Cause a fault: skipped", run => run.Robot["cause-fault"] = _ => PromptAnswer.Skipped),
        ["nobody is there"] = (Verdict.Inconclusive, "Cause a fault: nobody answered in time", run => run.Robot["cause-fault"] = null),
        ["nobody says what kind it was"] = (Verdict.Remark, "connector 1: GroundFailure, cleared; kind of fault not said", run => run.Robot["cause-fault"] = chargePoint => By(() => chargePoint.CauseFault())),
        ["goes offline by it"] = (Verdict.Inconclusive, "disconnected", run => run.Robot["cause-fault"] = chargePoint => Act(() => chargePoint.Disconnect("cut"))),
        ["is offline"] = (Verdict.Inconclusive, "the charge point was not connected", run => run.Before = _ => Task.FromResult(Act(() => run.ChargePoint.Disconnect("cut")))),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (verdict, result, change) = Rows[name];
        var judged = FunctionRun.Judge(new F10HardwareErrors(), "10", change);
        Assert.Equal((verdict, result), (judged.Verdict, judged.Result));
    }

    [Fact]
    public void Nothing_captured_is_inconclusive() => FunctionRun.NothingIsInconclusive(new F10HardwareErrors(), "10");

    [Fact]
    public void The_vendors_code_is_for_the_models_sheet() =>
        Assert.Equal(["OtherError: E12, door open"], FunctionRun.Judge(new F10HardwareErrors(), "10", Rows["OtherError with a vendor's code"].Change).Traits);

    private static PromptAnswer? Act(Action act)
    {
        act();
        return PromptAnswer.Done;
    }

    private static PromptAnswer? By(Action act)
    {
        act();
        return null;
    }
}
