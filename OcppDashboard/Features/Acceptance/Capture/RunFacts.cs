using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Features.ChargePointConfiguration;

namespace OcppDashboard.Features.Acceptance.Capture;

/// <summary>A configuration key as last read during the run.</summary>
/// <param name="IsReadonly">Null: not said.</param>
public sealed record KnownKey(string Key, string? Value, bool? IsReadonly);

/// <summary>What the run has learned so far, derived from its frames alone: the same frames give the same facts after a restart.</summary>
public sealed record RunFacts
{
    private const int MostConnectors = 16;

    private RunFacts() { }

    public static RunFacts None { get; } = new();

    /// <summary>By name, ignoring case: as last read, or as last written where the charge point accepted it.</summary>
    public ImmutableDictionary<string, KnownKey> Keys { get; private init; } = ImmutableDictionary.Create<string, KnownKey>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Payload of the last BootNotification; null: none seen.</summary>
    public JsonElement? Boot { get; private init; }

    /// <summary>Connectors that a vehicle can be plugged into, ascending: those named by NumberOfConnectors, or seen.</summary>
    public ImmutableSortedSet<long> Connectors { get; private init; } = [];

    /// <summary>True when a StatusNotification of connector 0 came during the run.</summary>
    public bool SawConnectorZero { get; private init; }

    /// <summary>A ChangeConfiguration that is not answered yet.</summary>
    private (string UniqueId, string Key, string Value)? Writing { get; init; }

    public string? Value(string key) => Keys.GetValueOrDefault(key)?.Value;

    /// <summary>True, false, or null where the key is absent or neither.</summary>
    public bool? Switch(string key) => Value(key)?.Trim().ToLowerInvariant() switch { "true" or "1" => true, "false" or "0" => false, _ => null };

    /// <summary>Whole seconds or a number; null where it is absent or none.</summary>
    public int? Number(string key) => int.TryParse(Value(key), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null where SupportedFeatureProfiles was not read: then nothing is not applicable.</summary>
    public bool? Supports(string profile) => Value("SupportedFeatureProfiles") is { } list
        ? ConfigurationValues.Words(list).Contains(profile, StringComparer.OrdinalIgnoreCase) : null;

    /// <summary>The facts with one more frame.</summary>
    public RunFacts With(CapturedFrame frame)
    {
        if (frame.IsCall("BootNotification")) return this with { Boot = frame.Payload };
        if (frame.IsStatus(0)) return SawConnectorZero ? this : this with { SawConnectorZero = true };
        if (frame.IsStatus() && frame.ConnectorId is > 0 and <= MostConnectors && !Connectors.Contains(frame.ConnectorId)) return this with { Connectors = Connectors.Add(frame.ConnectorId) };
        if (frame.IsCall("ChangeConfiguration", fromChargePoint: false) && frame.Value("key") is { } name && frame.Value("value") is { } written) return this with { Writing = (frame.UniqueId, name, written) };
        if (Writing is { } writing && frame is { Kind: FrameKind.CallResult, Action: "ChangeConfiguration", Status: "Accepted" } && frame.UniqueId == writing.UniqueId)
            return this with { Writing = null, Keys = Keys.SetItem(writing.Key, (Keys.GetValueOrDefault(writing.Key) ?? new(writing.Key, null, null)) with { Value = writing.Value }) };
        if (frame is not { Kind: FrameKind.CallResult, Action: "GetConfiguration", FromChargePoint: true }
            || !frame.Payload.TryGetProperty("configurationKey", out var list) || list.ValueKind != JsonValueKind.Array) return this;
        var keys = Keys;
        foreach (var item in list.EnumerateArray())
            if (KeyOf(item) is { } key) keys = keys.SetItem(key.Key, key);
        var connectors = Connectors;
        if (keys.GetValueOrDefault("NumberOfConnectors")?.Value is { } text && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostConnectors)
            connectors = connectors.Union(Enumerable.Range(1, count).Select(number => (long)number));
        return this with { Keys = keys, Connectors = connectors };
    }

    public static RunFacts Of(IEnumerable<CapturedFrame> frames) => frames.Aggregate(None, (facts, frame) => facts.With(frame));

    private static KnownKey? KeyOf(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("key", out var key) || key.ValueKind != JsonValueKind.String || CapturedFrame.TextOf(key) is not { Length: > 0 } name) return null;
        var value = item.TryGetProperty("value", out var given) && given.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array) ? Text(given) : null;
        bool? isReadonly = item.TryGetProperty("readonly", out var mark)
            ? Text(mark).ToLowerInvariant() switch { "true" or "1" => true, "false" or "0" => false, _ => null } : null;
        return new(name, value, isReadonly);
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? CapturedFrame.TextOf(value) : value.ToString();
}
