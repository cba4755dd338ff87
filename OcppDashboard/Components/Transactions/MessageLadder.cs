using System.Globalization;
using System.Text.Json;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Transactions;

/// <summary>A line of the ladder: a CALL, an answer, or a run of messages folded into one.</summary>
/// <param name="ToCentralSystem">Which way the arrow points.</param>
/// <param name="Folded">How many messages the line stands for; 1: a message of its own.</param>
public sealed record LadderRung(DateTimeOffset At, bool ToCentralSystem, bool IsAnswer, string Strong, string Soft, int Folded = 1);

/// <summary>The messages around a transaction, oldest first, with runs of MeterValues and Heartbeat folded.</summary>
/// <param name="Frames">Frames that the rungs stand for, answers included.</param>
/// <param name="IsCut">True when there were more than could be shown.</param>
public sealed record MessageLadder(IReadOnlyList<LadderRung> Rungs, int Frames, bool IsCut)
{
    /// <summary>Reads a log once.</summary>
    /// <param name="messages">Newest first, as <see cref="MessageQueries.StreamAsync"/> gives them.</param>
    /// <param name="concerns">Which of them belong to the transaction.</param>
    public static async Task<MessageLadder> OfAsync(IAsyncEnumerable<MessageRow> messages, Func<MessageRow, bool> concerns)
    {
        var read = new LadderMessages();
        await read.TakeAsync(messages, concerns);
        return read.ToLadder();
    }

    /// <summary>True for a message that names this transaction or connector, or the charge point as a whole.</summary>
    public static bool Concerns(MessageRow message, TransactionRow transaction)
    {
        try
        {
            using var document = JsonDocument.Parse(message.Call);
            if (document.RootElement is not { ValueKind: JsonValueKind.Array } frame || frame.GetArrayLength() < 4 || frame[3].ValueKind != JsonValueKind.Object) return true;
            if (Number(frame[3], "transactionId") is { } id and not 0 and not -1) return id == transaction.Id || id == transaction.WireId;
            return Number(frame[3], "connectorId") is not { } connector || connector == 0 || connector == transaction.ConnectorId;
        }
        catch (JsonException)
        {
            return true; // what cannot be read may concern it
        }
    }

    private static long? Number(JsonElement payload, string name) => !payload.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : null,
        JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    internal static LadderRung Call(MessageRow message) =>
        new(message.At, message.FromChargePoint, false, message.Action.Length == 0 ? "no frame" : message.Action, MessageSummary.Of(message.Action, message.Call));

    /// <summary>Answers that say nothing (an empty object) are left out.</summary>
    internal static LadderRung? Answer(MessageRow message)
    {
        var after = message.AnsweredAt is { } at ? Units.Milliseconds(at - message.At) : "";
        var words = message.Result switch
        {
            ExchangeResult.Answered when message.Action == "StartTransaction" => In(message.Answer, "transactionId") is { } id ? "transactionId " + id : message.Status,
            ExchangeResult.Answered when message.Action is "Authorize" or "StopTransaction" => message.Status ?? In(message.Answer, "idTagInfo", "status"),
            ExchangeResult.Answered or ExchangeResult.CallError => message.Status,
            ExchangeResult.TimedOut => "no answer in time",
            ExchangeResult.Disconnected => "connection lost before the answer",
            ExchangeResult.Malformed => "unreadable answer",
            _ => null,
        };
        return words is null ? null : new(message.AnsweredAt ?? message.At, !message.FromChargePoint, true, words, after);
    }

    /// <summary>A member of an answer's payload as text, null when it is not there.</summary>
    private static string? In(string? answer, params ReadOnlySpan<string> path)
    {
        try
        {
            using var document = JsonDocument.Parse(answer ?? "");
            if (document.RootElement is not { ValueKind: JsonValueKind.Array } frame || frame.GetArrayLength() < 3) return null;
            var member = frame[2];
            foreach (var name in path)
                if (member.ValueKind != JsonValueKind.Object || !member.TryGetProperty(name, out member)) return null;
            return Units.Cut(member.ToString(), 40);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
