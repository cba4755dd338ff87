using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

/// <summary>Writes a run by hand: frames get numbers and times, legs the frames since they began.</summary>
internal sealed class RunWriter(long id = 3, string chargePointId = "SP-TENDER-22")
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;
    private readonly List<CapturedFrame> frames = [];
    private readonly List<LegRun> legs = [];
    private readonly DateTimeOffset start = new(2026, 5, 12, 11, 58, 0, TimeSpan.Zero);
    private double seconds;
    private int messages;

    public AcceptancePlan Plan { get; set; } = new() { Tester = "m.kuhn", Site = "Test bay 2, Amsterdam", HasSim = false };
    public List<LegOverride> Overrides { get; } = [];
    public List<LegNote> Notes { get; } = [];
    public List<string> Remarks { get; } = [];
    public DateTimeOffset Now => start.AddSeconds(seconds);

    public RunWriter Wait(double more)
    {
        seconds += more;
        return this;
    }

    /// <summary>A CALL and its CALLRESULT, 120 ms apart.</summary>
    /// <param name="request">A payload, JSON.</param>
    public RunWriter Call(string action, string request, string response, bool fromChargePoint = false)
    {
        var uniqueId = $"{action}-{++messages}";
        Add(FrameKind.Call, fromChargePoint, action, uniqueId, request, $"[2,\"{uniqueId}\",\"{action}\",{request}]");
        seconds += 0.12;
        Add(FrameKind.CallResult, !fromChargePoint, action, uniqueId, response, $"[3,\"{uniqueId}\",{response}]");
        return this;
    }

    public RunWriter Says(string action, string request, string response = "{}") => Call(action, request, response, fromChargePoint: true);

    public RunWriter Status(int connector, string status) =>
        Wait(0.4).Says("StatusNotification", $"{{\"connectorId\":{connector},\"errorCode\":\"NoError\",\"status\":\"{status}\"}}");

    public RunWriter Add(FrameKind kind, bool fromChargePoint, string action, string uniqueId, string? payload, string text)
    {
        frames.Add(new(frames.Count + 1, Now, 1, fromChargePoint, kind, action, uniqueId, "", 0, payload is null ? Nothing : JsonDocument.Parse(payload).RootElement, text));
        return this;
    }

    /// <summary>A try of a leg with what happens in it.</summary>
    public RunWriter Leg(string leg, LegResult result, Action<RunWriter>? during = null, double took = 12)
    {
        var (began, first) = (Now, frames.Count + 1);
        during?.Invoke(this);
        seconds = Math.Max(seconds, (began - start).TotalSeconds + took);
        var attempt = legs.Count(tried => tried.Leg == leg) + 1;
        legs.Add(new(leg, attempt, began, Now, first, frames.Count, result));
        for (var i = first - 1; i < frames.Count; i++) frames[i] = frames[i] with { Leg = leg, Attempt = attempt };
        return Wait(2);
    }

    public RunRecord Record(RunState state = RunState.Finished) => new()
    {
        Id = id, ChargePointId = chargePointId, Plan = Plan, StartedAt = start, EndedAt = state is RunState.Running or RunState.Paused ? null : Now, State = state,
        Remarks = Remarks, Legs = legs, Overrides = Overrides, Notes = Notes, Frames = frames,
    };
}
