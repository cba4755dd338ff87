using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Api.V1;

/// <summary>
/// Holds a payload against the schema of its action and puts its members into the specification's order. Only the shape is looked at: a
/// connector that does not exist or a reservation that nobody made goes out as asked.
/// </summary>
internal static partial class PayloadCheck
{
    private const int Deepest = 16;

    /// <returns>The payload in order; null where <paramref name="errors"/> says what is wrong, by path.</returns>
    public static JsonObject? Read(OcppAction action, JsonElement payload, out Dictionary<string, string> errors)
    {
        errors = [];
        if (payload.ValueKind != JsonValueKind.Object)
        {
            errors["$"] = "the payload is a JSON object";
            return null;
        }
        var ordered = Group(PayloadField.Of(action.RequestType), payload, "", errors, 0);
        return errors.Count == 0 ? ordered : null;
    }

    private static JsonObject Group(IEnumerable<PayloadField> fields, JsonElement value, string path, Dictionary<string, string> errors, int depth)
    {
        var ordered = new JsonObject();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            known.Add(field.Name);
            var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (!value.TryGetProperty(field.Name, out var member) || member.ValueKind == JsonValueKind.Null)
            {
                if (IsRequired(field)) errors[at] = "is required";
                continue;
            }
            if (Value(field, member, at, errors, depth) is { } node) ordered[field.Name] = node;
        }
        foreach (var member in value.EnumerateObject().Where(member => !known.Contains(member.Name))) errors[path.Length == 0 ? member.Name : $"{path}.{member.Name}"] = "is no member of this payload";
        return ordered;
    }

    /// <summary>The form asks for a connector at RemoteStartTransaction because many charge points need one; the schema does not.</summary>
    internal static bool IsRequired(PayloadField field) => field.Required && !ReferenceEquals(field, OptionalConnector);

    private static readonly PayloadField OptionalConnector = PayloadField.Of(typeof(RemoteStartTransactionRequest)).First(field => field.Name == "connectorId");

    private static JsonNode? Value(PayloadField field, JsonElement value, string path, Dictionary<string, string> errors, int depth)
    {
        if (depth > Deepest) return Wrong("is nested too deep");
        switch (field.Kind)
        {
            case FieldKind.Group:
                return value.ValueKind == JsonValueKind.Object ? Group(field.Members, value, path, errors, depth + 1) : Wrong("is an object");
            case FieldKind.List:
                if (value.ValueKind != JsonValueKind.Array) return Wrong("is a list");
                var list = new JsonArray();
                foreach (var item in value.EnumerateArray()) list.Add(Value(field.Item!, item, $"{path}[{list.Count}]", errors, depth + 1));
                return list;
            case FieldKind.Whole:
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) ? JsonValue.Create(whole) : Wrong("is a whole number");
            case FieldKind.Decimal:
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number)) return Wrong("is a number");
                return decimal.Round(number, 1) == number ? JsonNode.Parse(value.GetRawText()) : Wrong("has at most one digit behind the point");
            case FieldKind.YesNo:
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(value.GetBoolean()) : Wrong("is true or false");
        }
        if (value.ValueKind != JsonValueKind.String) return Wrong("is a text");
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Wrong("holds half of a character");
        }
        if (field.MaxLength is { } longest && text.EnumerateRunes().Count() is var length && length > longest) return Wrong($"has {length} characters, {longest} are allowed");
        if (field.Kind == FieldKind.Choice && !field.Options.Contains(text)) return Wrong($"is one of {string.Join(", ", field.Options)}");
        if (field.Kind == FieldKind.Time && !(Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))) return Wrong("is a time such as 2026-11-25T08:00:00Z");
        if (field.IsUrl && path == "location" && !IsUri(text)) return Wrong("is an address with its scheme, such as ftp://192.168.1.20/"); // the schemas of the security extension take any text
        return JsonValue.Create(text);

        JsonNode? Wrong(string sentence)
        {
            errors[path] = sentence;
            return null;
        }
    }

    private static bool IsUri(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
