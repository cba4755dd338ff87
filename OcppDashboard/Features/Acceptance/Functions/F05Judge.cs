using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Features.ChargePointConfiguration;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges what was written by function 5, key by key.</summary>
internal static class F05Judge
{
    private enum Kind { Fine, Remark, Fail, NotDelivered }

    /// <summary>What came of writing one key.</summary>
    private sealed record Item(string Key, bool IsEdited, Kind Kind, string Words, CapturedFrame? Frame);

    public static LegResult Judge(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var writes = capture.Sent("ChangeConfiguration").Where(write => !F05Expert.IsMine(write)).ToList();
        if (writes.Count == 0)
            return facts.Keys.IsEmpty ? JudgeRules.NotDelivered("no configuration is known", "Function 4 must give the keys first: repeat it, then this one.")
                : JudgeRules.NotDelivered("no key was written", "Repeat the function when the charge point is connected.");
        var items = writes.GroupBy(call => call.Value("key") ?? "", StringComparer.OrdinalIgnoreCase).Select(group => Look(capture, facts, [.. group])).ToList();
        var back = items.Where(item => item is { IsEdited: false, Kind: Kind.Fine }).ToList();
        return Conclude(items, back.Count) with
        {
            Expected =
            [
                .. items.Where(item => item.IsEdited || item.Kind != Kind.Fine).Select(item => new Expectation(
                    item.IsEdited ? $"{item.Key} changed, read back and put back" : $"{item.Key} written back: Accepted", item.Kind == Kind.NotDelivered ? null : item.Kind == Kind.Fine, item.Words, item.Frame?.Number)),
                new("Other writable keys take the value that they have", back.Count == 0 ? null : true, Quantity.Of(back.Count, "key"), back.LastOrDefault()?.Frame?.Number),
            ],
            Observations = Skipped(facts, plan),
            Evidence = [.. items.Where(item => item.IsEdited).Select(item => $"{item.Key}: {item.Words}"), .. back.Count > 0 ? [$"written back: {string.Join(", ", back.Select(item => item.Key))}"] : Array.Empty<string>()],
            Traits = [.. items.Where(item => item.Kind is Kind.Fail or Kind.Remark).Select(item => $"{item.Key}: {item.Words}")],
        };
    }

    private static LegResult Conclude(List<Item> items, int back)
    {
        string Words(Kind kind) => string.Join("; ", items.Where(item => item.Kind == kind).Select(item => $"{item.Key} {item.Words}"));
        var failed = items.Count(item => item.Kind == Kind.Fail);
        if (failed > 0)
            return new(Verdict.Fail, items.First(item => item.Kind == Kind.Fail) is var first && failed == 1 ? $"{first.Key}: {first.Words}" : $"{first.Key}: {first.Words}, and {failed - 1} more",
                $"Keys that are listed as writable could not be set: {Words(Kind.Fail)}.");
        if (items.Any(item => item.Kind == Kind.NotDelivered)) return JudgeRules.NotDelivered("the connection ended before all keys were written", "Repeat the function when the charge point is connected.");
        var edited = items.Where(item => item is { IsEdited: true, Kind: Kind.Fine }).Select(item => item.Key).ToList();
        var hasHeartbeat = edited.Contains(F02Heartbeat.Key, StringComparer.OrdinalIgnoreCase);
        var result = $"{(hasHeartbeat ? "heartbeat interval edited" : edited.Count > 0 ? $"{edited[0]} edited" : "no key edited")}, {back} written back";
        var remarks = items.Count(item => item.Kind == Kind.Remark);
        if (remarks > 0 || edited.Count == 0)
            return new(Verdict.Remark, remarks == 0 ? result : $"{result}, {remarks} with a remark", remarks == 0 ? "None of the three keys that are changed is listed; the others took the value that they have." : $"The keys could be set, but: {Words(Kind.Remark)}.");
        return new(Verdict.Pass, result, $"{string.Join(", ", edited)}: changed, read back and put back; {back} more keys took the value that they have.");
    }

    private static Item Look(LegCapture capture, RunFacts facts, IReadOnlyList<CapturedFrame> writes)
    {
        var (key, value) = (writes[0].Value("key") ?? "", writes[0].Value("value") ?? "");
        var isEdited = F05SetConfiguration.IsEdited(key);
        var write = writes.LastOrDefault(call => call.Value("value") == value && !JudgeRules.WasNotDelivered(capture.AnswerOf(call)));
        if (write is null) return new(key, isEdited, Kind.NotDelivered, "not delivered", null);
        var answer = capture.AnswerOf(write)!;
        Item Is(Kind kind, string words, CapturedFrame? frame = null) => new(key, isEdited, kind, words, frame ?? answer);
        if (answer is not { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" })
        {
            var isReadonly = facts.Keys.GetValueOrDefault(key)?.IsReadonly;
            if (isReadonly == true) return Is(Kind.Remark, $"is read-only ({JudgeRules.Word(answer)})");
            return answer.Status == "Rejected" && (isReadonly is null || value.Length == 0)
                ? Is(Kind.Remark, value.Length == 0 ? "Rejected its own empty value" : "Rejected, not said whether read-only") : Is(Kind.Fail, JudgeRules.Word(answer));
        }
        var restore = isEdited ? writes.FirstOrDefault(call => call.Number > write.Number) : null;
        var read = capture.First(frame => KeyReading.Keys(frame).ContainsKey(key) && (restore is null || frame.Number < restore.Number), answer);
        var now = read is null ? null : KeyReading.Keys(read)[key].Value;
        var same = Compare(now, value);
        if (answer.Status == "RebootRequired") return Is(Kind.Remark, "RebootRequired");
        if (same == Likeness.Other && isEdited && Compare(now, restore?.Value("value") ?? facts.Value(key)) == Likeness.Same) return Is(Kind.Fail, $"Accepted, but stays {now}", read);
        if (read is null) return Is(Kind.Remark, "Accepted, but could not be read back");
        if (same != Likeness.Same) return Is(Kind.Remark, $"Accepted, but reads \"{now}\" instead of \"{value}\"", read);
        if (isEdited && (restore is null || capture.AnswerOf(restore) is not { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" })) return Is(Kind.Remark, "changed, but not put back yet", read);
        return isEdited ? Is(Kind.Fine, $"from {restore!.Value("value")} s to {now} s and back", read) : Is(Kind.Fine, "Accepted", read);
    }

    private enum Likeness { Same, Format, Other }

    /// <summary>Blanks, quotes and case do not count.</summary>
    private static Likeness Compare(string? a, string? b)
    {
        if (a is null || b is null) return Likeness.Other;
        if (Items(a).SequenceEqual(Items(b), StringComparer.OrdinalIgnoreCase)) return Likeness.Same;
        return decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && x == y ? Likeness.Format : Likeness.Other;
    }

    private static string[] Items(string list) => ConfigurationValues.Parts(list);

    private static string[] Skipped(RunFacts facts, AcceptancePlan plan)
    {
        var skipped = facts.Keys.Values.Where(key => key.IsReadonly != true && StandardKeys.All.Contains(key.Key, StringComparer.OrdinalIgnoreCase) && !StandardKeys.MayWriteBack(key, plan) && !F05SetConfiguration.IsEdited(key.Key))
            .Select(key => key.Key).Order().ToList();
        return skipped.Count == 0 ? [] : [$"never written: {string.Join(", ", skipped)}"];
    }
}
