using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What a connector's status says about cable, transaction and faults; and what it was when a leg began, kept in the leg's frames.</summary>
internal static class KnownStatus
{
    private const string Act = "StatusBefore";

    /// <summary>What 1.5 called Occupied: a cable is in, or somebody is about to put it in.</summary>
    public static string[] Occupied { get; } = ["Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing", "Occupied"];

    /// <summary>A transaction is running.</summary>
    public static string[] InTransaction { get; } = ["Charging", "SuspendedEV", "SuspendedEVSE"];

    /// <summary>Nobody can charge.</summary>
    public static string[] Closed { get; } = ["Faulted", "Unavailable", "Reserved"];

    /// <summary>Keeps among the frames of the leg what was known before it.</summary>
    public static void Note(RunContext bench, CapturedFrame status) => bench.Note(Act, $"{status.ConnectorId} {status.Status} {ErrorOf(status)}");

    /// <summary>The last status and error code of a connector before a frame; null: not known.</summary>
    /// <param name="before">Null: the end of the leg.</param>
    public static (string Status, string Error)? Before(LegCapture capture, long connector, CapturedFrame? before)
    {
        var last = capture.Last(frame => (before is null || frame.Number < before.Number) && (frame.IsStatus(connector) || IsNoteOf(frame, connector)));
        if (last is null) return null;
        if (last.Kind == FrameKind.Call) return (last.Status, ErrorOf(last));
        var words = last.Text.Split(' ', 3);
        return (words[1], words.Length > 2 ? words[2] : "");
    }

    /// <summary>The charge point was offline behind a frame, be it for a moment: what did not come says nothing.</summary>
    /// <param name="until">Null: until the end of the leg.</param>
    public static bool WasOffline(LegCapture capture, CapturedFrame from, DateTimeOffset? until = null) =>
        capture.Last(frame => frame.Number <= from.Number && frame.Kind is (FrameKind.Connected or FrameKind.Disconnected)) is { Kind: FrameKind.Disconnected }
        || capture.First(frame => frame.Kind == FrameKind.Disconnected && (until is null || frame.At <= until), from) is not null;

    /// <summary>A fault is reported.</summary>
    public static bool IsError(string status, string error) => status == "Faulted" || error is not ("" or "NoError");

    public static bool IsError(CapturedFrame frame) => frame.IsStatus() && IsError(frame.Status, ErrorOf(frame));

    public static string ErrorOf(CapturedFrame status) => status.Value("errorCode") ?? "";

    public static bool IsKnownError(string error) => Enum.TryParse<ChargePointErrorCode>(error, out var code) && Enum.IsDefined(code) && code.ToString() == error;

    private static bool IsNoteOf(CapturedFrame frame, long connector) => frame is { Kind: FrameKind.Act, Action: Act } && frame.Text.StartsWith($"{connector} ", StringComparison.Ordinal);
}
