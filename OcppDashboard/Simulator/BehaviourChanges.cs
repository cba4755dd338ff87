using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OcppDashboard.Simulator;

/// <summary>
/// Members of <see cref="Behaviour"/> as names and texts: the command line's and the tests' way to have a model behave otherwise. Names as in
/// <c>Stations/</c>, in upper or lower case; true or false, numbers with a point, words as the members have them, several with commas.
/// </summary>
public static class BehaviourChanges
{
    private static readonly Dictionary<string, PropertyInfo> Members = typeof(Behaviour).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .ToDictionary(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name), StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<string> Names { get; } = [.. Members.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A sentence for every change that is none.</summary>
    public static IEnumerable<string> Faults(IReadOnlyDictionary<string, string> changes) => changes.Select(change => Convert(change.Key, change.Value).Fault).OfType<string>();

    /// <summary>The changes as a file of <c>Stations/</c> would have them.</summary>
    /// <exception cref="ArgumentException">One of them is none; the message is its sentence.</exception>
    internal static JsonObject Read(IReadOnlyDictionary<string, string>? changes)
    {
        var read = new JsonObject();
        foreach (var (name, text) in changes ?? new Dictionary<string, string>())
        {
            var (value, fault) = Convert(name, text);
            if (fault is not null) throw new ArgumentException(fault, nameof(changes));
            read[JsonNamingPolicy.CamelCase.ConvertName(Members[name].Name)] = value;
        }
        return read;
    }

    private static (JsonNode? Value, string? Fault) Convert(string name, string text)
    {
        if (!Members.TryGetValue(name, out var member)) return (null, $"{name} is not known. Known are: {string.Join(", ", Names)}.");
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        if (type == typeof(string)) return (text, null);
        if (type == typeof(bool)) return bool.TryParse(text, out var yes) ? (yes, null) : Wrong("true or false");
        if (type == typeof(double))
        {
            var most = member.GetCustomAttribute<RangeAttribute>() is { } range ? System.Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) : double.MaxValue;
            var fits = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most;
            return fits ? (number, null) : Wrong(most == double.MaxValue ? "a number from 0" : string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {most}"));
        }
        var word = type.IsEnum ? type : type.GetGenericArguments()[0];
        var words = type.IsEnum ? [text] : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var known = words.Select(given => Enum.GetNames(word).FirstOrDefault(one => one.Equals(given, StringComparison.OrdinalIgnoreCase))).OfType<string>().ToArray();
        if (known.Length < words.Length) return Wrong($"{(type.IsEnum ? "one" : "some, with commas between them,")} of {string.Join(", ", Enum.GetNames(word))}");
        return (type.IsEnum ? known[0] : new JsonArray([.. known.Select(one => (JsonNode)one)]), null);

        (JsonNode?, string?) Wrong(string instead) => (null, $"{name} must be {instead}, not \"{text}\".");
    }
}
