using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F16TriggerMessageTests
{
    private const string Ok = "accepted, answered by status notifications";

    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, Ok, _ => { }),
        ["its profiles and connectors were not read before"] = (Verdict.Pass, Ok, run => run.Before = _ => Task.CompletedTask),
        ["refuses"] = (Verdict.Fail, "Rejected", run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Status("Rejected")),
        ["does not know it although listed"] = (Verdict.Fail, "NotImplemented", run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Error("NotImplemented")),
        ["does not know it and does not list it"] = (Verdict.NotApplicable, "not supported: NotImplemented", run =>
        {
            run.ChargePoint.Keys["SupportedFeatureProfiles"] = ("Core", true);
            run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Error("NotImplemented");
        }),
        ["does not list it, but can do it"] = (Verdict.Pass, Ok, run => run.ChargePoint.Keys["SupportedFeatureProfiles"] = ("Core", true)),
        ["stays silent"] = (Verdict.Fail, "no answer", run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Silence),
        ["answers too late"] = (Verdict.Fail, "no answer", run => run.ChargePoint.Replies["TriggerMessage"] = _ => new Reply("""{"status":"Accepted"}""", AfterSeconds: 20)),
        ["accepts and does nothing"] = (Verdict.Fail, "accepted, but no status notification", run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Status("Accepted")),
        ["reports too late"] = (Verdict.Fail, "accepted, but no status notification", run => run.ChargePoint.Replies["TriggerMessage"] = call =>
        {
            if (Is(call, "StatusNotification", null))
                for (var id = 0; id <= 2; id++) Later(run, 40, id);
            return Reply.Status("Accepted");
        }),
        ["reports connector 0 only, the others by themselves"] = (Verdict.Remark, $"{Ok}; connector 1 only when asked for by itself; connector 2 only when asked for by itself", run => OnlyZero(run, null)),
        ["reports connector 0 only, and refuses the others"] = (Verdict.Fail, "connector 1 not reported", run => OnlyZero(run, Reply.Status("Rejected"))),
        ["reports other connectors than it has"] = (Verdict.Fail, "connector 2 not reported",
            run => run.ChargePoint.Filter = (_, json) => json.Replace("\"connectorId\":2,", "\"connectorId\":7,", StringComparison.Ordinal)),
        ["reports all but connector 0"] = (Verdict.Remark, $"{Ok}; connector 0 not reported", run => run.ChargePoint.Filter = (_, json) => json.Contains("\"connectorId\":0,", StringComparison.Ordinal) ? null : json),
        ["refuses other messages"] = (Verdict.Remark, $"{Ok}; MeterValues: Rejected", run => run.ChargePoint.Replies["TriggerMessage"] = call => Is(call, "MeterValues", null) ? Reply.Status("Rejected") : null),
        ["statuses keep coming"] = (Verdict.Inconclusive, "status notifications kept coming by themselves", run => run.ChargePoint.Later(0, async () =>
        {
            while (true)
            {
                run.ChargePoint.SendStatus(1, "Available");
                await run.ChargePoint.WaitAsync(4);
            }
        })),
        ["goes away instead of reporting"] = (Verdict.Inconclusive, "the connection ended before all statuses came", run => run.ChargePoint.Replies["TriggerMessage"] = _ =>
        {
            run.ChargePoint.Later(1, () =>
            {
                run.ChargePoint.Disconnect("cut");
                return Task.CompletedTask;
            });
            return Reply.Status("Accepted");
        }),
        ["is offline"] = (Verdict.Inconclusive, "TriggerMessage was not sent", run => run.Before = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var result = FunctionRun.Judge(new F16TriggerMessage(), "16", Rows[name].Change);
        Assert.Equal((Rows[name].Verdict, Rows[name].Result), (result.Verdict, result.Result));
    }

    [Fact]
    public void An_honest_one_takes_seconds()
    {
        var (_, capture, _) = FunctionRun.Run(new F16TriggerMessage(), "16");
        Assert.InRange((capture.Frames[^1].At - capture.Frames[0].At).TotalSeconds, 0, 10);
    }

    [Fact]
    public void An_empty_capture_proves_nothing() => Assert.Equal(Verdict.Inconclusive, new F16TriggerMessage().Judge("16", LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    private static bool Is(JsonElement call, string message, int? connector) => call.GetProperty("requestedMessage").GetString() == message
        && (call.TryGetProperty("connectorId", out var id) ? connector == id.GetInt32() : connector is null);

    private static void OnlyZero(FunctionRun run, Reply? others) => run.ChargePoint.Replies["TriggerMessage"] = call =>
    {
        if (call.TryGetProperty("connectorId", out var id) && id.GetInt32() > 0) return others;
        if (!Is(call, "StatusNotification", null)) return null;
        Later(run, 0.2, 0);
        return Reply.Status("Accepted");
    };

    private static void Later(FunctionRun run, double seconds, int connector) => run.ChargePoint.Later(seconds, () =>
    {
        run.ChargePoint.SendStatus(connector, "Available");
        return Task.CompletedTask;
    });
}
