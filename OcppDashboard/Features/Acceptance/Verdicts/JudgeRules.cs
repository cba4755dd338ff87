using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;

namespace OcppDashboard.Features.Acceptance.Verdicts;

/// <summary>What the judges of several functions have in common.</summary>
internal static class JudgeRules
{
    /// <summary>The Text of a NoAnswer frame whose CALL never reached the charge point, or whose connection ended.</summary>
    public const string NotSent = "not sent", Disconnected = "disconnected", TimedOut = "timed out";

    /// <summary>Inconclusive because the stimulus did not get there.</summary>
    /// <param name="reason">In a few words, as the report prints it.</param>
    /// <param name="todo">What to do, a sentence.</param>
    public static LegResult NotDelivered(string reason, string todo) =>
        new(Verdict.Inconclusive, reason, $"{char.ToUpper(reason[0], CultureInfo.InvariantCulture)}{reason[1..]}: nothing can be said about the charge point. {todo}");

    /// <summary>Inconclusive because a person did not do what was asked.</summary>
    public static LegResult NotDone(string what, string? said) => new(Verdict.Inconclusive, $"{what}: {Said(said)}", $"{what}: {Said(said)}. Repeat the function at the charge point.");

    /// <summary>True when the CALL was not sent, or the connection ended before its answer: no verdict about the charge point.</summary>
    public static bool WasNotDelivered(CapturedFrame? answer) => answer is null or { Kind: FrameKind.NoAnswer, Text: NotSent or Disconnected };

    public static bool IsAccepted(CapturedFrame? answer) => answer is { Kind: FrameKind.CallResult, Status: "Accepted" };

    /// <summary>How a CALL was answered, in a word: its status, its error code, or that no answer came.</summary>
    public static string Word(CapturedFrame? answer) => answer switch
    {
        null => "none",
        { Kind: FrameKind.CallError } => answer.ErrorCode,
        { Kind: FrameKind.NoAnswer } => answer.Text,
        _ => answer.Status.Length > 0 ? answer.Status : "answered",
    };

    /// <summary>For an expectation: the word and after how long.</summary>
    public static string Seen(CapturedFrame? call, CapturedFrame? answer) =>
        call is null || answer is null ? "none" : answer.Kind == FrameKind.NoAnswer ? answer.Text : $"{Word(answer)}, {Span(answer.At - call.At)}";

    /// <returns><c>184 ms</c>, <c>1.1 s</c>, <c>41 s</c>.</returns>
    public static string Span(TimeSpan span) => span switch
    {
        _ when span < TimeSpan.FromSeconds(1) => $"{Math.Max(0, span.TotalMilliseconds):0} ms",
        _ when span < TimeSpan.FromSeconds(10) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        _ => $"{span.TotalSeconds:0} s",
    };

    private static string Said(string? said) => said switch
    {
        "Skipped" => "skipped", "DidNotHappen" => "the tester says it did not happen", "Expired" => "nobody answered in time", null => "not asked", _ => said,
    };
}
