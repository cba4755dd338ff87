using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Api.V1;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;
using OcppDashboard.Tests.Wire;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>What the API takes and refuses is what the official schemas take and refuse: no well-formed CALL is filtered, no other goes out.</summary>
public class PayloadCheckSchemaTests
{
    [SharedFact]
    public void Every_damaged_request_is_judged_as_the_schema_does_NeedsShared()
    {
        var (odd, tried, valid) = (new List<string>(), 0, 0);
        foreach (var action in OcppActions.All.Where(action => action.FromCentralSystem))
        {
            var schema = JsonSchemaValidator.Parse(File.ReadAllText(SharedFolder.PathOf("ocpp16-schemas", $"{action.Name}.json")));
            foreach (var kind in (string[])["minimal", "full"])
                foreach (var (what, json) in Variants(JsonNode.Parse(GoldenFrames.Text(action.Name, "request", kind))![3]!.AsObject()))
                {
                    using var payload = JsonDocument.Parse(json);
                    var faults = schema.Validate(payload.RootElement);
                    var ordered = PayloadCheck.Read(action, payload.RootElement, out var errors);
                    tried++;
                    if (faults.Count == 0) valid++;
                    if (faults.Count == 0 != (errors.Count == 0)) odd.Add($"{action.Name} {what}: schema [{string.Join("; ", faults)}], API [{string.Join("; ", errors)}]");
                    if (ordered is not null && !JsonElement.DeepEquals(payload.RootElement, JsonSerializer.SerializeToElement(ordered))) odd.Add($"{action.Name} {what}: sent as {ordered.ToJsonString()}");
                }
        }
        Assert.True(odd.Count == 0, string.Join('\n', odd));
        Assert.True(tried > 1000 && valid > 100, $"{tried} tried, {valid} of them valid");
    }

    /// <summary>The payload, and each of its values left out, replaced by values of every kind, and with a member that is none.</summary>
    private static IEnumerable<(string What, string Json)> Variants(JsonObject payload)
    {
        yield return ("as it is", payload.ToJsonString());
        foreach (var path in Paths(payload))
        {
            foreach (var value in Values)
            {
                var copy = payload.DeepClone();
                var parent = Parent(copy, path);
                var node = value is null ? null : JsonNode.Parse(value);
                if (parent is JsonObject members)
                {
                    if (value is null) members.Remove((string)path[^1]);
                    else members[(string)path[^1]] = node;
                }
                else if (parent is JsonArray items)
                {
                    if (value is null) items.RemoveAt((int)path[^1]);
                    else items[(int)path[^1]] = node;
                }
                yield return ($"{string.Join('.', path)} = {(value is { Length: > 60 } ? value[..60] + "…" : value ?? "absent")}", copy.ToJsonString());
            }
            if (Parent(payload, [.. path, 0]) is JsonObject)
            {
                var more = payload.DeepClone();
                ((JsonObject)Parent(more, [.. path, 0]))["surplus"] = 1;
                yield return ($"{string.Join('.', path)} with a surplus member", more.ToJsonString());
            }
        }
        var surplus = payload.DeepClone().AsObject();
        surplus["surplus"] = true;
        yield return ("surplus member", surplus.ToJsonString());
    }

    private static readonly string?[] Values =
    [
        null, "0", "-1", "99", "2147483647", "4294967296", "16.1", "16.12", "true", "\"\"", "\"Accepted\"", "\"2031-03-04T05:06:07Z\"", "\"2031-03-04\"", "\"sftp://files.invalid/a\"", "\"urn:a:b\"",
        $"\"{new string('x', 25)}\"", $"\"{new string('x', 51)}\"", $"\"{new string('x', 600)}\"", $"\"{new string('x', 11_000)}\"", "[]", "{}", "\"🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗🚗\"",
    ];

    private static IEnumerable<object[]> Paths(JsonNode node, params object[] path) => node switch
    {
        JsonObject members => members.Where(m => m.Value is not null).SelectMany(m => Paths(m.Value!, [.. path, m.Key]).Prepend([.. path, m.Key])),
        JsonArray items => items.SelectMany((item, i) => Paths(item!, [.. path, i]).Prepend([.. path, i])),
        _ => [],
    };

    private static JsonNode Parent(JsonNode root, object[] path)
    {
        var node = root;
        foreach (var step in path[..^1]) node = step is int i ? node[i]! : node[(string)step]!;
        return node;
    }
}
