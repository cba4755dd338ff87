using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>The charge point comes online again after a hard and after a soft reset.</summary>
public sealed class F09Reset : AcceptanceFunction
{
    /// <summary>How long a charge point may be away before somebody must look after it, and how long the statuses may take behind the boot.</summary>
    internal static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(10), StatusLimit = TimeSpan.FromSeconds(60);

    /// <summary>What the deadline of the wait for the boot is called.</summary>
    internal const string Boot = "BootNotification";

    public override FunctionInfo Info { get; } = new(9, "Reset CS (both hard and soft reset)", RunPhase.UnattendedEnd,
        [
            "Hard reset (ResetType 0): Charging Station comes online after reset (BootNotification message, StatusNotification message, etc.)",
            "Soft reset (ResetType 1): Charging Station comes online after reset (BootNotification message, StatusNotification message, etc.)",
        ],
        [new("9a", "hard"), new("9b", "soft")]);

    internal static ResetType TypeOf(string leg) => leg == "9b" ? ResetType.Soft : ResetType.Hard;

    /// <summary>Connectors whose status is expected behind the boot.</summary>
    internal static IReadOnlyList<int> Connectors(RunFacts facts, AcceptancePlan plan) => facts.Connectors.Count == 0 ? [0, plan.Connector] : [0, .. facts.Connectors.Select(id => (int)id)];

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await Readiness.IsReadyAsync(bench)) return;
        var answer = await bench.CallAsync(new ResetRequest(TypeOf(leg)));
        var call = bench.Capture.Sent("Reset").Last();
        if (answer.Kind == FrameKind.CallError || answer.Kind == FrameKind.CallResult && !JudgeRules.IsAccepted(answer) || answer is { Kind: FrameKind.NoAnswer, Text: JudgeRules.NotSent }) return;
        var limit = TimeSpan.FromSeconds(bench.Timeouts.Reboot);
        var boot = await bench.WaitAsync(frame => frame.IsCall(Boot), limit, Boot, call);
        if (boot is null && !bench.Link.IsOnline)
        {
            var back = await bench.WaitAsync(frame => frame.Kind == FrameKind.Connected, LongestAbsence - limit is { Ticks: > 0 } left ? left : StatusLimit, "a new connection", bench.Now);
            if (back is not null) boot = await bench.WaitAsync(frame => frame.IsCall(Boot), StatusLimit, Boot, back);
        }
        if (boot is not null) await StatusesAsync(bench, call, boot);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F09Judge.Judge(leg, capture, facts, plan);

    private static async Task StatusesAsync(RunContext bench, CapturedFrame call, CapturedFrame boot)
    {
        var missing = new List<int>();
        foreach (var id in Connectors(bench.Facts, bench.Plan))
        {
            var left = boot.At + StatusLimit - bench.Time.GetUtcNow();
            if (await bench.WaitAsync(frame => frame.IsStatus(id), left > TimeSpan.Zero ? left : TimeSpan.Zero, $"StatusNotification of connector {id}", F09Judge.Back(bench.Capture, call, boot)) is null) missing.Add(id);
        }
        foreach (var id in missing)
        {
            var before = bench.Now;
            if (JudgeRules.IsAccepted(await bench.CallAsync(new TriggerMessageRequest(MessageTrigger.StatusNotification, id))))
                await bench.WaitAsync(frame => frame.IsStatus(id), TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), $"StatusNotification of connector {id} on a trigger", before);
        }
    }
}
