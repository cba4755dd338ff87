using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F04GetConfigurationTests
{
    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, "Configuration (23)", _ => { }),
        ["required keys missing"] = (Verdict.Remark, "Configuration (21), 2 required missing", run =>
        {
            run.ChargePoint.Keys.Remove("ResetRetries");
            run.ChargePoint.Keys.Remove("LocalPreAuthorize");
        }),
        ["a key twice"] = (Verdict.Remark, "Configuration (23), listed twice: HeartbeatInterval", run => All(run, keys => $"{keys},{{\"key\":\"HeartbeatInterval\",\"readonly\":false,\"value\":\"300\"}}")),
        ["readonly not said"] = (Verdict.Remark, "Configuration (24), without readonly: Odd", run => All(run, keys => $"{keys},{{\"key\":\"Odd\",\"value\":\"1\"}}")),
        ["an error, but keys by name"] = (Verdict.Remark, "Configuration (22), by name only", run => ForAll(run, () => Reply.Error("InternalError"))),
        ["silence, but keys by name"] = (Verdict.Remark, "Configuration (22), by name only", run => ForAll(run, () => Reply.Silence)),
        ["an empty list, but keys one by one"] = (Verdict.Remark, "Configuration (22), by name only", run => run.ChargePoint.Replies["GetConfiguration"] = call =>
            !call.TryGetProperty("key", out var keys) ? new("""{"configurationKey":[]}""") : keys.GetArrayLength() > 1 ? Reply.Error("OccurenceConstraintViolation") : null),
        ["ends the connection, and comes back for keys by name"] = (Verdict.Remark, "Configuration (22), by name only", run => ForAll(run, () => Cut(run, comesBack: true))),
        ["ends the connection for good"] = (Verdict.Inconclusive, "the connection ended before the answer", run => ForAll(run, () => Cut(run, comesBack: false))),
        ["an error for all and for each"] = (Verdict.Fail, "no configuration: NotSupported", run => run.ChargePoint.Replies["GetConfiguration"] = _ => Reply.Error("NotSupported")),
        ["empty lists"] = (Verdict.Fail, "no configuration: an empty list", run => run.ChargePoint.Replies["GetConfiguration"] = _ => new("{}")),
        ["silence for all and for each"] = (Verdict.Fail, "no configuration: timed out", run => run.ChargePoint.Replies["GetConfiguration"] = _ => Reply.Silence),
        ["too late for all, and nothing by name"] = (Verdict.Fail, "no configuration: timed out",
            run => run.ChargePoint.Replies["GetConfiguration"] = _ => new("""{"configurationKey":[{"key":"A","readonly":true}]}""", AfterSeconds: 130)),
        ["an error, then offline"] = (Verdict.Inconclusive, "GetConfiguration{} gave InternalError, then the connection ended", run => ForAll(run, () =>
        {
            run.ChargePoint.Later(0.2, () =>
            {
                run.ChargePoint.Disconnect("cut");
                return Task.CompletedTask;
            });
            return Reply.Error("InternalError");
        })),
        ["is offline"] = (Verdict.Inconclusive, "GetConfiguration was not sent", run => run.Before = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var result = FunctionRun.Judge(new F04GetConfiguration(), "4", run =>
        {
            run.Before = _ => Task.CompletedTask;
            Rows[name].Change(run);
        });
        Assert.Equal((Rows[name].Verdict, Rows[name].Result), (result.Verdict, result.Result));
    }

    [Fact]
    public void The_missing_keys_are_named() =>
        Assert.Contains("LocalPreAuthorize, ResetRetries", FunctionRun.Judge(new F04GetConfiguration(), "4", Rows["required keys missing"].Change).Why, StringComparison.Ordinal);

    [Fact]
    public void An_empty_capture_proves_nothing() => Assert.Equal(Verdict.Inconclusive, new F04GetConfiguration().Judge("4", LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    private static void ForAll(FunctionRun run, Func<Reply> reply) => run.ChargePoint.Replies["GetConfiguration"] = call => call.TryGetProperty("key", out _) ? null : reply();

    private static void All(FunctionRun run, Func<string, string> change) => ForAll(run, () =>
        new($"{{\"configurationKey\":[{change(string.Join(',', run.ChargePoint.Keys.Select(pair => JsonSerializer.Serialize(new { key = pair.Key, @readonly = pair.Value.IsReadonly, value = pair.Value.Value }))))}]}}"));

    private static Reply Cut(FunctionRun run, bool comesBack)
    {
        run.ChargePoint.Disconnect("cut");
        if (comesBack) run.ChargePoint.Later(20, () =>
        {
            run.ChargePoint.Connect();
            return Task.CompletedTask;
        });
        return Reply.Silence;
    }
}
