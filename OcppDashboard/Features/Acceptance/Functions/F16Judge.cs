using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges the triggered messages of function 16.</summary>
internal static class F16Judge
{
    private const string Todo = "Repeat the function when the charge point is connected.";

    /// <summary>The TriggerMessage for the status of all connectors that counts: the last.</summary>
    public static CapturedFrame? ForAll(LegCapture capture) => capture.Sent("TriggerMessage").LastOrDefault(call => call.Value("requestedMessage") == "StatusNotification" && call.ConnectorId < 0);

    public static LegResult Judge(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        if (ForAll(capture) is not { } call)
            return capture.Received("StatusNotification").Any() ? JudgeRules.NotDelivered("status notifications kept coming by themselves", "Repeat the function when the charge point is quiet.") : JudgeRules.NotDelivered("TriggerMessage was not sent", Todo);
        var answer = capture.AnswerOf(call);
        if (JudgeRules.WasNotDelivered(answer)) return JudgeRules.NotDelivered("the connection ended before the answer", Todo);
        var accepted = new Expectation("TriggerMessage StatusNotification answered Accepted", JudgeRules.IsAccepted(answer), JudgeRules.Seen(call, answer), answer!.Number);
        if (accepted.IsMet != true) return Refused(answer, facts) with { Expected = [accepted] };
        IReadOnlyList<long> connectors = [0, .. facts.Connectors.IsEmpty ? [plan.Connector] : facts.Connectors];
        var limit = answer.At.AddSeconds(plan.Timeouts.TriggeredMessage);
        var came = connectors.ToDictionary(id => id, id => capture.First(frame => frame.IsStatus(id) && frame.At <= limit && frame.Number < NextFor(capture, call, id), call));
        var missing = connectors.Where(id => came[id] is null).ToList();
        var alone = missing.ToDictionary(id => id, id => Triggered(capture, plan, "StatusNotification", id));
        var others = F16TriggerMessage.Others.Select(other => (Name: $"{other}", Outcome: Triggered(capture, plan, $"{other}", null))).Where(other => other.Outcome.WasAsked).ToList();
        var wasCut = capture.Frames.Any(frame => frame.Kind == FrameKind.Disconnected && frame.Number > call.Number && frame.At <= limit);
        return Conclude(connectors, missing, alone, others, wasCut) with
        {
            Expected =
            [
                accepted,
                .. connectors.Select(id => new Expectation($"StatusNotification of connector {id}", came[id] is not null, came[id] is { } frame ? $"{frame.Status}, {JudgeRules.Span(frame.At - call.At)}" : "none", came[id]?.Number)),
                .. missing.Select(id => new Expectation($"Connector {id} asked for by itself", alone[id].Word is null, alone[id].Word ?? "came", alone[id].Frame?.Number)),
                .. others.Select(other => new Expectation($"{other.Name} on TriggerMessage", other.Outcome.Word is null, other.Outcome.Word ?? "came", other.Outcome.Frame?.Number)),
            ],
            Evidence = [.. came.Values.OfType<CapturedFrame>().Select(frame => $"connector {frame.ConnectorId}: {frame.Status}, {frame.Value("errorCode")}")],
        };
    }

    /// <summary>Number of the TriggerMessage that asked for this connector by itself.</summary>
    private static int NextFor(LegCapture capture, CapturedFrame call, long connector) =>
        capture.First(frame => frame.IsCall("TriggerMessage", fromChargePoint: false) && frame.Value("requestedMessage") == "StatusNotification" && frame.ConnectorId == connector, call)?.Number ?? int.MaxValue;

    private static LegResult Refused(CapturedFrame answer, RunFacts facts)
    {
        var word = JudgeRules.Word(answer);
        if (answer.Kind == FrameKind.NoAnswer) return new(Verdict.Fail, "no answer", "TriggerMessage stayed unanswered.") { Traits = ["TriggerMessage is not answered"] };
        return facts.Supports("RemoteTrigger") == false
            ? new(Verdict.NotApplicable, $"not supported: {word}", $"The charge point does not list the feature profile RemoteTrigger, and answered {word}.") { Traits = ["no RemoteTrigger"] }
            : new(Verdict.Fail, word, $"TriggerMessage was answered {word}{(facts.Supports("RemoteTrigger") == true ? ", although RemoteTrigger is listed" : "")}.") { Traits = [$"TriggerMessage is answered {word}"] };
    }

    private static LegResult Conclude(
        IReadOnlyList<long> connectors, List<long> missing, Dictionary<long, Outcome> alone, List<(string Name, Outcome Outcome)> others, bool wasCut)
    {
        if (missing.Count > 0 && wasCut) return JudgeRules.NotDelivered("the connection ended before all statuses came", Todo);
        if (missing.Count == connectors.Count)
            return new(Verdict.Fail, "accepted, but no status notification", "TriggerMessage was accepted, but no StatusNotification came.") { Traits = ["TriggerMessage is accepted, but nothing comes"] };
        if (missing.FirstOrDefault(id => id > 0 && !alone[id].WasCut && alone[id].Word is not null) is > 0 and var silent)
            return new(Verdict.Fail, $"connector {silent} not reported", $"TriggerMessage was accepted, but connector {silent} did not report its status, not even when it was asked for by itself ({alone[silent].Word}).");
        if (missing.FirstOrDefault(id => id > 0 && !alone[id].WasAsked) is > 0 and var later) return JudgeRules.NotDelivered($"connector {later} was not known before", "Repeat the function.");
        if (missing.Any(id => id > 0 && alone[id].WasCut)) return JudgeRules.NotDelivered("the connection ended before all statuses came", Todo);
        List<string> remarks = [];
        foreach (var id in missing) remarks.Add(alone[id].Word is null ? $"connector {id} only when asked for by itself" : $"connector {id} not reported");
        remarks.AddRange(others.Where(other => other.Outcome is { Word: not null, WasCut: false }).Select(other => $"{other.Name}: {other.Outcome.Word}"));
        return remarks.Count == 0
            ? new(Verdict.Pass, "accepted, answered by status notifications", "TriggerMessage was accepted, and every connector reported its status.")
            : new(Verdict.Remark, $"accepted, answered by status notifications; {string.Join("; ", remarks)}", $"TriggerMessage was accepted and statuses came, but: {string.Join("; ", remarks)}.") { Traits = [.. remarks.Select(remark => $"TriggerMessage: {remark}")] };
    }

    private static Outcome Triggered(LegCapture capture, AcceptancePlan plan, string message, long? connector)
    {
        var call = capture.Sent("TriggerMessage").LastOrDefault(call => call.Value("requestedMessage") == message && (connector is null ? call.ConnectorId < 0 : call.ConnectorId == connector));
        if (call is null) return new(false, "not asked", null, true);
        var answer = capture.AnswerOf(call);
        if (JudgeRules.WasNotDelivered(answer)) return new(true, "not delivered", null, true);
        if (!JudgeRules.IsAccepted(answer)) return new(true, JudgeRules.Word(answer), answer, false);
        var frame = capture.First(frame => frame.IsCall(message) && (connector is null || frame.ConnectorId == connector) && frame.At <= answer!.At.AddSeconds(plan.Timeouts.TriggeredMessage), call);
        return new(true, frame is null ? "accepted, but did not come" : null, frame ?? answer, false);
    }

    /// <param name="Word">Null: it came; else why not.</param>
    /// <param name="WasCut">Nothing can be said: it was not asked for or the connection ended.</param>
    private sealed record Outcome(bool WasAsked, string? Word, CapturedFrame? Frame, bool WasCut);
}
