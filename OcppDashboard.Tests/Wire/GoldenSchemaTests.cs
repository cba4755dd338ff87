using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Wire;

/// <summary>The golden frames against the published schemas of OCPP 1.6, and the other way round.</summary>
public class GoldenSchemaTests
{
    public static TheoryData<string, string> Rows => GoldenFrames.Rows;

    [SharedTheory, MemberData(nameof(Rows))]
    public void NeedsShared_a_golden_payload_is_valid(string action, string variant)
    {
        foreach (var kind in new[] { "request", "response" })
            Assert.Empty(JsonSchemaValidator.Parse(SchemaOf(action, kind)).Validate(GoldenFrames.Payload(action, kind, variant)));
    }

    [SharedTheory, MemberData(nameof(Rows))]
    public void NeedsShared_a_payload_without_a_required_member_is_not_valid(string action, string variant)
    {
        foreach (var kind in new[] { "request", "response" })
        {
            var schema = SchemaOf(action, kind);
            var validator = JsonSchemaValidator.Parse(schema);
            foreach (var member in MembersOf(schema, "required"))
            {
                var payload = (JsonObject)JsonNode.Parse(GoldenFrames.Payload(action, kind, variant).GetRawText())!;
                Assert.True(payload.Remove(member));
                Assert.Contains(validator.Validate(payload.Deserialize<JsonElement>()), fault => fault == $"$: {member} is missing");
            }
        }
    }

    [SharedTheory, MemberData(nameof(Rows))]
    public void NeedsShared_the_minimal_frame_has_the_required_members_and_the_full_one_all(string action, string variant)
    {
        foreach (var kind in new[] { "request", "response" })
            Assert.Equal(
                MembersOf(SchemaOf(action, kind), variant == "full" ? "properties" : "required").Order(StringComparer.Ordinal),
                GoldenFrames.Payload(action, kind, variant).EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [SharedFact]
    public void NeedsShared_every_schema_has_its_action()
    {
        var expected = OcppActions.All.SelectMany(action => new[] { action.Name + ".json", action.Name + "Response.json" });
        var there = Directory.EnumerateFiles(SharedFolder.PathOf("ocpp16-schemas"), "*.json").Select(path => Path.GetFileName(path)!);
        Assert.Equal(expected.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [SharedFact]
    public void NeedsShared_our_enumerations_hold_the_values_of_the_schemas()
    {
        foreach (var action in OcppActions.All)
            foreach (var (kind, type) in new[] { ("request", action.RequestType), ("response", action.ResponseType) })
            {
                using var schema = JsonDocument.Parse(SchemaOf(action.Name, kind));
                foreach (var property in type.GetProperties())
                {
                    var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                    if (inner.IsGenericType && inner.GetGenericTypeDefinition() == typeof(OcppEnum<>)) inner = inner.GetGenericArguments()[0];
                    if (!inner.IsEnum) continue;
                    var member = schema.RootElement.GetProperty("properties").GetProperty(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
                    if (member.TryGetProperty("$ref", out var reference))
                        member = schema.RootElement.GetProperty("definitions").GetProperty(reference.GetString()!.Split('/')[^1]);
                    Assert.Equal(
                        member.GetProperty("enum").EnumerateArray().Select(value => value.GetString()!).Order(StringComparer.Ordinal),
                        Enum.GetNames(inner).Order(StringComparer.Ordinal));
                }
            }
    }

    private static string SchemaOf(string action, string kind) =>
        File.ReadAllText(SharedFolder.PathOf("ocpp16-schemas", action + (kind == "request" ? ".json" : "Response.json")));

    private static IReadOnlyList<string> MembersOf(string schema, string keyword)
    {
        using var document = JsonDocument.Parse(schema);
        if (!document.RootElement.TryGetProperty(keyword, out var members)) return [];
        return members.ValueKind == JsonValueKind.Array
            ? [.. members.EnumerateArray().Select(member => member.GetString()!)]
            : [.. members.EnumerateObject().Select(member => member.Name)];
    }
}
