using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public partial class F14PastTransactionsTests
{
    private const string WithValues = "start, stop and meter values received", Without = "start and stop transaction notifications received", StopOnly = "stop transaction notification received";
    private static readonly PromptAnswer? Denied = PromptAnswer.DidNotHappen;

    private static readonly Dictionary<string, (string Leg, Verdict Verdict, string? Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest, DELTA 3.4"] = ("14a", Verdict.Pass, WithValues, _ => { }),
        ["DELTA 3.3.9: no meter values"] = ("14a", Verdict.Remark, Without, run => Drop(run, "MeterValues")),
        ["meter values in the stop"] = ("14a", Verdict.Pass, WithValues, run => run.ChargePoint.BeforeReplay = queue =>
        {
            queue.RemoveAll(one => one.Action == "MeterValues");
            Rewrite(queue, "StopTransaction", json => json[..^1] + $$""","transactionData":[{"timestamp":"{{Stamp().Match(json).Groups[1].Value}}","sampledValue":[{"value":"1"}]}]}""");
        }),
        ["the person says done early"] = ("14a", Verdict.Remark, Without, run => run.Robot["charge-offline"] = chargePoint =>
        {
            chargePoint.PlugIn();
            chargePoint.TapCard();
            chargePoint.TapCard();
            chargePoint.Unplug();
            return PromptAnswer.Done;
        }),
        ["sends both twice"] = ("14a", Verdict.Remark, $"{WithValues}; 2 sent again", run => run.ChargePoint.BeforeReplay = queue => queue.AddRange(
            [queue.Find(one => one.Action == "StartTransaction"), queue.Find(one => one.Action == "StopTransaction")])),
        ["stop with -1"] = ("14a", Verdict.Fail, "StopTransaction carries N -1", run => Replay(run, "StopTransaction", json => Id().Replace(json, "\"transactionId\":-1"))),
        ["stop with an id of its own"] = ("14a", Verdict.Fail, "StopTransaction carries N 17", run => Replay(run, "StopTransaction", json => Id().Replace(json, "\"transactionId\":17"))),
        ["stamps both with the time of sending"] = ("14a", Verdict.Fail, "StartTransaction with the time of sending; StopTransaction with the time of sending", run =>
        {
            string Now(string json) => Stamp().Replace(json, $"\"timestamp\":\"{run.ChargePoint.Stamp}\"");
            run.ChargePoint.BeforeReplay = queue =>
            {
                Rewrite(queue, "StartTransaction", Now);
                Rewrite(queue, "StopTransaction", Now);
            };
        }),
        ["has no clock"] = ("14a", Verdict.Fail, null, run => Replay(run, "StartTransaction", json => Stamp().Replace(json, "\"timestamp\":\"1970-01-01T00:00:09Z\""))),
        ["writes local time without a zone"] = ("14a", Verdict.Pass, WithValues, run => Replay(run, "StartTransaction", json => Stamp().Replace(json, match => $"\"timestamp\":\"{Shifted(match, 7200)[..^1]}\""))),
        ["its clock is behind"] = ("14a", Verdict.Remark, $"{WithValues}; clock off", run => Replay(run, "StartTransaction", json => Stamp().Replace(json, match => $"\"timestamp\":\"{Shifted(match, -60)}\""))),
        ["sends only the start"] = ("14a", Verdict.Fail, "no StopTransaction received", run => run.ChargePoint.BeforeReplay = queue => queue.RemoveAll(one => one.Action == "StopTransaction")),
        ["sends only the stop"] = ("14a", Verdict.Fail, null, run => run.ChargePoint.BeforeReplay = queue => queue.RemoveAll(one => one.Action == "StartTransaction")),
        ["forgets all, and the tester confirms"] = ("14a", Verdict.Fail, "no StartTransaction of connector 1 received", run => run.ChargePoint.BeforeReplay = queue => queue.Clear()),
        ["forgets all, and the tester says it did not charge"] = ("14a", Verdict.Inconclusive, "it did not charge while it was offline", run =>
        {
            run.ChargePoint.BeforeReplay = queue => queue.Clear();
            run.Robot["charged-offline"] = _ => Denied;
        }),
        ["names the wrong connector"] = ("14a", Verdict.Fail, "no StartTransaction of connector 1 received", run => run.ChargePoint.BeforeReplay = queue =>
        {
            Rewrite(queue, "StartTransaction", json => json.Replace("\"connectorId\":1", "\"connectorId\":2", StringComparison.Ordinal));
            queue.RemoveAll(one => one.Action == "MeterValues");
        }),
        ["counts backwards"] = ("14a", Verdict.Fail, "meterStop 5 below meterStart 1000", run => Replay(run, "StopTransaction", json => Meter().Replace(json, "\"meterStop\":5"))),
        ["is not stopped"] = ("14a", Verdict.Inconclusive, "it was not stopped while it was offline", run =>
        {
            run.Robot["charge-offline"] = chargePoint =>
            {
                chargePoint.PlugIn();
                chargePoint.TapCard();
                return null;
            };
            run.Robot["charged-offline"] = _ => Denied;
        }),
        ["nobody is there"] = ("14a", Verdict.Inconclusive, "it did not charge while it was offline", run => run.Robot["charge-offline"] = run.Robot["charged-offline"] = null),
        ["skipped"] = ("14a", Verdict.Inconclusive, "Charge while it is offline: skipped", run => run.Robot["charge-offline"] = _ => PromptAnswer.Skipped),
        ["does not come back"] = ("14a", Verdict.Inconclusive, "the charge point did not come back", run => run.ChargePoint.ReturnSeconds = null),
        ["comes back after eight minutes"] = ("14a", Verdict.Pass, WithValues, run => run.ChargePoint.ReturnSeconds = 480),
        ["is offline"] = ("14a", Verdict.Inconclusive, "the charge point was not connected", run => run.Before = _ => Cut(run)),
        ["no card reader"] = ("14a", Verdict.NotApplicable, "no card reader", run => run.Plan = run.Plan with { HasCardReader = false }),

        ["14b honest"] = ("14b", Verdict.Pass, StopOnly, _ => { }),
        ["14b honest without a card reader"] = ("14b", Verdict.Pass, StopOnly, run =>
        {
            run.Plan = run.Plan with { HasCardReader = false };
            run.Robot["stop-offline"] = chargePoint =>
            {
                chargePoint.Unplug();
                return PromptAnswer.Done;
            };
        }),
        ["14b forgets the stop"] = ("14b", Verdict.Fail, "no StopTransaction received", run => run.ChargePoint.BeforeReplay = queue => queue.Clear()),
        ["14b stop with 0"] = ("14b", Verdict.Fail, "StopTransaction carries N 0", run => Replay(run, "StopTransaction", json => Id().Replace(json, "\"transactionId\":0"))),
        ["14b stamps the time of sending"] = ("14b", Verdict.Fail, "StopTransaction with the time of sending", run => Replay(run, "StopTransaction", json => Stamp().Replace(json, $"\"timestamp\":\"{run.ChargePoint.Stamp}\""))),
        ["14b sends the stop twice"] = ("14b", Verdict.Remark, $"{StopOnly}; 1 sent again", run => run.ChargePoint.BeforeReplay = queue => queue.Add(queue.Find(one => one.Action == "StopTransaction"))),
        ["14b nobody stops it"] = ("14b", Verdict.Inconclusive, "it was not stopped while it was offline", run => (run.Robot["stop-offline"], run.Robot["charged-offline"]) = (null, _ => Denied)),
        ["14b nobody plugs in"] = ("14b", Verdict.Inconclusive, "Plug in: nobody answered in time", run => run.Robot["plug-in"] = null),
        ["14b nobody taps"] = ("14b", Verdict.Inconclusive, "Tap the card: nobody answered in time", run => run.Robot["tap-card"] = null),
        ["14b does not start"] = ("14b", Verdict.Inconclusive, "no transaction started", run => run.Robot["tap-card"] = _ => PromptAnswer.Done),
        ["14b is offline"] = ("14b", Verdict.Inconclusive, null, run => run.Before = _ => Cut(run)),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (leg, verdict, words, change) = Rows[name];
        var (result, _, chargePoint) = FunctionRun.Run(new F14PastTransactions(), leg, change);
        Assert.Equal((verdict, words ?? result.Result), (result.Verdict, result.Result));
        Assert.All(chargePoint.Connectors.Values, connector => Assert.Null(connector.Transaction));
    }

    [Theory, InlineData("14a"), InlineData("14b")]
    public void Nothing_captured_is_inconclusive(string leg) => Assert.Equal(Verdict.Inconclusive, new F14PastTransactions().Judge(leg, LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    [Fact]
    public void A_key_that_forbids_it_is_changed_and_put_back()
    {
        var (result, capture, chargePoint) = FunctionRun.Run(new F14PastTransactions(), "14a", run => run.ChargePoint.Keys["LocalAuthorizeOffline"] = ("false", false));
        Assert.Equal(Verdict.Pass, result.Verdict);
        Assert.Equal(["true", "false"], capture.Sent("ChangeConfiguration").Select(call => call.Value("value")));
        Assert.Equal("false", chargePoint.Keys["LocalAuthorizeOffline"].Value);
    }

    [Fact]
    public void The_charge_point_is_let_in_again_when_the_run_is_aborted()
    {
        var acts = VirtualTime.Run(async time =>
        {
            var chargePoint = new ScriptedChargePoint(time);
            var recorder = new RunRecorder(new NoKeeper(), time);
            chargePoint.Heard = recorder.Add;
            using var stop = new CancellationTokenSource();
            recorder.BeginLeg("14a", 1);
            var drive = new F14PastTransactions().DriveAsync("14a", new RunContext(recorder, chargePoint, new AcceptancePlan(), time, stop.Token));
            await chargePoint.WaitAsync(60);
            Assert.False(chargePoint.IsOnline);
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drive);
            await chargePoint.WaitAsync(10);
            Assert.True(chargePoint.IsOnline);
            return recorder.Leg.Frames.Where(frame => frame.Kind == FrameKind.Act).Select(frame => frame.Action).ToList();
        });
        Assert.Equal(["Offline", "Online"], acts);
    }

    private static void Drop(FunctionRun run, string action) => run.ChargePoint.Filter = (sent, json) => sent == action ? null : json;

    private static void Replay(FunctionRun run, string action, Func<string, string> change) => run.ChargePoint.BeforeReplay = queue => Rewrite(queue, action, change);

    private static void Rewrite(List<(string Action, Func<string> Json)> queue, string action, Func<string, string> change)
    {
        for (var i = 0; i < queue.Count; i++)
        {
            var (kept, json) = queue[i];
            if (kept == action) queue[i] = (kept, () => change(json()));
        }
    }

    private static Task Cut(FunctionRun run)
    {
        run.ChargePoint.Disconnect("cut");
        return Task.CompletedTask;
    }

    private static string Shifted(Match stamp, int seconds) =>
        DateTimeOffset.Parse(stamp.Groups[1].Value, CultureInfo.InvariantCulture).AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed class NoKeeper : IRunKeeper
    {
        public void Keep(CapturedFrame frame) { }
        public Task KeepRestoreAsync(ImmutableDictionary<string, string> toRestore) => Task.CompletedTask;
    }

    [GeneratedRegex("\"timestamp\":\"([^\"]+)\"")]
    private static partial Regex Stamp();

    [GeneratedRegex("\"transactionId\":-?\\d+")]
    private static partial Regex Id();

    [GeneratedRegex("\"meterStop\":\\d+")]
    private static partial Regex Meter();
}
