using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Payload bytes to records. The serializer throws <see cref="JsonException"/> for what no converter tolerates; nothing passes here.</summary>
public static class PayloadReader
{
    /// <summary>Reads the request or response of an action; never throws, whatever the bytes are.</summary>
    /// <param name="payload">A JSON value in UTF-8; blank and <c>null</c> count as <c>{}</c> (D18).</param>
    /// <param name="response">True for the payload of a CALLRESULT.</param>
    /// <param name="value">A record of the action's request or response type.</param>
    /// <param name="notes">What was tolerated, in words for a person, given with a fault too; null when nothing was.</param>
    /// <param name="fault">Why there is no value, in words that may be sent as the description of a FormationViolation.</param>
    public static bool TryRead(
        OcppAction action, ReadOnlySpan<byte> payload, bool response, [NotNullWhen(true)] out object? value, out IReadOnlyList<string>? notes,
        [NotNullWhen(false)] out string? fault)
    {
        value = null;
        fault = null;
        ReadingNotes.Take();
        payload = payload.Trim(" \t\r\n\0"u8);
        if (payload.IsEmpty || payload.SequenceEqual("null"u8)) payload = "{}"u8;
        if (payload[0] != (byte)'{')
        {
            fault = "the payload is not an object";
        }
        else
        {
            try
            {
                value = JsonSerializer.Deserialize(payload, response ? action.ResponseInfo : action.RequestInfo);
                (response ? action.ResponseMembers : action.RequestMembers)?.Note(payload);
            }
            catch (JsonException exception)
            {
                fault = FaultAt(exception.Path);
            }
        }
        notes = ReadingNotes.Take();
        if (value is not null) return true;
        fault ??= "the payload could not be read";
        return false;
    }

    private static string FaultAt(string? path) => path switch
    {
        null or "" => "the payload could not be read",
        { Length: > 80 } => $"the payload could not be read at {path[..80]}…",
        _ => $"the payload could not be read at {path}",
    };
}
