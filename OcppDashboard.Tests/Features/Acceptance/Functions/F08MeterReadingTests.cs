using System.Text.RegularExpressions;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public partial class F08MeterReadingTests
{
    private const string Interval = "MeterValueSampleInterval", Sampled = "MeterValuesSampledData";
    private const string Evlink = """{"value":"1","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"},{"value":"16","context":"Sample.Periodic","measurand":"Current.Offered","unit":"A"}""";

    private static readonly Dictionary<string, (Verdict Verdict, string Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, "meter values every 30 s", _ => { }),
        ["EVlink, lenient"] = (Verdict.Remark, "Energy, Current.Offered only; lenient", run =>
        {
            run.Plan = run.Plan with { Meter = MeterPolicy.Lenient };
            Sample(run, _ => Evlink);
        }),
        ["EVlink, strict"] = (Verdict.Fail, "Energy, Current.Offered only; strict", run => Sample(run, _ => Evlink)),
        ["refuses voltage, lenient"] = (Verdict.Remark, "Energy, Power.Active.Import, Current.Import only; lenient; refuses Voltage", run =>
        {
            run.Plan = run.Plan with { Meter = MeterPolicy.Lenient };
            run.ChargePoint.Replies["ChangeConfiguration"] = payload => payload.GetProperty("value").GetString()!.Contains("Voltage") ? Reply.Status("Rejected") : null;
        }),
        ["refuses voltage, strict"] = (Verdict.Fail, "Energy, Power.Active.Import, Current.Import only; strict", run =>
            run.ChargePoint.Replies["ChangeConfiguration"] = payload => payload.GetProperty("value").GetString()!.Contains("Voltage") ? Reply.Status("Rejected") : null),
        ["refuses the four at once"] = (Verdict.Fail, "Energy only; strict", run => run.ChargePoint.Replies["ChangeConfiguration"] = payload => payload.GetProperty("value").GetString()!.Contains(',') ? Reply.Status("Rejected") : null),
        ["does not know the key of measurands but sends all"] = (Verdict.Remark, "meter values every 30 s; measurands not settable", run =>
        {
            run.ChargePoint.Keys[Sampled] = ("Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage", false);
            run.ChargePoint.Replies["ChangeConfiguration"] = payload => payload.GetProperty("key").GetString() == Sampled ? Reply.Status("NotSupported") : null;
        }),
        ["interval is refused"] = (Verdict.Fail, "interval not settable", run => run.ChargePoint.Keys[Interval] = ("60", true)),
        ["interval is refused and no cable comes"] = (Verdict.Fail, "interval not settable", run =>
        {
            run.ChargePoint.Keys[Interval] = ("60", true);
            run.Robot["plug-in"] = null;
        }),
        ["interval is fixed at 20 s"] = (Verdict.Pass, "meter values every 20 s", run => run.ChargePoint.Keys[Interval] = ("20", true)),
        ["says Accepted and keeps its interval"] = (Verdict.Fail, "every 60 s", run =>
        {
            run.Plan = run.Plan with { Timeouts = new() { MeterWatch = 250 } };
            run.ChargePoint.Replies["ChangeConfiguration"] = payload => payload.GetProperty("key").GetString() == Interval ? Reply.Status("Accepted") : null;
        }),
        ["needs a reboot for it"] = (Verdict.Inconclusive, $"{Interval} needs a reboot", run => run.ChargePoint.Replies["ChangeConfiguration"] = payload => payload.GetProperty("key").GetString() == Interval ? Reply.Status("RebootRequired") : null),
        ["sends every 10 s"] = (Verdict.Remark, "meter values every 30 s; every 10 s", run => run.ChargePoint.Replies["ChangeConfiguration"] = payload =>
        {
            if (payload.GetProperty("key").GetString() != Interval) return null;
            run.ChargePoint.Keys[Interval] = ("10", false);
            return Reply.Status("Accepted");
        }),
        ["stays silent"] = (Verdict.Fail, "no meter values", run => run.Drop("MeterValues")),
        ["sends one only"] = (Verdict.Fail, "1 meter values", run =>
        {
            var sent = 0;
            run.ChargePoint.Filter = (action, json) => action == "MeterValues" && ++sent > 1 ? null : json;
        }),
        ["sends without N"] = (Verdict.Fail, "values without N", run => run.Rewrite("MeterValues", "\"transactionId\":3462694,", "")),
        ["sends with 0"] = (Verdict.Fail, "values without N", run => run.Rewrite("MeterValues", "3462694", "0")),
        ["sends for another connector"] = (Verdict.Fail, "no meter values", run => run.Rewrite("MeterValues", "\"connectorId\":1,\"transactionId\":3462694", "\"connectorId\":2")),
        ["energy falls"] = (Verdict.Fail, "energy falls", run => run.ChargePoint.Filter = (action, json) => action == "MeterValues" ? json.Replace("\"1270\"", "\"3\"") : json),
        ["energy falls at the stop"] = (Verdict.Fail, "energy falls", run => run.ChargePoint.Filter = (action, json) => action == "StopTransaction" ? MeterStop().Replace(json, "\"meterStop\":3") : json),
        ["no reading at the stop"] = (Verdict.Fail, "no meterStop", run => run.ChargePoint.Filter = (action, json) => action == "StopTransaction" ? MeterStop().Replace(json, "\"meterEnd\":3") : json),
        ["no reading at the start"] = (Verdict.Fail, "no meterStart", run => run.Rewrite("StartTransaction", "meterStart", "meterBegin")),
        ["no stop"] = (Verdict.Fail, "no meter value at the stop", run =>
        {
            run.ChargePoint.Replies["RemoteStopTransaction"] = _ => Reply.Status("Accepted");
            run.Robot["end-by-unplugging"] = null;
        }),
        ["stops late and by hand"] = (Verdict.Pass, "meter values every 30 s", run => run.ChargePoint.Replies["RemoteStopTransaction"] = _ => Reply.Status("Accepted")),
        ["does not stop"] = (Verdict.Inconclusive, "not stopped", run =>
        {
            run.ChargePoint.Replies["RemoteStopTransaction"] = _ => Reply.Status("Rejected");
            run.Robot["end-by-unplugging"] = null;
        }),
        ["no context"] = (Verdict.Remark, "meter values every 30 s; context missing", run => run.Rewrite("MeterValues", "\"context\":\"Sample.Periodic\",", "")),
        ["power does not fit"] = (Verdict.Remark, "meter values every 30 s; power is not voltage times current", run => run.Rewrite("MeterValues", "3680", "20000")),
        ["three phases"] = (Verdict.Pass, "meter values every 30 s", run => Sample(run, register =>
            Value(register, "Energy.Active.Import.Register", "kWh") + Value("11.04", "Power.Active.Import", "kW", first: false)
            + string.Concat(Enumerable.Range(1, 3).Select(phase => Value("16", "Current.Import", "A", $"L{phase}", false) + Value("230", "Voltage", "V", $"L{phase}-N", false))))),
        ["the car does not charge"] = (Verdict.Inconclusive, "no current drawn", run => run.ChargePoint.Filter = (_, json) => json.Replace("\"Charging\"", "\"SuspendedEV\"")),
        ["nothing is drawn"] = (Verdict.Inconclusive, "no current drawn", run => Sample(run, _ =>
            Value("5", "Energy.Active.Import.Register", "Wh") + Value("0", "Power.Active.Import", "W", first: false) + Value("0", "Current.Import", "A", first: false))),
        ["refuses to start"] = (Verdict.Inconclusive, "no transaction was running", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ => Reply.Status("Rejected")),
        ["ends by itself early"] = (Verdict.Inconclusive, "charged for only 41 s", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ =>
        {
            run.ChargePoint.Later(41, () => Acted(() => run.ChargePoint.Unplug()));
            return null;
        }),
        ["is cut off"] = (Verdict.Inconclusive, "not stopped; disconnected", run => run.ChargePoint.Replies["RemoteStartTransaction"] = _ =>
        {
            run.ChargePoint.Later(41, () => Acted(() => run.ChargePoint.Disconnect("cut")));
            return null;
        }),
        ["nobody plugs in"] = (Verdict.Inconclusive, "Plug in: nobody answered in time", run => run.Robot["plug-in"] = null),
        ["is offline"] = (Verdict.Inconclusive, "the charge point was not connected", run => run.Before = _ => Acted(() => run.ChargePoint.Disconnect("cut"))),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (verdict, result, change) = Rows[name];
        var before = "";
        var (judged, _, chargePoint) = FunctionRun.Run(new F08MeterReading(), "8", run =>
        {
            change(run);
            before = run.ChargePoint.Keys[Interval].Value + run.ChargePoint.Keys[Sampled].Value;
        });
        Assert.Equal((verdict, result), (judged.Verdict, judged.Result));
        if (name is "does not stop" or "no stop" || !chargePoint.IsOnline) return;
        Assert.All(chargePoint.Connectors.Values, connector => Assert.Null(connector.Transaction));
        if (name != "sends every 10 s") Assert.Equal(before, chargePoint.Keys[Interval].Value + chargePoint.Keys[Sampled].Value);
    }

    [Fact]
    public void Nothing_captured_is_inconclusive() => FunctionRun.NothingIsInconclusive(new F08MeterReading(), "8");

    [Fact]
    public void The_evidence_are_the_readings()
    {
        var result = FunctionRun.Judge(new F08MeterReading(), "8", Rows["EVlink, lenient"].Change);
        Assert.Matches(@"^\d+:\d\d:\d\d: Energy\.Active\.Import\.Register 1 Wh, Current\.Offered 16 A$", result.Evidence.First(line => line.Contains("Offered")));
        Assert.Contains("Energy, Current.Offered only", result.Traits);
        Assert.Equal("lenient meter policy: missing Power.Active.Import, Current.Import, Voltage is a remark; strict: a fail", result.Policy);
    }

    /// <summary>Sends these values instead, made from the register.</summary>
    private static void Sample(FunctionRun run, Func<string, string> values) =>
        run.ChargePoint.Filter = (action, json) => action != "MeterValues" ? json : Samples().Replace(json, match => $"\"sampledValue\":[{values(match.Groups[1].Value)}]");

    private static string Value(string value, string measurand, string unit, string? phase = null, bool first = true) =>
        $$"""{{(first ? "" : ",")}}{"value":"{{value}}","context":"Sample.Periodic","measurand":"{{measurand}}","unit":"{{unit}}"{{(phase is null ? "" : $",\"phase\":\"{phase}\"")}}}""";

    private static Task Acted(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    [GeneratedRegex("\"sampledValue\":\\[\\{\"value\":\"(\\d+)\".*?\\]")]
    private static partial Regex Samples();

    [GeneratedRegex("\"meterStop\":\\d+")]
    private static partial Regex MeterStop();
}
