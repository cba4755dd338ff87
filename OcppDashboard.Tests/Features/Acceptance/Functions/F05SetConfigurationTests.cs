using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F05SetConfigurationTests
{
    private const string Ok = "heartbeat interval edited, 16 written back";

    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, Ok, _ => { }),
        ["its keys were not read before"] = (Verdict.Pass, Ok, run => run.Before = _ => Task.CompletedTask),
        ["refuses a writable key"] = (Verdict.Fail, "ResetRetries: Rejected", run => On(run, "ResetRetries", () => Reply.Status("Rejected"))),
        ["does not support a key it lists"] = (Verdict.Fail, "ConnectionTimeOut: NotSupported", run => On(run, "ConnectionTimeOut", () => Reply.Status("NotSupported"))),
        ["does not know the message"] = (Verdict.Fail, "HeartbeatInterval: NotImplemented, and 18 more", run => run.ChargePoint.Replies["ChangeConfiguration"] = _ => Reply.Error("NotImplemented")),
        ["stays silent for one key"] = (Verdict.Fail, "LocalPreAuthorize: timed out", run => On(run, "LocalPreAuthorize", () => Reply.Silence)),
        ["answers too late for one key"] = (Verdict.Fail, "LocalPreAuthorize: timed out", run => On(run, "LocalPreAuthorize", () => new Reply("""{"status":"Accepted"}""", AfterSeconds: 40))),
        ["accepts and changes nothing"] = (Verdict.Fail, "HeartbeatInterval: Accepted, but stays 300", run => On(run, "HeartbeatInterval", () => Reply.Status("Accepted"))),
        ["needs a restart"] = (Verdict.Remark, $"heartbeat interval edited, 15 written back, 1 with a remark", run => On(run, "ResetRetries", () => Reply.Status("RebootRequired"))),
        ["a key is read-only"] = (Verdict.Remark, "MeterValueSampleInterval edited, 16 written back, 1 with a remark", run => run.ChargePoint.Keys["HeartbeatInterval"] = ("300", true)),
        ["refuses its own empty value"] = (Verdict.Remark, "heartbeat interval edited, 15 written back, 1 with a remark", run => On(run, "StopTxnSampledData", () => Reply.Status("Rejected"))),
        ["writes numbers otherwise"] = (Verdict.Remark, "MeterValueSampleInterval edited, 16 written back, 1 with a remark", run => Reads(run, "HeartbeatInterval", value => value + ".0")),
        ["writes lists otherwise"] = (Verdict.Pass, Ok, run =>
        {
            run.ChargePoint.Keys["MeterValuesSampledData"] = ("Voltage,Current.Import", false);
            Reads(run, "MeterValuesSampledData", _ => "'voltage', Current.Import");
        }),
        ["none of the three is listed"] = (Verdict.Remark, "no key edited, 16 written back", run =>
        {
            foreach (var key in (string[])["HeartbeatInterval", "MeterValueSampleInterval", "ConnectionTimeOut"]) run.ChargePoint.Keys.Remove(key);
        }),
        ["function 4 gave nothing"] = (Verdict.Inconclusive, "no configuration is known", run => run.ChargePoint.Replies["GetConfiguration"] = _ => Reply.Silence),
        ["comes back after a cut"] = (Verdict.Pass, Ok, run => CutAt(run, "ResetRetries", comesBack: true)),
        ["comes back after a cut while it is changed"] = (Verdict.Pass, Ok, run => CutAt(run, "HeartbeatInterval", comesBack: true)),
        ["goes away"] = (Verdict.Inconclusive, "the connection ended before all keys were written", run => CutAt(run, "ResetRetries", comesBack: false)),
        ["is offline"] = (Verdict.Inconclusive, "no configuration is known", run => run.Before = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
        ["expert: honest"] = (Verdict.Pass, Ok, Expert),
        ["expert: accepts an unknown key"] = (Verdict.Remark, $"{Ok}; a key that it does not have: Accepted instead of NotSupported", run =>
        {
            Expert(run);
            On(run, "NoChargePointHasThisKey", () => Reply.Status("Accepted"));
        }),
        ["expert: refuses an unknown key in other words"] = (Verdict.Remark, $"{Ok}; a key that it does not have: Rejected instead of NotSupported", run =>
        {
            Expert(run);
            On(run, "NoChargePointHasThisKey", () => Reply.Status("Rejected"));
        }),
        ["expert: takes a text for a number"] = (Verdict.Remark, $"{Ok}; a heartbeat interval that is no number: Accepted instead of Rejected", run =>
        {
            Expert(run);
            run.ChargePoint.TakesAnyValue = true;
        }),
        ["expert: a fail stays one"] = (Verdict.Fail, "ResetRetries: Rejected", run =>
        {
            Expert(run);
            On(run, "ResetRetries", () => Reply.Status("Rejected"));
        }),
    };

    private static void Expert(FunctionRun run) => run.Plan = run.Plan with { IsExpert = true };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        Dictionary<string, (string?, bool)> before = [];
        var (result, _, chargePoint) = FunctionRun.Run(new F05SetConfiguration(), "5", run =>
        {
            Rows[name].Change(run);
            before = new(run.ChargePoint.Keys);
        });
        Assert.Equal((Rows[name].Verdict, Rows[name].Result), (result.Verdict, result.Result));
        Assert.Equal(before, chargePoint.Keys);
    }

    [Fact]
    public void Secrets_addresses_and_what_the_tester_did_not_choose_are_never_written()
    {
        var (_, capture, _) = FunctionRun.Run(new F05SetConfiguration(), "5", run =>
        {
            string[] never = ["AuthorizationKey", "SecurityProfile", "CpoName", "AcmeServerUrl", "AcmeModemApn", "AcmePassword"];
            foreach (var key in never) run.ChargePoint.Keys[key] = ("1", false);
            run.ChargePoint.Keys["AcmeBackend"] = ("ws://10.0.0.1/ocpp", false);
            run.ChargePoint.Keys["AcmeLong"] = (new string('x', 101), false);
            run.ChargePoint.Keys["AcmeChosen"] = run.ChargePoint.Keys["AcmeOther"] = ("1", false);
            run.Plan = run.Plan with { VendorKeys = [.. never, "AcmeSecret", "AcmeBackend", "AcmeLong", "AcmeChosen"] };
        });
        var written = capture.Sent("ChangeConfiguration").Select(call => call.Value("key")).ToHashSet();
        Assert.Equal(["AcmeChosen"], written.Except(StandardKeys.All));
        Assert.Empty(written.Intersect(["AuthorizationKey", "SecurityProfile", "CpoName"]));
    }

    [Fact]
    public void An_empty_capture_proves_nothing() => Assert.Equal(Verdict.Inconclusive, new F05SetConfiguration().Judge("5", LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    private static bool Is(JsonElement call, string key) => call.GetProperty("key").GetString() == key;

    private static void On(FunctionRun run, string key, Func<Reply> reply) => run.ChargePoint.Replies["ChangeConfiguration"] = call => Is(call, key) ? reply() : null;

    /// <summary>Reads back one key otherwise than it was written.</summary>
    private static void Reads(FunctionRun run, string key, Func<string, string> otherwise) => run.ChargePoint.Replies["GetConfiguration"] = call => call.TryGetProperty("key", out var asked)
        ? new Reply(JsonSerializer.Serialize(new { configurationKey = run.ChargePoint.Keys.Where(pair => asked.EnumerateArray().Any(name => name.ValueEquals(pair.Key))).Select(pair => new { key = pair.Key, @readonly = pair.Value.IsReadonly, value = pair.Key == key ? otherwise(pair.Value.Value!) : pair.Value.Value }) })) : null;

    private static void CutAt(FunctionRun run, string key, bool comesBack)
    {
        var isCut = false;
        On(run, key, () =>
        {
            if (isCut) return null!;
            isCut = true;
            run.ChargePoint.Disconnect("cut");
            if (comesBack) run.ChargePoint.Later(20, () =>
            {
                run.ChargePoint.Connect();
                return Task.CompletedTask;
            });
            return Reply.Silence;
        });
    }
}
