using System.Text.Json;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Capture;

namespace OcppDashboard.Components.Acceptance;

/// <summary>One captured frame in short.</summary>
/// <param name="Look">Class of the line: ignored, gap, or empty.</param>
/// <param name="Strong">The action, or the status of an answer.</param>
/// <param name="Aside">On the right: how long the answer took.</param>
public sealed record FrameLine(CapturedFrame Frame, string Icon, string Look, string Strong, string Rest, string Aside)
{
    private const int Longest = 160;

    /// <param name="frames">All frames of the run: answers look for their CALL.</param>
    public static FrameLine Of(CapturedFrame frame, IReadOnlyList<CapturedFrame> frames)
    {
        var isAnswer = frame.Kind is FrameKind.CallResult or FrameKind.CallError or FrameKind.NoAnswer;
        var call = isAnswer ? frames.LastOrDefault(known => known.Kind == FrameKind.Call && known.UniqueId == frame.UniqueId && known.Number < frame.Number && known.FromChargePoint != frame.FromChargePoint) : null;
        var icon = frame.Kind switch
        {
            FrameKind.Deadline => "i-clock",
            FrameKind.Prompt or FrameKind.PromptAnswer => "i-tap",
            FrameKind.File => "i-files",
            FrameKind.Connected or FrameKind.Disconnected or FrameKind.Refused => "i-trigger",
            FrameKind.Act => "i-commands",
            _ => frame.FromChargePoint ? "i-in" : "i-out",
        };
        var isPlain = isAnswer && !frame.FromChargePoint && frame.Action is not ("Authorize" or "StartTransaction" or "StopTransaction"); // our word that it came
        var look = frame.Kind is FrameKind.Deadline or FrameKind.NoAnswer ? "gap" : isPlain || frame.Action == "Heartbeat" ? "ignored" : "";
        var (strong, rest) = frame.Kind switch
        {
            FrameKind.Call => (frame.Action, MessageSummary.Of(frame.Action, frame.Text)),
            FrameKind.CallResult => (frame.Status.Length > 0 ? frame.Status : "answered", frame.Action),
            FrameKind.CallError => (frame.ErrorCode, frame.Action),
            FrameKind.NoAnswer => ("No answer", $"{frame.Action}, {frame.Text}"),
            FrameKind.Deadline => ("Deadline", frame.Text),
            FrameKind.Connected => ("Connected", frame.Text),
            FrameKind.Disconnected => ("Disconnected", frame.Text),
            FrameKind.Refused => ("Refused", frame.Text),
            FrameKind.Prompt => ("Asked", frame.Text),
            FrameKind.PromptAnswer => (Answer(frame.Action), frame.Text),
            _ => (frame.Action, frame.Text),
        };
        return new(frame, icon, look, Units.Cut(strong, 60), Units.Cut(rest, Longest), call is null ? "" : Units.Milliseconds(frame.At - call.At));
    }

    /// <summary>The frame for whoever opens it: JSON set in lines, all else as it is.</summary>
    public string Whole => Frame.Payload.ValueKind == JsonValueKind.Object && Frame.Text.StartsWith('[') ? FrameText.Pretty(Frame.Text) : Frame.Text;

    private static string Answer(string action) => action switch
    {
        "DidNotHappen" => "It did not happen", "ByItself" => "Seen", "Expired" => "Nobody answered", _ => action,
    };
}
