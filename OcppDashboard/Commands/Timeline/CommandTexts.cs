using System.Globalization;
using System.Text;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Commands.Timeline;

/// <summary>Payloads of commands in words, secrets masked.</summary>
internal static class CommandTexts
{
    private const int MaxArgument = 120;

    /// <summary>A request payload as compact JSON, secrets masked.</summary>
    public static string Masked(JsonElement payload) => payload.ValueKind == JsonValueKind.Undefined ? "{}" : SecretMasking.Mask(payload.GetRawText());

    /// <summary>A response payload as JSON, secrets masked.</summary>
    public static string MaskedAnswer(ReadOnlyMemory<byte> payload) => Encoding.UTF8.GetString(SecretMasking.Mask(payload).Span);

    /// <summary>The values of a payload in short: "2, Inoperative".</summary>
    public static string Argument(string json)
    {
        var root = Parse(json);
        if (root is not { ValueKind: JsonValueKind.Object } payload) return "";
        var values = payload.EnumerateObject().Select(member => member.Value.ValueKind switch
        {
            JsonValueKind.Object => null,
            JsonValueKind.Array => member.Value.GetArrayLength() == 1 ? member.Value[0].ToString() : $"{member.Value.GetArrayLength()} {member.Name}",
            _ => member.Value.ToString(),
        }).Where(value => !string.IsNullOrEmpty(value));
        var text = string.Join(", ", values);
        return text.Length > MaxArgument ? text[..MaxArgument] + "…" : text;
    }

    /// <summary>The member status of an answer; null when it has none.</summary>
    public static string? Status(string json) =>
        Parse(json) is { ValueKind: JsonValueKind.Object } payload && payload.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String ? status.GetString() : null;

    /// <summary>A text member of a payload; null when it has none.</summary>
    public static string? Member(string json, string name) =>
        Parse(json) is { ValueKind: JsonValueKind.Object } payload && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number of a payload as it stands there; null when it has none.</summary>
    public static string? Number(string json, string name) =>
        Parse(json) is { ValueKind: JsonValueKind.Object } payload && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;

    /// <summary>A whole number of a payload, also where it stands in quotes; null when it has none.</summary>
    public static int? Integer(string json, string name) =>
        Parse(json) is { ValueKind: JsonValueKind.Object } payload && payload.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && int.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What an answer says in a word or two.</summary>
    public static string AnswerWord(string action, string json, string? status)
    {
        if (Parse(json) is not { ValueKind: JsonValueKind.Object } payload) return status ?? "";
        string? Text(string name) => payload.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
        return action switch
        {
            "GetConfiguration" => Quantity.Of(payload.TryGetProperty("configurationKey", out var keys) && keys.ValueKind == JsonValueKind.Array ? keys.GetArrayLength() : 0, "key"),
            "GetDiagnostics" => Text("fileName") is { Length: > 0 } name ? name : "no file name given",
            "GetLocalListVersion" => $"version {Text("listVersion")}",
            _ => status ?? "",
        };
    }

    /// <summary>The file that an answer names: fileName of GetDiagnostics, filename of GetLog; null when it names none.</summary>
    public static string? FileName(string? json) => json is not null && Parse(json) is { ValueKind: JsonValueKind.Object } payload
        && (payload.TryGetProperty("fileName", out var name) || payload.TryGetProperty("filename", out name))
        && name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } text ? text : null;

    private static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why there is no good answer, in words.</summary>
    public static string Why(CommandSnapshot command) => command.State switch
    {
        CommandState.Refused => command.Status ?? "the answer was not readable",
        CommandState.CallError => $"CALLERROR {command.Status}",
        CommandState.TimedOut => "no answer in time",
        CommandState.Disconnected => "disconnected before the answer",
        _ => command.Steps is [.., var last] ? last.Text.Replace("Not sent: ", "", StringComparison.Ordinal) : "not sent",
    };
}
