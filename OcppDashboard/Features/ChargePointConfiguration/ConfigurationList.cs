using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Effects;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <param name="ReadOnly">Null when the charge point did not say.</param>
/// <param name="Changed">What the last change of this key was answered with, when that was after it was read; <see cref="WithoutEffect"/> when it was accepted and reads another value.</param>
/// <param name="Wanted">The value of a change that has no effect (yet); null: there is none.</param>
public sealed record ConfigurationEntry(string Key, bool? ReadOnly, string? Value, string? Changed, string? Wanted = null)
{
    public const string WithoutEffect = "WithoutEffect";

    public bool IsSecret => SecretMasking.IsSecretKey(Key);
}

/// <summary>A charge point's configuration as it was last read: there is no other memory of it than the commands.</summary>
/// <param name="ReadAt">When the whole list was read; null: never.</param>
public sealed record ConfigurationList(DateTimeOffset? ReadAt, ImmutableArray<ConfigurationEntry> Entries, ImmutableArray<string> UnknownKeys)
{
    public static ConfigurationList Empty { get; } = new(null, [], []);

    /// <summary>True when a change asks for a reboot that has not been seen since.</summary>
    public bool NeedsReboot => Entries.Any(entry => entry.Changed == "RebootRequired");

    /// <summary>The value of a key, whatever its case (I3); null when it was not read.</summary>
    public string? ValueOf(string key) => Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>How many commands to look back for the last reading.</summary>
    public const int Depth = 200;

    /// <param name="commands">Newest first, as <see cref="ChargePointCommands.Recent"/> has them.</param>
    /// <param name="bootedAt">Last boot; null when unknown.</param>
    /// <param name="inParts">It is read in parts: there is no one answer with all keys.</param>
    public static ConfigurationList From(IReadOnlyList<CommandSnapshot> commands, DateTimeOffset? bootedAt, bool inParts = false)
    {
        var from = -1;
        DateTimeOffset? partAt = null;
        for (var i = 0; i < commands.Count && from < 0; i++)
        {
            if (commands[i] is not { Action: "GetConfiguration", ResponseJson: not null } command) continue;
            if (AsksForKeys(command.RequestJson)) partAt ??= command.RequestedAt;
            else from = i;
        }
        var entries = new Dictionary<string, ConfigurationEntry>(StringComparer.OrdinalIgnoreCase); // one key, however it is spelled (I3)
        var changes = new Dictionary<string, Change>(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<string> unknown = [];
        for (var i = commands.Count - 1; i >= 0; i--)
        {
            var command = commands[i];
            if (command is { Action: "ChangeConfiguration", Status: { } status } && Text(command.RequestJson, "key") is { } key)
            {
                var change = new Change(status, Text(command.RequestJson, "value"), command.RequestedAt, bootedAt > command.RequestedAt);
                if (change.IsAccepted) changes[key] = change;
                if (i > from && from >= 0) continue; // what was read after it counts
                var before = entries.GetValueOrDefault(key) ?? new(key, null, null, null);
                entries[key] = change.IsAccepted ? before with { Changed = change.Word, Value = change.Value, Wanted = null } : before with { Changed = status };
            }
            else if (command is { Action: "GetConfiguration", ResponseJson: { } answer } && (i <= from || from < 0))
            {
                var (read, notKnown) = Parse(answer);
                foreach (var entry in read) entries[entry.Key] = Seen(entry, changes, command.RequestedAt, bootedAt, isWhole: i == from);
                if (i == from) unknown = notKnown;
            }
        }
        return new(from >= 0 ? commands[from].RequestedAt : inParts ? partAt : null, [.. entries.Values.OrderBy(e => e.Key, StringComparer.OrdinalIgnoreCase)], unknown);
    }

    /// <summary>A value that was read, beside the change that came before it (I8).</summary>
    private static ConfigurationEntry Seen(ConfigurationEntry entry, Dictionary<string, Change> changes, DateTimeOffset readAt, DateTimeOffset? bootedAt, bool isWhole)
    {
        if (!changes.TryGetValue(entry.Key, out var change)) return entry;
        if (change.Status != "RebootRequired")
        {
            changes.Remove(entry.Key);
            return isWhole || entry.IsSecret || ConfigurationValues.AreSame(entry.Value, change.Value) ? entry : entry with { Changed = ConfigurationEntry.WithoutEffect, Wanted = change.Value };
        }
        if (!change.IsBooted) return entry with { Changed = change.Status, Wanted = entry.IsSecret || ConfigurationValues.AreSame(entry.Value, change.Value) ? null : change.Value };
        if (readAt < bootedAt) return entry; // it was read before the reboot and says nothing of it
        changes.Remove(entry.Key);
        return entry.IsSecret || ConfigurationValues.AreSame(entry.Value, change.Value) ? entry : entry with { Changed = ConfigurationEntry.WithoutEffect, Wanted = change.Value };
    }

    private sealed record Change(string Status, string? Value, DateTimeOffset At, bool IsBooted)
    {
        public bool IsAccepted => Status is "Accepted" or "RebootRequired";

        /// <summary>After the reboot that it asked for it is as good as accepted.</summary>
        public string Word => Status == "RebootRequired" && IsBooted ? "Accepted" : Status;
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
