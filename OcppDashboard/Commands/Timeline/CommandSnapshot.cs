using System.Collections.Immutable;

namespace OcppDashboard.Commands.Timeline;

/// <summary>How a command stands.</summary>
public enum CommandState
{
    Queued,
    Sent,
    /// <summary>Answered; what the charge point then does is being watched.</summary>
    Watching,
    /// <summary>Answered and nothing more to wait for.</summary>
    Done,
    /// <summary>Answered with a refusal (Rejected, NotSupported ...) or the consequence failed.</summary>
    Refused,
    CallError,
    TimedOut,
    Disconnected,
    /// <summary>Never sent: the charge point was offline or the queue was full.</summary>
    NotSent,
    /// <summary>Answered; before its effect was seen a later command of the same kind was accepted.</summary>
    Superseded,
    /// <summary>Sent; then this server failed at it.</summary>
    Failed,
}

public enum StepKind { Ok, Wait, Bad }

/// <summary>One line of a command's timeline.</summary>
/// <param name="Text">In words: "Queued, sent", "Answered", "Connector 2 became".</param>
/// <param name="Emphasis">The word that matters, drawn bold: "Accepted", "Unavailable"; may be empty.</param>
/// <param name="After">Since the step before.</param>
public sealed record CommandStep(DateTimeOffset At, StepKind Kind, string Text, string Emphasis, TimeSpan After);

/// <summary>One command to one charge point and what became of it. Immutable; each change makes a new one under the same id.</summary>
public sealed record CommandSnapshot
{
    /// <summary>Unique over the life of the database.</summary>
    public required long Id { get; init; }
    public required string ChargePointId { get; init; }
    public required string Action { get; init; }

    /// <summary>The arguments in short, secrets masked: "2, Inoperative".</summary>
    public required string Argument { get; init; }

    /// <summary>The payload as sent, compact JSON, secrets masked.</summary>
    public required string RequestJson { get; init; }

    /// <summary>Who asked for it: an operator's name, "demo", "api".</summary>
    public required string RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public CommandState State { get; init; }
    public ImmutableArray<CommandStep> Steps { get; init; } = [];

    /// <summary>Until when the present wait lasts; null when nothing is awaited.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When the present wait began; with <see cref="Deadline"/> it gives the progress bar.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Payload of the CALLRESULT, JSON, secrets masked; null without one.</summary>
    public string? ResponseJson { get; init; }

    /// <summary>The status member of the answer or the error code of a CALLERROR.</summary>
    public string? Status { get; init; }

    /// <summary>Of the CALLERROR, in the charge point's words; null without one, and after a restart.</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>From sending to the answer.</summary>
    public TimeSpan? AnsweredAfter { get; init; }

    /// <summary>What of the consequence was seen so far, words with blanks between them: with them watching goes on after a restart.</summary>
    public string Marks { get; init; } = "";

    /// <summary>The one-time address of ours that the command carries; null: none.</summary>
    public long? FileTransferId { get; init; }

    /// <summary>Long payloads were cut away: <see cref="ChargePointCommands.Find"/> has them.</summary>
    public bool IsCut { get; init; }

    public bool IsOver => State is not (CommandState.Queued or CommandState.Sent or CommandState.Watching);
}
