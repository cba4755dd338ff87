using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges the changes of availability of function 3.</summary>
internal static class F03Judge
{
    private const string Todo = "Repeat the function when the charge point is connected.";

    private enum Kind { Met, Plugged, Refused, Silent, Scheduled, Faulted, NotDelivered }

    /// <summary>What came of making one connector Inoperative or Operative.</summary>
    private sealed record Change(long Connector, string Type, Kind Kind, string Words, CapturedFrame? Frame, int Try)
    {
        public string Status => Type == "Inoperative" ? "Unavailable" : "Available";
    }

    public static LegResult Judge(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var calls = capture.Sent("ChangeAvailability").ToList();
        if (calls.Count == 0) return JudgeRules.NotDelivered("ChangeAvailability was not sent", Todo);
        var connectors = calls.Select(call => call.ConnectorId).Where(id => id > 0).Distinct().Order().ToList();
        var changes = connectors.Append(0).SelectMany(id => new[] { "Inoperative", "Operative" }.Select(type => Look(capture, facts, plan, calls, connectors, id, type))).ToList();
        var statuses = capture.Received("StatusNotification").ToList();
        var odd = statuses.Select(Oddness).OfType<string>().Distinct().ToList();
        var zero = Zero(capture, facts, changes);
        var faultless = statuses.FirstOrDefault(frame => frame.IsStatus(null, "Faulted") && frame.Value("errorCode") is "NoError");
        return Conclude(changes, connectors, zero, odd, faultless) with
        {
            Expected =
            [
                .. changes.Select(change => new Expectation($"Connector {change.Connector} {change.Type}: {change.Status} reported", change.Kind == Kind.NotDelivered ? null : change.Kind is Kind.Met or Kind.Plugged, change.Words, change.Frame?.Number)),
                new("Connector 0 reported", zero.IsSeen, zero.Words, zero.Frame?.Number),
                new("Each StatusNotification has connectorId, status and errorCode of the specification", statuses.Count == 0 ? null : odd.Count == 0, odd.Count == 0 ? $"{statuses.Count} of them" : odd[0]),
            ],
            Observations = [.. odd, .. changes.Where(change => change.Try > 1).Select(change => $"connector {change.Connector} reported {change.Status} only when it was asked again: it may have been {change.Type} before")],
            Evidence = [.. changes.Select(change => $"connector {change.Connector} {change.Type}: {change.Words}")],
        };
    }

    private static LegResult Conclude(List<Change> changes, List<long> connectors, (bool? IsSeen, bool WasAsked, string Words, CapturedFrame? Frame) zero, List<string> odd, CapturedFrame? faultless)
    {
        var isZeroRejected = changes.Any(change => change is { Connector: 0, Kind: Kind.Refused, Words: "Rejected" });
        var scheduledAt = changes.Where(change => change.Kind == Kind.Scheduled).Select(change => change.Connector).ToHashSet();
        // where a change waits for a transaction, what else is asked of that connector, or of all, proves nothing
        bool WaitsForTransaction(Change change) => change is { Kind: Kind.Silent } or { Words: "Rejected" }
            && (scheduledAt.Contains(change.Connector) || change.Connector == 0 && scheduledAt.Count > 0);
        bool IsRemark(Change change) => change is { Connector: 0, Kind: Kind.Refused, Words: "Rejected" };
        if (changes.FirstOrDefault(change => change.Kind is Kind.Refused or Kind.Silent && !IsRemark(change) && !WaitsForTransaction(change)) is { } wrong)
            return new(Verdict.Fail, $"connector {wrong.Connector} {wrong.Type}: {wrong.Words}", $"ChangeAvailability {wrong.Type} of connector {wrong.Connector} was to give {wrong.Status}, but: {wrong.Words}.");
        if (faultless is not null) return new(Verdict.Fail, $"connector {faultless.ConnectorId} Faulted with NoError", $"Connector {faultless.ConnectorId} reported Faulted without an error (errorCode NoError).");
        if (changes.FirstOrDefault(change => change.Kind == Kind.Scheduled) is { } scheduled)
            return new(Verdict.Inconclusive, $"connector {scheduled.Connector}: Scheduled", "The change waits for the end of a transaction. Stop the transaction and repeat the function.");
        if (changes.FirstOrDefault(change => change.Kind == Kind.Faulted) is { } faulted)
            return new(Verdict.Inconclusive, $"connector {faulted.Connector}: {faulted.Words}", "The connector has a fault and cannot be Available. Clear it and repeat the function.");
        if (changes.Any(change => change.Kind == Kind.NotDelivered)) return JudgeRules.NotDelivered("the connection ended before all connectors were tried", Todo);
        if (zero.IsSeen == false) return new(Verdict.Fail, "connector 0 not reported", "No StatusNotification of connector 0 came, neither by itself nor when it was asked for.") { Traits = ["no StatusNotification of connector 0"] };
        List<string> remarks = [], traits = [];
        if (isZeroRejected)
        {
            remarks.Add("connector 0 Rejected");
            traits.Add("ChangeAvailability of connector 0 is Rejected");
        }
        foreach (var change in changes.Where(change => change.Kind == Kind.Plugged)) remarks.Add($"connector {change.Frame!.ConnectorId} {change.Frame.Status} instead of Available");
        if (zero.WasAsked)
        {
            remarks.Add(zero.IsSeen == true ? "connector 0 reported only when asked" : "connector 0 not reported");
            traits.Add("connector 0 is not reported by itself");
        }
        if (odd.Count > 0) remarks.Add("a StatusNotification outside the specification");
        return new(remarks.Count == 0 ? Verdict.Pass : Verdict.Remark, remarks.Count == 0 ? $"Unavailable and Available reported for connector {string.Join(", ", connectors)} and 0" : string.Join(", ", remarks.Distinct()),
            remarks.Count == 0 ? "Each connector and the whole charge point were made Inoperative and Operative, and reported it." : $"Each connector reported its availability, but: {string.Join(", ", remarks.Distinct())}.") { Traits = traits };
    }

    /// <summary>The first try that came out well, else what came of the last one.</summary>
    private static Change Look(LegCapture capture, RunFacts facts, AcceptancePlan plan, List<CapturedFrame> calls, List<long> connectors, long connector, string type)
    {
        var tries = calls.Where(call => call.ConnectorId == connector && call.Value("type") == type).Where(call => !JudgeRules.WasNotDelivered(capture.AnswerOf(call))).ToList();
        Change? last = null;
        for (var i = 0; i < tries.Count; i++)
        {
            last = Try(capture, F03ChangeAvailability.Limit(connector, facts, plan), calls, connector == 0 ? connectors : [connector], tries[i], i + 1);
            if (last.Kind is Kind.Met or Kind.Plugged) return last;
        }
        return last ?? new(connector, type, Kind.NotDelivered, "not delivered", null, 1);
    }

    private static Change Try(LegCapture capture, TimeSpan limit, List<CapturedFrame> calls, List<long> reporting, CapturedFrame call, int number)
    {
        var (connector, type) = (call.ConnectorId, call.Value("type")!);
        var answer = capture.AnswerOf(call)!;
        Change Is(Kind kind, string words, CapturedFrame? frame) => new(connector, type, kind, words, frame, number);
        if (answer is { Kind: FrameKind.CallResult, Status: "Scheduled" }) return Is(Kind.Scheduled, "Scheduled", answer);
        if (!JudgeRules.IsAccepted(answer)) return Is(Kind.Refused, JudgeRules.Word(answer), answer);
        var end = calls.FirstOrDefault(next => next.Number > call.Number)?.Number ?? int.MaxValue;
        var window = capture.Frames.Where(frame => frame.Number > call.Number && frame.Number < end && frame.At <= answer.At + limit).ToList();
        string[] statuses = type == "Inoperative" ? ["Unavailable"] : ["Available", "Preparing", "Finishing"]; // with a cable in
        List<CapturedFrame> found = [];
        foreach (var id in reporting)
        {
            if (window.FirstOrDefault(frame => frame.IsStatus(id, statuses[0])) is { } exact) found.Add(exact);
            else if (window.FirstOrDefault(frame => frame.IsStatus(id, statuses)) is { } near) found.Add(near);
            else if (window.LastOrDefault(frame => frame.IsStatus(id, "Faulted")) is { } fault && fault.Value("errorCode") is not "NoError") return Is(Kind.Faulted, $"Faulted, {fault.Value("errorCode")}", fault);
            else if (window.Any(frame => frame.Kind == FrameKind.Disconnected)) return Is(Kind.NotDelivered, "the connection ended", answer);
            else return Is(Kind.Silent, connector == 0 ? $"connector {id} did not report {statuses[0]}" : $"{statuses[0]} not reported", answer);
        }
        var last = found.MaxBy(frame => frame.Number)!;
        var words = $"{statuses[0]} after {JudgeRules.Span(last.At - call.At)}";
        return found.Find(frame => frame.Status is "Preparing" or "Finishing") is { } plugged ? Is(Kind.Plugged, plugged.Status, plugged) : Is(Kind.Met, words, last);
    }

    /// <summary>Whether connector 0 reported: during the run by itself, or only when it was asked for.</summary>
    private static (bool? IsSeen, bool WasAsked, string Words, CapturedFrame? Frame) Zero(LegCapture capture, RunFacts facts, List<Change> changes)
    {
        var asked = capture.Sent("TriggerMessage").LastOrDefault(call => call.ConnectorId == 0);
        var seen = capture.First(frame => frame.IsStatus(0));
        if (seen is not null && (asked is null || seen.Number < asked.Number)) return (true, false, seen.Status, seen);
        if (seen is not null) return (true, true, "only when asked", seen);
        if (facts.SawConnectorZero) return (true, false, "earlier in the run", null);
        var answer = capture.AnswerOf(asked);
        var isDelivered = changes.Any(change => change is { Connector: 0, Kind: Kind.Met or Kind.Plugged }) || JudgeRules.IsAccepted(answer);
        return (isDelivered ? false : null, asked is not null, asked is null ? "none" : JudgeRules.Word(answer), answer);
    }

    private static string? Oddness(CapturedFrame frame)
    {
        if (frame.Number64("connectorId") is null) return "a StatusNotification without connectorId";
        if (!Enum.GetNames<ChargePointStatus>().Contains(frame.Status)) return $"connector {frame.ConnectorId}: status \"{frame.Status}\"";
        var code = frame.Value("errorCode");
        return code is null ? $"connector {frame.ConnectorId}: no errorCode" : Enum.GetNames<ChargePointErrorCode>().Contains(code) ? null : $"connector {frame.ConnectorId}: errorCode \"{code}\"";
    }
}
