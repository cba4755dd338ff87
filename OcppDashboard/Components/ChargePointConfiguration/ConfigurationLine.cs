using System.Collections.Immutable;
using OcppDashboard.Features.ChargePointConfiguration;

namespace OcppDashboard.Components.ChargePointConfiguration;

public enum Difference { Same, Different, OnlyHere, OnlyThere, Secret }

/// <summary>A key beside the same key of something else.</summary>
/// <param name="Entry">Null: it is only there.</param>
/// <param name="Other">The value there; null: it has none, or the key is not there.</param>
public sealed record ConfigurationLine(string Key, ConfigurationEntry? Entry, string? Other, Difference Difference)
{
    public bool Differs => Difference is Difference.Different or Difference.OnlyHere or Difference.OnlyThere;
}

/// <summary>What a configuration is compared with.</summary>
/// <param name="Title">Head of the column: Baseline, a charge point's identity, a template's name.</param>
/// <param name="IsPart">Only its own keys count: a template.</param>
public sealed record ConfigurationOther(string Title, ImmutableDictionary<string, string?> Values, bool IsPart = false)
{
    /// <summary>Both lists in one, by key. Keys are compared ignoring case.</summary>
    public IReadOnlyList<ConfigurationLine> Beside(IReadOnlyList<ConfigurationEntry> entries)
    {
        var lines = new List<ConfigurationLine>();
        foreach (var entry in entries)
        {
            if (Values.TryGetValue(entry.Key, out var other))
                lines.Add(new(entry.Key, entry, other, entry.IsSecret ? Difference.Secret : ConfigurationValues.AreSame(entry.Value, other) ? Difference.Same : Difference.Different));
            else if (!IsPart)
                lines.Add(new(entry.Key, entry, null, Difference.OnlyHere));
        }
        var known = entries.Select(entry => entry.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        lines.AddRange(Values.Where(pair => !known.Contains(pair.Key)).Select(pair => new ConfigurationLine(pair.Key, null, pair.Value, Difference.OnlyThere)));
        return [.. lines.OrderBy(line => line.Key, StringComparer.OrdinalIgnoreCase)];
    }

    public static ConfigurationOther Of(string title, ConfigurationList list) =>
        new(title, list.Entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value, StringComparer.OrdinalIgnoreCase));

    public static ConfigurationOther Of(ConfigurationTemplate template) =>
        new(template.Name, template.Values.ToImmutableDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.OrdinalIgnoreCase), IsPart: true);
}
