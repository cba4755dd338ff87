using System.Text.Json;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <summary>Values of configuration keys in the answers to GetConfiguration.</summary>
public static class ReportedValues
{
    /// <param name="commands">Newest first, as <see cref="ChargePointCommands.Recent"/> has them.</param>
    /// <returns>What was reported last; null: the key was not read, or has no value.</returns>
    public static string? Find(IReadOnlyList<CommandSnapshot> commands, string key)
    {
        foreach (var command in commands)
            if (command is { Action: "GetConfiguration", ResponseJson: { } answer } && answer.Contains(key, StringComparison.OrdinalIgnoreCase) && In(answer, key) is { } value) return value;
        return null;
    }

    private static string? In(string answer, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("configurationKey", out var list) || list.ValueKind != JsonValueKind.Array) return null;
            foreach (var item in list.EnumerateArray())
                if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("key", out var name) && string.Equals(name.ToString(), key, StringComparison.OrdinalIgnoreCase) && item.TryGetProperty("value", out var value))
                    return value.ToString();
        }
        catch (JsonException)
        {
            // an answer that is no JSON holds no value
        }
        return null;
    }
}
