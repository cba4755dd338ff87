using System.Globalization;
using System.Text.RegularExpressions;

namespace OcppDashboard.Tests.Support;

internal sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public bool Is(params (string Name, string Value)[] labels) => labels.All(label => Labels.GetValueOrDefault(label.Name) == label.Value);
}

/// <summary>Reads Prometheus's text format 0.0.4 and takes no liberty: every line, its order and its escapes must be right.</summary>
internal static partial class PrometheusSamples
{
    /// <exception cref="FormatException">A line breaks the format.</exception>
    public static IReadOnlyList<PrometheusSample> Parse(string text)
    {
        if (!text.EndsWith('\n') || text.Contains('\r')) throw new FormatException("lines end with a line feed, the last one too");
        var samples = new List<PrometheusSample>();
        var seen = new HashSet<string>();
        string? family = null, type = null, helped = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                helped = line.Split(' ', 4)[2];
                if (!Name().IsMatch(helped) || !seen.Add("HELP " + helped)) throw new FormatException(line);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                if (words.Length != 4 || words[2] != helped || words[3] is not ("counter" or "gauge" or "histogram") || !seen.Add("TYPE " + words[2])) throw new FormatException(line);
                (family, type) = (words[2], words[3]);
            }
            else
            {
                var sample = Sample(line);
                var owner = type == "histogram" ? Suffix().Replace(sample.Name, "") : sample.Name;
                if (owner != family || (type == "counter" && !family.EndsWith("_total", StringComparison.Ordinal))) throw new FormatException($"{line} is not of {type} {family}");
                var key = sample.Name + string.Join(',', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal));
                if (!seen.Add(key)) throw new FormatException($"{line} is there twice");
                samples.Add(sample);
            }
        }
        CheckHistograms(samples);
        return samples;
    }

    private static PrometheusSample Sample(string line)
    {
        var match = Line().Match(line);
        if (!match.Success) throw new FormatException(line);
        var labels = new Dictionary<string, string>();
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
            if (!labels.TryAdd(label.Groups[1].Value, Unescape(label.Groups[2].Value))) throw new FormatException($"{line}: a label twice");
        var number = match.Groups["value"].Value;
        return new(match.Groups["name"].Value, labels, number == "+Inf" ? double.PositiveInfinity : double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <summary>Buckets grow, and the last one holds them all.</summary>
    private static void CheckHistograms(List<PrometheusSample> samples)
    {
        foreach (var group in samples.Where(s => s.Name.EndsWith("_bucket", StringComparison.Ordinal)).GroupBy(s => s.Name + string.Join(',', s.Labels.Where(label => label.Key != "le"))))
        {
            var buckets = group.ToList();
            var bounds = buckets.Select(b => b.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(b.Labels["le"], CultureInfo.InvariantCulture)).ToList();
            if (!bounds.SequenceEqual(bounds.Order()) || !double.IsPositiveInfinity(bounds[^1])) throw new FormatException($"{group.Key}: bounds");
            if (!buckets.Select(b => b.Value).SequenceEqual(buckets.Select(b => b.Value).Order())) throw new FormatException($"{group.Key}: counts fall");
            var rest = buckets[0].Labels.Where(label => label.Key != "le").Select(label => (label.Key, label.Value)).ToArray();
            if (samples.Single(s => s.Name == buckets[0].Name.Replace("_bucket", "_count") && s.Is(rest)).Value != buckets[^1].Value) throw new FormatException($"{group.Key}: count");
        }
    }

    private static string Unescape(string text) => text.Replace("\\\\", "\u0001", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace('\u0001', '\\');

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\[\\"n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\[\\"n])*")*)\})? (?<value>\+Inf|-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)""")]
    private static partial Regex Label();
}
