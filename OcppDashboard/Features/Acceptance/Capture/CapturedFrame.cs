using System.Text.Json;

namespace OcppDashboard.Features.Acceptance.Capture;

public enum FrameKind
{
    Call,
    CallResult,
    CallError,
    /// <summary>A CALL of ours got no answer in time, or the connection ended before it: <see cref="CapturedFrame.Text"/> says which.</summary>
    NoAnswer,
    Connected,
    Disconnected,
    /// <summary>A handshake was refused because the run keeps the charge point offline.</summary>
    Refused,
    /// <summary>A file was fetched from or sent to this server: <see cref="CapturedFrame.Text"/> says how far, Action is Firmware or Diagnostics.</summary>
    File,
    /// <summary>A person was asked for something.</summary>
    Prompt,
    /// <summary>What the person said: UniqueId is that of the prompt, Action is Done, Skipped, DidNotHappen, Expired or ByItself (the charge point reported the act).</summary>
    PromptAnswer,
    /// <summary>What was waited for did not come in time.</summary>
    Deadline,
    /// <summary>The run itself did something that is no message: made the charge point offline, answered Authorize with Invalid.</summary>
    Act,
}

/// <summary>One thing that happened during a run, in order. Answers carry the action and the UniqueId of their CALL.</summary>
/// <param name="Number">Position in the run, from 1.</param>
/// <param name="At">When the server received or sent it, UTC.</param>
/// <param name="Connection">Which connection since the start of the process; 0: none.</param>
/// <param name="FromChargePoint">Who sent the frame.</param>
/// <param name="Leg">The leg that was running; empty between legs.</param>
/// <param name="Attempt">Which try of the leg, from 1.</param>
/// <param name="Payload">Of the CALL or CALLRESULT; an empty object otherwise.</param>
/// <param name="Text">The frame as it was, secrets masked; for all else words.</param>
public sealed record CapturedFrame(
    int Number, DateTimeOffset At, long Connection, bool FromChargePoint, FrameKind Kind, string Action, string UniqueId, string Leg, int Attempt, JsonElement Payload, string Text)
{
    /// <summary>A text or number of the payload as text; null where it is absent. The path goes into objects.</summary>
    public string? Value(params ReadOnlySpan<string> path)
    {
        var element = Payload;
        foreach (var name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        return element.ValueKind switch
        {
            JsonValueKind.String => TextOf(element),
            JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array => null,
            _ => element.GetRawText(),
        };
    }

    /// <summary>A JSON text; one that is no Unicode text (half a surrogate pair) as it was written.</summary>
    internal static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"');
        }
    }

    /// <summary>A whole number of the payload; null where it is absent or none.</summary>
    public long? Number64(params ReadOnlySpan<string> path) => long.TryParse(Value(path), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The error code of a CALLERROR.</summary>
    public string ErrorCode => Kind == FrameKind.CallError ? Value("errorCode") ?? "" : "";

    /// <summary>The member status.</summary>
    public string Status => Value("status") ?? "";

    /// <summary>The member connectorId; -1 where it is absent.</summary>
    public long ConnectorId => Number64("connectorId") ?? -1;

    public bool IsCall(string action, bool fromChargePoint = true) => Kind == FrameKind.Call && FromChargePoint == fromChargePoint && Action == action;

    /// <summary>A StatusNotification of a connector.</summary>
    /// <param name="connectorId">Null: any.</param>
    /// <param name="statuses">None: any.</param>
    public bool IsStatus(long? connectorId = null, params ReadOnlySpan<string> statuses) =>
        IsCall("StatusNotification") && (connectorId is null || ConnectorId == connectorId) && (statuses.Length == 0 || statuses.Contains(Status));
}
