using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F15ClearCacheTests
{
    private static readonly Dictionary<string, (Verdict Verdict, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, _ => { }),
        ["refuses with a cache"] = (Verdict.Fail, run => run.ChargePoint.Replies["ClearCache"] = _ => Reply.Status("Rejected")),
        ["refuses without a cache"] = (Verdict.NotApplicable, run =>
        {
            run.ChargePoint.Keys["AuthorizationCacheEnabled"] = ("false", false);
            run.ChargePoint.Replies["ClearCache"] = _ => Reply.Status("Rejected");
        }),
        ["does not know it and has no key"] = (Verdict.NotApplicable, run =>
        {
            run.ChargePoint.Keys.Remove("AuthorizationCacheEnabled");
            run.ChargePoint.Replies["ClearCache"] = _ => Reply.Error("NotImplemented");
        }),
        ["stays silent"] = (Verdict.Fail, run => run.ChargePoint.Replies["ClearCache"] = _ => Reply.Silence),
        ["answers too late"] = (Verdict.Fail, run => run.ChargePoint.Replies["ClearCache"] = _ => new Reply("""{"status":"Accepted"}""", AfterSeconds: 40)),
        ["is offline"] = (Verdict.Inconclusive, run => run.Before = bench =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name) => Assert.Equal(Rows[name].Verdict, FunctionRun.Judge(new F15ClearCache(), "15", Rows[name].Change).Verdict);
}
