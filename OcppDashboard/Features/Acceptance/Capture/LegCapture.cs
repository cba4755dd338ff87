namespace OcppDashboard.Features.Acceptance.Capture;

/// <summary>What happened during one try of a leg, in order. Checks look things up by what they are, never by being the next one.</summary>
public sealed class LegCapture(IReadOnlyList<CapturedFrame> frames)
{
    public static LegCapture Empty { get; } = new([]);

    public IReadOnlyList<CapturedFrame> Frames { get; } = frames;

    /// <summary>CALLs of ours.</summary>
    public IEnumerable<CapturedFrame> Sent(string action) => Frames.Where(frame => frame.IsCall(action, fromChargePoint: false));

    /// <summary>CALLs of the charge point.</summary>
    public IEnumerable<CapturedFrame> Received(string action) => Frames.Where(frame => frame.IsCall(action));

    /// <summary>The first that fits behind another frame; null: none.</summary>
    /// <param name="after">Null: from the beginning.</param>
    public CapturedFrame? First(Func<CapturedFrame, bool> fits, CapturedFrame? after = null) => Frames.FirstOrDefault(frame => (after is null || frame.Number > after.Number) && fits(frame));

    public CapturedFrame? Last(Func<CapturedFrame, bool> fits) => Frames.LastOrDefault(fits);

    /// <summary>What answered a CALL: a CALLRESULT, a CALLERROR or that none came; null while it is open.</summary>
    public CapturedFrame? AnswerOf(CapturedFrame? call) => call is null ? null : Frames.FirstOrDefault(frame =>
        frame.Number > call.Number && frame.UniqueId == call.UniqueId && frame.FromChargePoint != call.FromChargePoint && frame.Kind is FrameKind.CallResult or FrameKind.CallError or FrameKind.NoAnswer
        && frame.Action == call.Action);

    /// <summary>The prompts, each with what the person said; null: nothing yet.</summary>
    public IEnumerable<(CapturedFrame Prompt, CapturedFrame? Answer)> Prompts => Frames.Where(frame => frame.Kind == FrameKind.Prompt)
        .Select(prompt => (prompt, Frames.FirstOrDefault(frame => frame.Kind == FrameKind.PromptAnswer && frame.UniqueId == prompt.UniqueId)));

    /// <summary>The prompt with this key, the last one asked, and what the person said: Done, ByItself, Skipped, DidNotHappen, Expired; null: it was not asked or is open.</summary>
    public string? SaidTo(string key) => Prompts.LastOrDefault(pair => pair.Prompt.Action == key).Answer?.Action;

    /// <summary>True when a person did what was asked, or the charge point reported the act.</summary>
    public bool WasDone(string key) => SaidTo(key) is "Done" or "ByItself";
}
