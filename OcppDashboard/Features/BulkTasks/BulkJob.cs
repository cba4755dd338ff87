using System.Text.Json;
using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Features.BulkTasks;

/// <summary>The part of a task at one charge point.</summary>
internal sealed record BulkJob(string Action, JsonElement Payload, BulkFile? File, int Number, string ChargePointId, string RequestedBy);

/// <summary>What became of it.</summary>
/// <param name="NotSent">Nothing left this server.</param>
internal sealed record BulkResult(bool Succeeded, string Text, long? CommandId = null, bool NotSent = false)
{
    /// <summary>The result of one command: good when it was answered, and not with a refusal.</summary>
    public static BulkResult Of(CommandSnapshot command)
    {
        var answered = command.State is CommandState.Done or CommandState.Watching;
        return new(answered, answered ? Word(command) : CommandTexts.Why(command), command.Id, command.State == CommandState.NotSent);
    }

    private static string Word(CommandSnapshot command) =>
        command.ResponseJson is { } json && CommandTexts.AnswerWord(command.Action, json, command.Status) is { Length: > 0 } word ? word : "Answered";
}
