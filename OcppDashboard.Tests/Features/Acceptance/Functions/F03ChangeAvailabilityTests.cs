using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F03ChangeAvailabilityTests
{
    private const string Ok = "Unavailable and Available reported for connector 1, 2 and 0";

    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, Ok, _ => { }),
        ["its connectors are not known"] = (Verdict.Pass, Ok, run => run.Before = _ => Task.CompletedTask),
        ["was unavailable before"] = (Verdict.Pass, Ok, run => Answer(run, 1, "Inoperative", Reply.Status("Accepted"), times: 1)),
        ["refuses a connector"] = (Verdict.Fail, "connector 2 Inoperative: Rejected", run => Answer(run, 2, "Inoperative", Reply.Status("Rejected"))),
        ["refuses connector 0"] = (Verdict.Remark, "connector 0 Rejected, connector 0 reported only when asked", run =>
        {
            Answer(run, 0, null, Reply.Status("Rejected"));
        }),
        ["does not know it"] = (Verdict.Fail, "connector 1 Inoperative: NotImplemented", run => run.ChargePoint.Replies["ChangeAvailability"] = _ => Reply.Error("NotImplemented")),
        ["stays silent"] = (Verdict.Fail, "connector 1 Inoperative: timed out", run => run.ChargePoint.Replies["ChangeAvailability"] = _ => Reply.Silence),
        ["accepts and does nothing"] = (Verdict.Fail, "connector 1 Inoperative: Unavailable not reported", run => run.ChargePoint.Replies["ChangeAvailability"] = _ => Reply.Status("Accepted")),
        ["accepts 0 and changes only itself"] = (Verdict.Fail, "connector 0 Inoperative: connector 1 did not report Unavailable", run => run.ChargePoint.Replies["ChangeAvailability"] = call =>
        {
            if (call.GetProperty("connectorId").GetInt32() != 0) return null;
            run.ChargePoint.Later(1, () => Status(run, 0, "Unavailable"));
            return Reply.Status("Accepted");
        }),
        ["reports the wrong connector"] = (Verdict.Fail, "connector 1 Inoperative: Unavailable not reported",
            run => run.ChargePoint.Filter = (_, json) => json.Replace("\"connectorId\":1,", "\"connectorId\":2,", StringComparison.Ordinal)),
        ["reports too late"] = (Verdict.Fail, "connector 1 Inoperative: Unavailable not reported", run => run.ChargePoint.Replies["ChangeAvailability"] = call =>
        {
            var (id, type) = (call.GetProperty("connectorId").GetInt32(), call.GetProperty("type").GetString());
            run.ChargePoint.Later(45, () => Status(run, id, type == "Operative" ? "Available" : "Unavailable"));
            return Reply.Status("Accepted");
        }),
        ["may be late by its MinimumStatusDuration"] = (Verdict.Pass, Ok, run =>
        {
            run.ChargePoint.Keys["MinimumStatusDuration"] = ("20", false);
            run.ChargePoint.Replies["ChangeAvailability"] = call =>
            {
                var (id, status) = (call.GetProperty("connectorId").GetInt32(), call.GetProperty("type").GetString() == "Operative" ? "Available" : "Unavailable");
                foreach (var connector in id == 0 ? Enumerable.Range(0, 3) : [id]) run.ChargePoint.Later(45, () => Status(run, connector, status));
                return Reply.Status("Accepted");
            };
        }),
        ["a transaction is running"] = (Verdict.Inconclusive, "connector 1: Scheduled", run => Answer(run, 1, "Inoperative", Reply.Status("Scheduled"))),
        ["a transaction is running and Operative changes nothing"] = (Verdict.Inconclusive, "connector 1: Scheduled", run => Occupied(run, 1, "Accepted")),
        ["a transaction is running and 0 is accepted all the same"] = (Verdict.Inconclusive, "connector 2: Scheduled", run => Occupied(run, 2, "Accepted")),
        ["a transaction is running and Operative is Rejected"] = (Verdict.Inconclusive, "connector 1: Scheduled", run => Occupied(run, 1, "Rejected")),
        ["only 0 is Scheduled"] = (Verdict.Inconclusive, "connector 0: Scheduled", run => Answer(run, 0, "Inoperative", Reply.Status("Scheduled"))),
        ["a transaction is running and another connector refuses"] = (Verdict.Fail, "connector 2 Inoperative: Rejected", run =>
        {
            run.ChargePoint.Replies["ChangeAvailability"] = call => call.GetProperty("connectorId").GetInt32() switch
            {
                1 => Reply.Status("Scheduled"),
                2 => Reply.Status("Rejected"),
                _ => null,
            };
        }),
        ["a cable is plugged in"] = (Verdict.Remark, "connector 1 Preparing instead of Available", run => run.ChargePoint.Filter = (_, json) =>
            json.Contains("\"connectorId\":1,", StringComparison.Ordinal) ? json.Replace("\"Available\"", "\"Preparing\"", StringComparison.Ordinal) : json),
        ["never reports connector 0"] = (Verdict.Fail, "connector 0 not reported", run => run.ChargePoint.Filter = (_, json) => json.Contains("\"connectorId\":0,", StringComparison.Ordinal) ? null : json),
        ["reports connector 0 only when asked"] = (Verdict.Remark, "connector 0 reported only when asked", run =>
        {
            var asked = false;
            run.ChargePoint.Replies["TriggerMessage"] = _ =>
            {
                asked = true;
                return null;
            };
            run.ChargePoint.Filter = (_, json) => json.Contains("\"connectorId\":0,", StringComparison.Ordinal) && !asked ? null : json;
        }),
        ["Faulted without an error"] = (Verdict.Fail, "connector 2 Faulted with NoError", run => run.ChargePoint.Replies["ChangeAvailability"] = call =>
        {
            if (call.GetProperty("connectorId").GetInt32() == 2) run.ChargePoint.Later(0.1, () => Status(run, 2, "Faulted"));
            return null;
        }),
        ["a connector has a fault"] = (Verdict.Inconclusive, "connector 2: Faulted, GroundFailure", run => run.ChargePoint.Filter = (_, json) => json.Contains("\"connectorId\":2,", StringComparison.Ordinal)
            ? """{"connectorId":2,"errorCode":"GroundFailure","status":"Faulted"}""" : json),
        ["an unknown errorCode"] = (Verdict.Remark, "a StatusNotification outside the specification", run => run.ChargePoint.Filter = (_, json) => json.Replace("NoError", "0x0000", StringComparison.Ordinal)),
        ["comes back after a cut"] = (Verdict.Pass, Ok, run => CutAt(run, 2, comesBack: true)),
        ["goes away"] = (Verdict.Inconclusive, "the connection ended before all connectors were tried", run => CutAt(run, 2, comesBack: false)),
        ["is offline"] = (Verdict.Inconclusive, "ChangeAvailability was not sent", run => run.Before = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (result, capture, chargePoint) = FunctionRun.Run(new F03ChangeAvailability(), "3", Rows[name].Change);
        Assert.Equal((Rows[name].Verdict, Rows[name].Result), (result.Verdict, result.Result));
        if (name != "goes away") Assert.All(chargePoint.Connectors.Values, connector => Assert.True(connector.Operative));
        Assert.All(capture.Sent("ChangeAvailability").GroupBy(call => call.ConnectorId), group => Assert.Equal("Inoperative", group.First().Value("type")));
    }

    [Fact]
    public void An_empty_capture_proves_nothing() => Assert.Equal(Verdict.Inconclusive, new F03ChangeAvailability().Judge("3", LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    [Fact]
    public void A_status_that_was_unavailable_before_is_an_observation() =>
        Assert.Contains("only when it was asked again", Assert.Single(FunctionRun.Judge(new F03ChangeAvailability(), "3", Rows["was unavailable before"].Change).Observations), StringComparison.Ordinal);

    private static void Answer(FunctionRun run, int connector, string? type, Reply reply, int times = int.MaxValue) => run.ChargePoint.Replies["ChangeAvailability"] = call =>
        call.GetProperty("connectorId").GetInt32() == connector && (type is null || call.GetProperty("type").GetString() == type) && times-- > 0 ? reply : null;

    /// <summary>A car charges at a connector: Inoperative waits for its end, and what else is asked of it changes nothing.</summary>
    private static void Occupied(FunctionRun run, int connector, string operative)
    {
        run.ChargePoint.Replies["ChangeAvailability"] = call =>
        {
            var (id, isInoperative) = (call.GetProperty("connectorId").GetInt32(), call.GetProperty("type").GetString() == "Inoperative");
            if (id == connector) return Reply.Status(isInoperative ? "Scheduled" : operative);
            return id == 0 ? Reply.Status("Accepted") : null; // and says nothing of the connector that is in use
        };
    }

    private static void CutAt(FunctionRun run, int connector, bool comesBack)
    {
        var isCut = false;
        run.ChargePoint.Replies["ChangeAvailability"] = call =>
        {
            if (call.GetProperty("connectorId").GetInt32() != connector || isCut) return null;
            isCut = true;
            run.ChargePoint.Disconnect("cut");
            if (comesBack) run.ChargePoint.Later(20, () =>
            {
                run.ChargePoint.Connect();
                return Task.CompletedTask;
            });
            return Reply.Silence;
        };
    }

    private static Task Status(FunctionRun run, int connector, string status)
    {
        run.ChargePoint.SendStatus(connector, status);
        return Task.CompletedTask;
    }
}
