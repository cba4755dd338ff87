using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Heartbeats come by themselves at the interval that was set; else when asked for.</summary>
public sealed class F02Heartbeat : AcceptanceFunction
{
    internal const string Key = "HeartbeatInterval";
    internal const int Interval = 30;
    private const int Enough = 3, Intervals = 3, Slack = 5;

    public override FunctionInfo Info { get; } = new(2, "Heartbeat (automatic)", RunPhase.Unattended,
    [
        "Receive OCPP command from the charge point, i.e. heartbeat registered",
        "When the charge point is not providing heartbeat, send OCPP command to see heartbeat",
        "Provide TCP/IP default heartbeat at least every 1 hour from the charge point (configurable under Set Configuration)",
    ], [new("2", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await bench.IsBackAsync()) return;
        var from = await bench.CallAgainAsync(new GetConfigurationRequest([Key]));
        var key = KeyReading.Keys(from).GetValueOrDefault(Key);
        if (key?.Value is not null) from = await bench.ChangeKeyAsync(key.Key, $"{Interval}"); // what cannot be put back is not changed
        if (key?.Value is not null && JudgeRules.WasNotDelivered(from) && await bench.IsBackAsync()) from = await bench.ChangeKeyAsync(key.Key, $"{Interval}");
        if (JudgeRules.WasNotDelivered(from)) return;
        if (!await WatchAsync(bench, from))
        {
            var answer = await bench.CallAgainAsync(new TriggerMessageRequest(MessageTrigger.Heartbeat));
            if (JudgeRules.IsAccepted(answer))
                await bench.WaitAsync(frame => frame.IsCall("Heartbeat"), TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), "Heartbeat", TriggerOf(bench.Capture));
        }
        var waitsForRestart = from is { Action: "ChangeConfiguration", Status: "RebootRequired" };
        if (key is not null && !waitsForRestart) await bench.RestoreKeyAsync(key.Key); // else it is left for the repeat after function 9, and put back at the end of the run
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F02Judge.Judge(capture, plan);

    internal static CapturedFrame? TriggerOf(LegCapture capture) => capture.Sent("TriggerMessage").LastOrDefault(call => call.Value("requestedMessage") == "Heartbeat");

    /// <returns>False when no heartbeat came.</returns>
    private static async Task<bool> WatchAsync(RunContext bench, CapturedFrame from)
    {
        var end = bench.Time.GetUtcNow() + TimeSpan.FromSeconds(Math.Max(bench.Timeouts.HeartbeatWatch, Intervals * Interval + Slack));
        CapturedFrame? last = null;
        for (var beats = 0; beats < Enough && end > bench.Time.GetUtcNow(); beats++)
        {
            var next = await bench.WaitAsync(frame => frame.IsCall("Heartbeat"), end - bench.Time.GetUtcNow(), "Heartbeat", last ?? from);
            if (next is null) break;
            last = next;
        }
        if (last is not null)
            await bench.WaitAsync(frame => frame.Kind == FrameKind.CallResult && frame.UniqueId == last.UniqueId && !frame.FromChargePoint, TimeSpan.FromSeconds(Slack), "the answer to the Heartbeat", last);
        return last is not null;
    }
}
