using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Commands;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Components;

/// <param name="ReadOnly">Null when the charge point did not say.</param>
/// <param name="Changed">What the last change of this key was answered with, when that was after it was read.</param>
public sealed record ConfigurationEntry(string Key, bool? ReadOnly, string? Value, string? Changed)
{
    public bool IsSecret => SecretMasking.IsSecretKey(Key);
}

/// <summary>A charge point's configuration as it was last read: there is no other memory of it than the commands.</summary>
/// <param name="ReadAt">When the whole list was read; null: never.</param>
public sealed record ConfigurationList(DateTimeOffset? ReadAt, ImmutableArray<ConfigurationEntry> Entries, ImmutableArray<string> UnknownKeys)
{
    public static ConfigurationList Empty { get; } = new(null, [], []);

    /// <summary>True when a change asks for a reboot that has not been seen since.</summary>
    public bool NeedsReboot => Entries.Any(entry => entry.Changed == "RebootRequired");

    /// <summary>How many commands to look back for the last reading.</summary>
    public const int Depth = 200;

    /// <param name="commands">Newest first, as <see cref="ChargePointCommands.Recent"/> has them.</param>
    /// <param name="bootedAt">Last boot; null when unknown.</param>
    public static ConfigurationList From(IReadOnlyList<CommandSnapshot> commands, DateTimeOffset? bootedAt)
    {
        var from = -1;
        for (var i = 0; i < commands.Count && from < 0; i++)
            if (commands[i] is { Action: "GetConfiguration", ResponseJson: not null } command && !AsksForKeys(command.RequestJson)) from = i;
        var entries = new Dictionary<string, ConfigurationEntry>(StringComparer.Ordinal);
        ImmutableArray<string> unknown = [];
        var last = from < 0 ? commands.Count - 1 : from;
        for (var i = last; i >= 0; i--)
        {
            var command = commands[i];
            if (command is { Action: "GetConfiguration", ResponseJson: { } answer })
            {
                var (read, notKnown) = Parse(answer);
                foreach (var entry in read) entries[entry.Key] = entry with { Changed = entries.GetValueOrDefault(entry.Key)?.Changed is "RebootRequired" and var reboot ? reboot : null };
                if (i == from) unknown = notKnown;
            }
            else if (command is { Action: "ChangeConfiguration", Status: { } status } && Text(command.RequestJson, "key") is { } key)
            {
                if (status == "RebootRequired" && bootedAt > command.RequestedAt) status = "Accepted";
                var before = entries.GetValueOrDefault(key) ?? new(key, null, null, null);
                entries[key] = before with { Changed = status, Value = status is "Accepted" or "RebootRequired" ? Text(command.RequestJson, "value") : before.Value };
            }
        }
        return new(from < 0 ? null : commands[from].RequestedAt, [.. entries.Values.OrderBy(e => e.Key, StringComparer.OrdinalIgnoreCase)], unknown);
    }

    private static bool AsksForKeys(string requestJson)
    {
        using var document = Document(requestJson);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("key", out var keys)
            && keys.ValueKind == JsonValueKind.Array && keys.GetArrayLength() > 0;
    }

    private static (List<ConfigurationEntry> Entries, ImmutableArray<string> Unknown) Parse(string responseJson)
    {
        List<ConfigurationEntry> entries = [];
        using var document = Document(responseJson);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root) return (entries, []);
        if (root.TryGetProperty("configurationKey", out var list) && list.ValueKind == JsonValueKind.Array)
            foreach (var item in list.EnumerateArray())
                if (item.ValueKind == JsonValueKind.Object && Text(item, "key") is { } key) entries.Add(new(key, Truth(item), Text(item, "value"), null));
        ImmutableArray<string> unknown = root.TryGetProperty("unknownKey", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? [.. keys.EnumerateArray().Where(k => k.ValueKind == JsonValueKind.String).Select(k => k.GetString()!)] : [];
        return (entries, unknown);
    }

    private static bool? Truth(JsonElement item) => !item.TryGetProperty("readonly", out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString()!.Equals("true", StringComparison.OrdinalIgnoreCase) || value.GetString() == "1",
        JsonValueKind.Number => value.GetRawText() == "1",
        _ => null,
    };

    private static string? Text(string json, string name)
    {
        using var document = Document(json);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root ? Text(root, name) : null;
    }

    private static string? Text(JsonElement item, string name) => !item.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    private static JsonDocument? Document(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
