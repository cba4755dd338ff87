using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OcppDashboard.Tests.Support;

/// <summary>
/// JSON Schema draft 4 and 6, exactly the keywords that the OCPP 1.6 schemas use. A schema with any other keyword, or with one in a form
/// that is not checked here, is refused on loading.
/// </summary>
public sealed partial class JsonSchemaValidator
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "id", "title", "description", "javaType"];

    private readonly JsonElement root;
    private readonly bool draft4;

    private JsonSchemaValidator(JsonElement root)
    {
        this.root = root;
        var dialect = root.TryGetProperty("$schema", out var named) ? named.GetString()! : "";
        draft4 = dialect.Contains("draft-04", StringComparison.Ordinal);
        if (!draft4 && !dialect.Contains("draft-06", StringComparison.Ordinal)) throw new NotSupportedException($"schema dialect \"{dialect}\"");
        CheckKeywords(root, "#");
    }

    /// <exception cref="NotSupportedException">The schema uses something that is not checked here.</exception>
    public static JsonSchemaValidator Parse(string schema) => new(JsonDocument.Parse(schema).RootElement);

    /// <summary>The faults found, each with its place; empty for a valid value.</summary>
    public IReadOnlyList<string> Validate(JsonElement value)
    {
        var faults = new List<string>();
        Check(root, value, "$", faults);
        return faults;
    }

    private void CheckKeywords(JsonElement schema, string place)
    {
        foreach (var (keyword, value) in schema.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            switch (keyword)
            {
                case "properties" or "definitions":
                    foreach (var member in value.EnumerateObject()) CheckKeywords(member.Value, $"{place}/{keyword}/{member.Name}");
                    break;
                case "items" when value.ValueKind == JsonValueKind.Object:
                    CheckKeywords(value, place + "/items");
                    break;
                case "$ref":
                    Resolve(value.GetString()!);
                    break;
                case "additionalProperties" or "additionalItems" when value.ValueKind == JsonValueKind.False:
                case "type" when value.GetString() is "object" or "array" or "string" or "integer" or "number" or "boolean":
                case "format" when value.GetString() is "date-time" or "uri":
                case "enum" when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                case "required" or "maxLength" or "minItems":
                case "multipleOf" when value.GetDecimal() > 0:
                case var name when Annotations.Contains(name):
                    break;
                default:
                    throw new NotSupportedException($"schema keyword \"{keyword}\": {value.GetRawText()} at {place}");
            }
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.StartsWith("#/definitions/", StringComparison.Ordinal) && root.TryGetProperty("definitions", out var definitions)
        && definitions.TryGetProperty(reference["#/definitions/".Length..], out var target)
            ? target
            : throw new NotSupportedException($"schema reference \"{reference}\"");

    private void Check(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (schema.TryGetProperty("$ref", out var reference)) // in draft 4 and 6 what stands beside a reference does not count
        {
            Check(Resolve(reference.GetString()!), value, place, faults);
            return;
        }
        if (schema.TryGetProperty("type", out var type) && !IsOfType(value, type.GetString()!))
        {
            faults.Add($"{place}: no {type.GetString()}: {value.GetRawText()}");
            return;
        }
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)))
            faults.Add($"{place}: not in the enumeration: {value.GetRawText()}");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: CheckObject(schema, value, place, faults); break;
            case JsonValueKind.Array: CheckArray(schema, value, place, faults); break;
            case JsonValueKind.String: CheckText(schema, value.GetString()!, place, faults); break;
            case JsonValueKind.Number when schema.TryGetProperty("multipleOf", out var step) && value.GetDecimal() % step.GetDecimal() != 0:
                faults.Add($"{place}: no multiple of {step.GetRawText()}: {value.GetRawText()}");
                break;
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (schema.TryGetProperty("required", out var required))
            faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place}: {name} is missing"));
        schema.TryGetProperty("properties", out var properties);
        foreach (var member in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var inner))
                Check(inner, member.Value, $"{place}.{member.Name}", faults);
            else if (schema.TryGetProperty("additionalProperties", out _))
                faults.Add($"{place}: {member.Name} is not a member");
        }
    }

    private void CheckArray(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (schema.TryGetProperty("minItems", out var least) && value.GetArrayLength() < least.GetInt32()) faults.Add($"{place}: fewer than {least} items");
        if (!schema.TryGetProperty("items", out var items)) return;
        var i = 0;
        foreach (var item in value.EnumerateArray()) Check(items, item, $"{place}[{i++}]", faults);
    }

    private static void CheckText(JsonElement schema, string text, string place, List<string> faults)
    {
        if (schema.TryGetProperty("maxLength", out var longest) && text.EnumerateRunes().Count() > longest.GetInt32()) faults.Add($"{place}: longer than {longest}");
        if (!schema.TryGetProperty("format", out var format)) return;
        var valid = format.GetString() == "uri"
            ? Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase)
            : Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        if (!valid) faults.Add($"{place}: no {format}: \"{text}\"");
    }

    private bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        // 1.0 is an integer from draft 6 on
        _ => value.ValueKind == JsonValueKind.Number && (draft4 ? value.GetRawText().All(c => c is '-' or (>= '0' and <= '9')) : value.GetDecimal() % 1 == 0),
    };

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
