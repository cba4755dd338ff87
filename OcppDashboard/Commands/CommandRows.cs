using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Commands.Effects;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Commands;

/// <summary>Commands as the database keeps them, and back.</summary>
internal static class CommandRows
{
    public static CommandEntity Of(CommandSnapshot c) => new()
    {
        Id = c.Id, Action = c.Action, Argument = c.Argument, RequestJson = c.RequestJson, RequestedBy = c.RequestedBy, RequestedAt = c.RequestedAt,
        State = c.State.ToString(), Status = c.Status, ResponseJson = c.ResponseJson, AnsweredAfterMs = (long?)c.AnsweredAfter?.TotalMilliseconds,
        StepsJson = JsonSerializer.Serialize(c.Steps), WaitingSince = c.WaitingSince, Deadline = c.Deadline, Marks = c.Marks.Length == 0 ? null : c.Marks,
        FileTransferId = c.FileTransferId,
    };

    /// <summary>One that was under way when the server stopped, and cannot be followed any more, is over.</summary>
    public static CommandSnapshot Read(string chargePointId, CommandEntity e)
    {
        var snapshot = new CommandSnapshot
        {
            Id = e.Id, ChargePointId = chargePointId, Action = e.Action, Argument = e.Argument, RequestJson = e.RequestJson, RequestedBy = e.RequestedBy,
            RequestedAt = e.RequestedAt, State = Enum.Parse<CommandState>(e.State), Status = e.Status, ResponseJson = e.ResponseJson,
            AnsweredAfter = e.AnsweredAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            Steps = JsonSerializer.Deserialize<ImmutableArray<CommandStep>>(e.StepsJson),
            WaitingSince = e.WaitingSince, Deadline = e.Deadline, Marks = e.Marks ?? "", FileTransferId = e.FileTransferId,
        };
        if (snapshot.IsOver || GoesOn(snapshot)) return snapshot;
        var at = snapshot.Steps.IsEmpty ? snapshot.RequestedAt : snapshot.Steps[^1].At;
        return snapshot with
        {
            State = CommandState.Disconnected, Deadline = null, WaitingSince = null,
            Steps = snapshot.Steps.Add(new(at, StepKind.Bad, "The server was stopped meanwhile; what the charge point did then is in its messages", "", TimeSpan.Zero)),
        };
    }

    private static bool GoesOn(CommandSnapshot command) => command.State == CommandState.Watching && ExpectedEffect.OutlivesRestart(command);
}
