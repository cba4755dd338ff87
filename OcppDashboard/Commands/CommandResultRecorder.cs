using OcppDashboard.Commands.Effects;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;

namespace OcppDashboard.Commands;

/// <summary>What became of a CALL, as states and steps of its timeline.</summary>
internal static class CommandResultRecorder
{
    /// <summary>It went out, and its answer is waited for.</summary>
    public static void Sent(RunningCommand command, int ahead, TimeSpan timeout)
    {
        command.Step(StepKind.Ok, ahead > 0 ? $"Queued behind {Quantity.Of(ahead, "other")}, sent" : "Queued, sent", "", snapshot => snapshot with { State = CommandState.Sent });
        command.Wait("Waiting for the answer", timeout);
    }

    /// <returns>Always null: there is no outcome.</returns>
    public static CallOutcome? NotSent(RunningCommand command, string text)
    {
        command.Step(StepKind.Bad, text);
        command.End(CommandState.NotSent);
        return null;
    }

    /// <returns>The state it is in now: over, or watched for what follows.</returns>
    public static CommandState Of(RunningCommand command, CallOutcome outcome, TimeSpan timeout, EffectTracker followUps)
    {
        switch (outcome.Result)
        {
            case ExchangeResult.Answered:
                var json = CommandTexts.MaskedAnswer(outcome.Payload);
                var status = CommandTexts.Status(json);
                var state = followUps.StateAfter(command.Snapshot.Action, status);
                command.Step(state == CommandState.Refused ? StepKind.Bad : StepKind.Ok, "Answered", CommandTexts.AnswerWord(command.Snapshot.Action, json, status),
                    snapshot => snapshot with { State = state, Status = status, ResponseJson = json, AnsweredAfter = outcome.Elapsed, Deadline = null, WaitingSince = null });
                return state;
            case ExchangeResult.CallError:
                command.Step(StepKind.Bad, $"Answered with an error{(string.IsNullOrEmpty(outcome.Text) ? "" : $" ({outcome.Text})")}", outcome.ErrorCode ?? "",
                    snapshot => snapshot with { Status = outcome.ErrorCode, ErrorDescription = outcome.Text, AnsweredAfter = outcome.Elapsed });
                return End(command, CommandState.CallError);
            case ExchangeResult.Malformed:
                command.Step(StepKind.Bad, "The answer was not readable; its text is in the messages");
                return End(command, CommandState.Refused);
            case ExchangeResult.TimedOut:
                command.Step(StepKind.Bad, $"No answer within {timeout.TotalSeconds:0} s");
                return End(command, CommandState.TimedOut);
            default:
                command.Step(StepKind.Bad, $"Disconnected before the answer: {outcome.Text}");
                return End(command, CommandState.Disconnected);
        }
    }

    private static CommandState End(RunningCommand command, CommandState state)
    {
        command.End(state);
        return state;
    }

    /// <summary>The answer came when nobody waited any more.</summary>
    public static void AnsweredLate(RunningCommand command, CallOutcome late)
    {
        var json = late.Result == ExchangeResult.Answered ? CommandTexts.MaskedAnswer(late.Payload) : null;
        var status = json is null ? late.ErrorCode : CommandTexts.Status(json);
        command.Step(StepKind.Ok, $"Answered late, after {late.Elapsed.TotalSeconds:0} s", status ?? "", snapshot => snapshot with { Status = status, ResponseJson = json, AnsweredAfter = late.Elapsed });
    }

    /// <summary>True when the charge point said no. An answer that cannot be read says nothing: it may have meant yes.</summary>
    public static bool IsRefusal(RunningCommand command, CallOutcome outcome, EffectTracker followUps) => outcome.Result == ExchangeResult.CallError
        || outcome.Result == ExchangeResult.Answered && followUps.StateAfter(command.Snapshot.Action, CommandTexts.Status(CommandTexts.MaskedAnswer(outcome.Payload))) == CommandState.Refused;
}
