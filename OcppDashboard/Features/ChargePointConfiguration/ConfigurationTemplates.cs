using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <summary>Keys with values under a name.</summary>
/// <param name="Values">In the order in which they are sent.</param>
public sealed record ConfigurationTemplate(string Name, ImmutableArray<KeyValuePair<string, string>> Values, DateTimeOffset ChangedAt)
{
    /// <summary>As the payload of a bulk task.</summary>
    public JsonElement ToPayload() => JsonSerializer.SerializeToElement(new { name = Name, values = new Dictionary<string, string>(Values) });
}

/// <summary>Templates of configurations, to be pushed to charge points.</summary>
public sealed class ConfigurationTemplates
{
    public const int LongestName = 60;
    public const int MostKeys = 200;
    public const int Most = 500;
    private readonly ConcurrentDictionary<string, ConfigurationTemplate> all = new(StringComparer.Ordinal);
    private readonly HistoryWriter history;
    private readonly TimeProvider time;

    public ConfigurationTemplates(HistoryWriter history, BulkQueries queries, TimeProvider time)
    {
        (this.history, this.time) = (history, time);
        foreach (var entity in queries.Templates()) all[entity.Name] = new(entity.Name, [.. JsonSerializer.Deserialize<Dictionary<string, string>>(entity.ValuesJson)!], entity.ChangedAt);
    }

    /// <summary>Signals the name of a template that changed.</summary>
    public ChangeFeed<string> Changes { get; } = new();

    /// <summary>By name.</summary>
    public IReadOnlyList<ConfigurationTemplate> All => [.. all.Values.OrderBy(template => template.Name, StringComparer.CurrentCultureIgnoreCase)];

    public ConfigurationTemplate? Find(string? name) => name is null ? null : all.GetValueOrDefault(name);

    /// <summary>What is wrong with a template, one sentence; null: nothing. Secrets have no place in one: it is shown to everybody.</summary>
    public static string? Fault(string name, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        if (name.Trim().Length == 0) return "The template needs a name.";
        if (name.Trim().Length > LongestName) return $"The name has {name.Trim().Length} characters; {LongestName} are allowed.";
        if (values.Count == 0) return "The template needs at least one key.";
        if (values.Count > MostKeys) return $"The template has {values.Count} keys; {MostKeys} are allowed.";
        foreach (var (key, value) in values)
        {
            if (key.Length is 0 or > 50) return $"A key has 1 to 50 characters: \"{(key.Length > 60 ? key[..60] + "…" : key)}\".";
            if (value.Length > 500) return $"The value of {key} has {value.Length} characters; OCPP 1.6 allows 500.";
            if (SecretMasking.IsSecretKey(key)) return $"{key} is a secret: set it at each charge point.";
        }
        return values.GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice ? $"{twice.Key} is there twice." : null;
    }

    /// <summary>Why there can be no further template, one sentence; null: there can.</summary>
    public string? TooMany(string name) =>
        all.Count >= Most && !all.ContainsKey(name.Trim()) ? $"There are {Most} templates already: remove one first." : null;

    /// <exception cref="ArgumentException">It has a <see cref="Fault"/>, or there are <see cref="TooMany"/>.</exception>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept and is as it was.</exception>
    public async Task PutAsync(string name, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        if ((Fault(name, values) ?? TooMany(name)) is { } fault) throw new ArgumentException(fault, nameof(values));
        var template = new ConfigurationTemplate(name.Trim(), [.. values], time.GetUtcNow());
        await history.KeepAsync(new RowWrite<ConfigurationTemplateEntity>(new()
        {
            Name = template.Name, ValuesJson = JsonSerializer.Serialize(new Dictionary<string, string>(template.Values)), ChangedAt = template.ChangedAt,
        }));
        all[template.Name] = template;
        Changes.Signal(template.Name);
    }

    public async Task RemoveAsync(string name)
    {
        await history.KeepAsync(new RowWrite<ConfigurationTemplateEntity>(new() { Name = name, ValuesJson = "" }, remove: true));
        all.TryRemove(name, out _);
        Changes.Signal(name);
    }
}
