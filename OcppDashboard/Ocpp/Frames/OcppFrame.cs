namespace OcppDashboard.Ocpp.Frames;

/// <summary>One OCPP-J frame. Payloads are UTF-8 JSON, not yet read.</summary>
/// <param name="UniqueId">As sent, at most what the charge point chose.</param>
/// <param name="IdIsJson">The id is kept as its JSON, which the answer repeats: a number (D14), or a text with half a character in quotes.</param>
public abstract record OcppFrame(string UniqueId, bool IdIsJson);

/// <param name="Payload">A JSON value; <c>{}</c> where the fourth element was missing or null (D18).</param>
public sealed record Call(string UniqueId, string Action, ReadOnlyMemory<byte> Payload, bool IdIsJson = false)
    : OcppFrame(UniqueId, IdIsJson);

public sealed record CallResult(string UniqueId, ReadOnlyMemory<byte> Payload, bool IdIsJson = false) : OcppFrame(UniqueId, IdIsJson);

/// <param name="ErrorCode">One of <see cref="OcppErrorCode"/> or what was sent instead.</param>
/// <param name="Details">A JSON value; <c>{}</c> where it was missing (D19).</param>
public sealed record CallError(string UniqueId, string ErrorCode, string Description, ReadOnlyMemory<byte> Details, bool IdIsJson = false)
    : OcppFrame(UniqueId, IdIsJson);

/// <summary>What a piece of text was.</summary>
public enum FrameFault
{
    /// <summary>A frame.</summary>
    None,
    /// <summary>Blank text, sent as keep-alive (B4).</summary>
    Empty,
    /// <summary>JSON, but no CALL, CALLRESULT or CALLERROR: ignored (OCPP-J 4.1.3).</summary>
    Ignored,
    /// <summary>Not readable; the message type and UniqueId could be saved, so a CALL is answered and an answer ends its call.</summary>
    Malformed,
    /// <summary>Not readable at all.</summary>
    Unreadable,
}

/// <summary>The outcome of reading one frame out of a text.</summary>
/// <param name="Frame">The frame; for <see cref="FrameFault.Malformed"/> a frame with what could be saved and an empty payload.</param>
/// <param name="Note">What was repaired or is wrong, in words; null for a clean frame.</param>
/// <param name="Consumed">Bytes used: another frame may follow in the same text (D8).</param>
public readonly record struct FrameReading(OcppFrame? Frame, FrameFault Fault, string? Note, int Consumed);
