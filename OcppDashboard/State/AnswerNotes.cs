using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.State;

/// <summary>What is odd about an answer to a CALL of ours. Answers are few, so each is read once more for this.</summary>
internal static class AnswerNotes
{
    /// <returns>Words with "; " between them, or null.</returns>
    public static string? Of(WireExchange exchange)
    {
        if (exchange.FromChargePoint || exchange.Result != ExchangeResult.Answered || OcppActions.Find(exchange.Action) is not { } action) return null;
        var frame = exchange.Answer.Span;
        int start = frame.IndexOf((byte)'{'), end = frame.LastIndexOf((byte)'}');
        if (start < 0 || end < start) return null;
        PayloadReader.TryRead(action, frame[start..(end + 1)], true, out _, out var notes, out _);
        return notes is null ? null : string.Join("; ", notes);
    }
}
