using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

internal static class F09Judge
{
    private const string NoBoot = "no boot notification received";

    public static LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var type = F09Reset.TypeOf(leg).ToString();
        var call = capture.Sent("Reset").LastOrDefault(sent => sent.Value("type") == type);
        if (call is null) return Readiness.Hindrance(capture);
        var answer = capture.AnswerOf(call);
        if (JudgeRules.WasNotDelivered(answer)) return JudgeRules.NotDelivered("the connection ended before the answer", "Repeat when the charge point is connected.");
        var found = new VerdictBuilder();
        var boot = capture.First(frame => frame.IsCall(F09Reset.Boot), call);
        if (!found.Expect($"Reset {type} answered Accepted", JudgeRules.IsAccepted(answer), JudgeRules.Seen(call, answer), answer))
        {
            if (answer is not { Kind: FrameKind.NoAnswer }) return found.With(new(Verdict.Fail, JudgeRules.Word(answer), $"The charge point was idle, but answered Reset {type} with {JudgeRules.Word(answer)}."));
            if (boot is null) return found.With(new(Verdict.Fail, "no answer", $"Reset {type} stayed unanswered, and nothing happened."));
            found.Remark("Reset was not answered", "The charge point restarted without answering.");
        }
        var limit = TimeSpan.FromSeconds(plan.Timeouts.Reboot);
        found.Expect($"BootNotification within {limit.TotalSeconds:0} s", boot is not null && boot.At - call.At <= limit, boot is null ? "none" : JudgeRules.Span(boot.At - call.At), boot);
        if (boot is null) return WithoutBoot(type, capture, call, plan, found);

        var back = Back(capture, call, boot);
        var isDropped = back != boot || boot.Connection != call.Connection;
        if (!found.Expect("The connection ended and came again", isDropped, isDropped ? $"connection {back.Connection}" : "the same connection", back))
            found.Remark("the connection did not end", "BootNotification came over the old connection: the charge point may have restarted only its software, or not at all.");
        if (boot.At - call.At > limit) found.Remark("late", $"It took longer than {limit.TotalSeconds:0} s.");
        if (Statuses(capture, facts, plan, back, boot, found) is { } unknown) return unknown;
        return found.Close($"boot notification received after {JudgeRules.Span(Away(capture, call, answer!, boot))}", "The charge point came online again and reported its connectors.");
    }

    /// <summary>From where the statuses of the restarted charge point count: its last connection before the boot, or the boot.</summary>
    public static CapturedFrame Back(LegCapture capture, CapturedFrame call, CapturedFrame boot) =>
        capture.Last(frame => frame.Kind == FrameKind.Connected && frame.Number > call.Number && frame.Number < boot.Number) ?? boot;

    /// <summary>From the end of the connection to the boot; from the answer where the end was noticed only when the charge point was there again.</summary>
    private static TimeSpan Away(LegCapture capture, CapturedFrame call, CapturedFrame answer, CapturedFrame boot)
    {
        var connected = capture.First(frame => frame.Kind == FrameKind.Connected, call);
        var ended = capture.First(frame => frame.Kind == FrameKind.Disconnected, call);
        return boot.At - (ended is not null && connected is not null && ended.Number < connected.Number && connected.At - ended.At > TimeSpan.FromSeconds(1) ? ended : answer).At;
    }

    private static LegResult WithoutBoot(string type, LegCapture capture, CapturedFrame call, AcceptancePlan plan, VerdictBuilder found)
    {
        if (Readiness.IsAway(capture))
            return found.With(JudgeRules.NotDelivered("the charge point did not come back", "Look after it and its network; if it did not start again by itself, this is a fail. Then repeat."));
        if (capture.First(frame => frame is { Kind: FrameKind.Deadline, Action: F09Reset.Boot }, call) is null)
            return found.With(JudgeRules.NotDelivered("not watched to the end", "Repeat, and wait until the time is over."));
        var isBack = capture.First(frame => frame.Kind == FrameKind.Connected, call) is not null;
        var why = $"The charge point accepted Reset {type}, {(isBack ? "and connected again" : "but kept its connection")}, without a BootNotification.";
        found.Traits.Add($"{type.ToLowerInvariant()} reset sends no BootNotification");
        if (type == "Hard") return found.With(new(Verdict.Fail, NoBoot, why));
        var isOptional = plan.SoftReset == SoftResetPolicy.BootOptional;
        found.Policy = isOptional ? "Soft reset: boot optional, so this is a remark; with boot required it would be a fail." : "Soft reset: boot required, so this is a fail; with boot optional it would be a remark.";
        return found.With(new(isOptional ? Verdict.Remark : Verdict.Fail, NoBoot, why));
    }

    /// <returns>Not null: it was not watched long enough.</returns>
    private static LegResult? Statuses(LegCapture capture, RunFacts facts, AcceptancePlan plan, CapturedFrame back, CapturedFrame boot, VerdictBuilder found)
    {
        List<int> late = [], missing = [];
        var isWatched = capture.Frames[^1].At >= boot.At + F09Reset.StatusLimit;
        foreach (var id in F09Reset.Connectors(facts, plan))
        {
            var status = capture.First(frame => frame.IsStatus(id), back);
            var trigger = capture.Sent("TriggerMessage").FirstOrDefault(sent => sent.Number > boot.Number && sent.ConnectorId == id);
            var isInTime = status is not null && status.At - boot.At <= F09Reset.StatusLimit && (trigger is null || status.Number < trigger.Number);
            if (status is null && !isWatched) return found.With(JudgeRules.NotDelivered($"status of connector {id} not waited for", "Repeat, and wait until the time is over."));
            found.Expect($"StatusNotification of connector {id} within 60 s", isInTime, status is null ? "none" : isInTime ? status.Status : $"{status.Status}, {(trigger is null ? "late" : "on a trigger")}", status);
            if (status is not null && status.Number < boot.Number) found.Observations.Add($"StatusNotification of connector {id} came before BootNotification.");
            if (status is null) missing.Add(id);
            else if (!isInTime) late.Add(id);
        }
        if (late.Count > 0) found.Remark($"status of connector {string.Join(", ", late)} only late or on a trigger", "Not every connector reported its status by itself after the restart.");
        if (missing.Exists(id => id > 0)) found.Fail($"no status of connector {string.Join(", ", missing)}", "After the restart not every connector reported its status, not even when asked.");
        else if (missing.Count > 0)
        {
            found.Remark("no status of connector 0", "The sockets reported their status, the charge point as a whole did not.");
            found.Traits.Add("no status of connector 0 after a reset");
        }
        return null;
    }
}
