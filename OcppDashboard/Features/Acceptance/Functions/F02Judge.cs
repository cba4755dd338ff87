using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges the heartbeats of function 2.</summary>
internal static class F02Judge
{
    private const int LongestInterval = 3600;
    private const string Todo = "Repeat the function when the charge point is connected.";

    public static LegResult Judge(LegCapture capture, AcceptancePlan plan)
    {
        if (Look(capture, plan) is not { } seen) return JudgeRules.NotDelivered("HeartbeatInterval was not asked for", Todo);
        if (seen.Change is null && JudgeRules.WasNotDelivered(seen.Read) || seen.Change is not null && JudgeRules.WasNotDelivered(seen.ChangeAnswer)) return JudgeRules.NotDelivered("the charge point was not connected", Todo);
        return Conclude(seen) with { Expected = Expect(seen), Observations = Observe(capture) };
    }

    private static LegResult Conclude(Seen seen)
    {
        var after = seen.IsRestored ? $"; interval {seen.Original} s restored" : "";
        if (seen.Beats.Count >= 2 && seen.IsSet && seen.IsRegular)
        {
            List<string> remarks = [];
            if (seen.IsTooLong) remarks.Add($"the interval was {seen.Original} s, above {LongestInterval} s, but can be changed");
            if (!seen.IsRestored) remarks.Add($"the interval {seen.Original} s could not be put back yet");
            if (seen.Answered < seen.Beats.Count) remarks.Add($"{Quantity.Of(seen.Beats.Count - seen.Answered, "beat was", "beats were")} not answered");
            var beats = $"{Quantity.Of(seen.Beats.Count, "beat")}, {seen.Gap:0} s apart";
            return new(remarks.Count == 0 ? Verdict.Pass : Verdict.Remark, beats + after,
                remarks.Count == 0 ? $"Heartbeats came by themselves at the interval of {F02Heartbeat.Interval} s that was set." : $"Heartbeats came by themselves at the interval that was set, but {string.Join(" and ", remarks)}.");
        }
        if (!seen.IsSet && seen.IsTooLong && !seen.WaitsForRestart)
            return new(Verdict.Fail, $"interval {seen.Original} s, not changeable", $"The heartbeat interval is {seen.Original} s, above {LongestInterval} s, and changing it gave {seen.ChangeWord}.");
        var why = seen.IsSet ? $"{F02Heartbeat.Interval} s was accepted" : seen.Change is null ? "the interval cannot be read" : $"changing the interval gave {seen.ChangeWord}";
        if (seen.WaitsForRestart && (seen.Beats.Count > 0 || seen.Triggered is not null))
            return new(Verdict.Inconclusive, "the interval takes effect after a restart", "The charge point accepted the interval for after a restart. Repeat the function after function 9.");
        if (seen.Beats.Count >= 2)
            return new(Verdict.Remark, $"{Quantity.Of(seen.Beats.Count, "beat")}, {seen.Gap:0} s apart; {why}", $"Heartbeats come by themselves, but {(seen.IsSet ? "not at the interval that was set" : "the interval could not be set")}: {why}.") { Traits = [$"heartbeats {seen.Gap:0} s apart although {why}"] };
        if (seen.Beats.Count == 1) return new(Verdict.Remark, $"1 beat in {seen.Watched:0} s; {why}", $"Only one heartbeat came in {seen.Watched:0} s: {why}.");
        if (seen.Triggered is not null)
            return new(Verdict.Remark, $"beats only when asked; {why}", $"No heartbeat came by itself in {seen.Watched:0} s ({why}); it came on TriggerMessage.") { Traits = ["heartbeats only on TriggerMessage"] };
        return Silent(seen);
    }

    private static LegResult Silent(Seen seen)
    {
        if (seen.WasCut || seen.Trigger is null || JudgeRules.WasNotDelivered(seen.TriggerAnswer)) return JudgeRules.NotDelivered("the connection ended while heartbeats were watched for", Todo);
        if (JudgeRules.IsAccepted(seen.TriggerAnswer))
            return new(Verdict.Fail, "no heartbeat", $"No heartbeat came in {seen.Watched:0} s, and none on TriggerMessage, which was answered Accepted.") { Traits = ["no heartbeat even on TriggerMessage"] };
        var refused = $"TriggerMessage gave {JudgeRules.Word(seen.TriggerAnswer)}";
        if (seen.IsSet && seen.LongestSilence >= TimeSpan.FromSeconds(3 * F02Heartbeat.Interval))
            return new(Verdict.Fail, $"silent for {seen.LongestSilence.TotalSeconds:0} s", $"The charge point accepted an interval of {F02Heartbeat.Interval} s, and sent nothing for {seen.LongestSilence.TotalSeconds:0} s; {refused}.");
        return new(Verdict.Inconclusive, "no heartbeat, none was due", seen.IsSet
            ? $"Other messages of the charge point took the place of heartbeats, and {refused}. Repeat the function while nothing is charging."
            : $"The interval could not be set ({seen.ChangeWord}), no heartbeat came in {seen.Watched:0} s, and {refused}. Look for heartbeats in the message log after {seen.Original ?? "the charge point's own"} s.");
    }

    private static Seen? Look(LegCapture capture, AcceptancePlan plan)
    {
        var read = capture.Sent("GetConfiguration").LastOrDefault(call => capture.AnswerOf(call) is { } answer && !JudgeRules.WasNotDelivered(answer)) ?? capture.Sent("GetConfiguration").LastOrDefault();
        if (read is null) return null;
        var readAnswer = capture.AnswerOf(read);
        var changes = capture.Frames.Where(frame => frame.Number > read.Number && IsWrite(frame) && frame.Value("value") == $"{F02Heartbeat.Interval}").ToList();
        var change = changes.Find(call => !JudgeRules.WasNotDelivered(capture.AnswerOf(call))) ?? changes.FirstOrDefault();
        var from = capture.AnswerOf(change) ?? readAnswer;
        var trigger = F02Heartbeat.TriggerOf(capture);
        var original = KeyReading.Keys(readAnswer).GetValueOrDefault(F02Heartbeat.Key)?.Value?.Trim();
        var triggerAnswer = capture.AnswerOf(trigger);
        return new(change, readAnswer, capture.AnswerOf(change), trigger, triggerAnswer, original)
        {
            Beats = [.. capture.Received("Heartbeat").Where(beat => beat.Number > (from?.Number ?? 0) && (trigger is null || beat.Number < trigger.Number))],
            Triggered = trigger is null ? null : capture.First(frame => frame.IsCall("Heartbeat") && frame.At <= (triggerAnswer ?? trigger).At.AddSeconds(plan.Timeouts.TriggeredMessage), trigger),
            IsRestored = change is not null && capture.Last(frame => IsWrite(frame) && frame.Number > change.Number && frame.Value("value")?.Trim() == original) is { } back
                && capture.AnswerOf(back) is { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" },
            WasCut = capture.Frames.Any(frame => frame.Kind == FrameKind.Disconnected),
            Answered = capture.Received("Heartbeat").Count(beat => beat.Number > (from?.Number ?? 0) && (trigger is null || beat.Number < trigger.Number)
                && capture.AnswerOf(beat) is { Kind: FrameKind.CallResult } answer && answer.Value("currentTime") is not null),
            Watched = from is null ? 0 : ((trigger ?? capture.Frames[^1]).At - from.At).TotalSeconds, LongestSilence = from is null || trigger is null ? TimeSpan.Zero : Silence(capture, from, trigger),
        };
    }

    private static bool IsWrite(CapturedFrame frame) => frame.IsCall("ChangeConfiguration", fromChargePoint: false) && string.Equals(frame.Value("key"), F02Heartbeat.Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>The longest time without a CALL of the charge point: one may take the place of a heartbeat (4.6).</summary>
    private static TimeSpan Silence(LegCapture capture, CapturedFrame from, CapturedFrame to)
    {
        var moments = capture.Frames.Where(frame => frame is { Kind: FrameKind.Call, FromChargePoint: true } && frame.Number > from.Number && frame.Number < to.Number).Select(frame => frame.At).Prepend(from.At).Append(to.At).ToList();
        return moments.Zip(moments.Skip(1), (a, b) => b - a).Max();
    }

    private static List<Expectation> Expect(Seen seen) =>
    [
        new($"HeartbeatInterval {F02Heartbeat.Interval} answered Accepted", seen.Change is null ? null : seen.IsSet, JudgeRules.Seen(seen.Change, seen.ChangeAnswer), seen.ChangeAnswer?.Number),
        new($"At least 2 heartbeats, {F02Heartbeat.Interval} s apart", seen.Beats.Count >= 2 && seen.IsRegular, seen.Beats.Count >= 2 ? $"{seen.Beats.Count}, {seen.Gap:0} s apart" : $"{seen.Beats.Count}", seen.Beats.LastOrDefault()?.Number),
        .. seen.Beats.Count > 0 ? [new Expectation("Each answered with currentTime", seen.Answered == seen.Beats.Count, $"{seen.Answered} of {seen.Beats.Count}", seen.Beats[0].Number)] : Array.Empty<Expectation>(),
        new($"The interval was at most {LongestInterval} s", seen.Seconds is null ? null : !seen.IsTooLong, seen.Original is null ? "not given" : $"{seen.Original} s", seen.Read?.Number),
        .. seen.Trigger is null ? Array.Empty<Expectation>() : [new Expectation("Heartbeat on TriggerMessage", seen.Triggered is not null, seen.Triggered is null ? JudgeRules.Word(seen.TriggerAnswer) : JudgeRules.Span(seen.Triggered.At - seen.Trigger.At), seen.Triggered?.Number ?? seen.TriggerAnswer?.Number)],
    ];

    private static string[] Observe(LegCapture capture) =>
        capture.Frames.Count(frame => frame.Kind == FrameKind.Disconnected) is var cuts and > 0 ? [$"the connection ended {cuts} times while heartbeats were watched for"] : [];

    private sealed record Seen(CapturedFrame? Change, CapturedFrame? Read, CapturedFrame? ChangeAnswer, CapturedFrame? Trigger, CapturedFrame? TriggerAnswer, string? Original)
    {
        public IReadOnlyList<CapturedFrame> Beats { get; init; } = [];
        public CapturedFrame? Triggered { get; init; }
        public bool IsRestored { get; init; }
        public bool WasCut { get; init; }
        public int Answered { get; init; }
        public double Watched { get; init; }
        public TimeSpan LongestSilence { get; init; }
        public int? Seconds => int.TryParse(Original, System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
        public bool IsTooLong => Seconds is > LongestInterval or <= 0;

        /// <summary>True when the interval of the test is in force: accepted, or it was so before (after the restart that it waited for).</summary>
        public bool IsSet => JudgeRules.IsAccepted(ChangeAnswer) || Seconds == F02Heartbeat.Interval;
        public bool WaitsForRestart => !IsSet && ChangeAnswer is { Kind: FrameKind.CallResult, Status: "RebootRequired" };
        public string ChangeWord => Change is null ? "no value to put back" : JudgeRules.Word(ChangeAnswer);

        /// <summary>Seconds between beats; the first gap is left out where there are more: it may belong to the interval before.</summary>
        private IReadOnlyList<double> Gaps => [.. Beats.Zip(Beats.Skip(1), (a, b) => (b.At - a.At).TotalSeconds).Skip(Beats.Count > 2 ? 1 : 0)];
        public double Gap => Gaps.Count == 0 ? 0 : Gaps.Average();
        public bool IsRegular => Gaps.Count > 0 && Gaps.All(gap => Math.Abs(gap - F02Heartbeat.Interval) <= Math.Max(5, F02Heartbeat.Interval * 0.2));
    }
}
