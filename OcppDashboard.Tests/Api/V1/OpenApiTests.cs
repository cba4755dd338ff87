using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using OcppDashboard.Api.V1;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>The description of the API says what there is.</summary>
public partial class OpenApiTests
{
    private const string Commands = "/api/v1/charge-points/{id}/commands/";

    [Fact]
    public async Task Every_route_is_described_with_its_answers()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var document = (await api.GetAsync("/openapi/v1.json")).Ok();
        Assert.StartsWith("3.", document.Text("openapi"), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}")).ToHashSet();
        var routes = central.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.RoutePattern.RawText?.StartsWith("/api/v1", StringComparison.Ordinal) == true && !route.RoutePattern.RawText.Contains("**", StringComparison.Ordinal) && !route.RoutePattern.RawText.Contains("{*", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {Constraint().Replace(route.RoutePattern.RawText!, "}").TrimEnd('/')}"))
            .SelectMany(route => route == $"POST {Commands}{{action}}" ? Sendable.Select(action => $"POST {Commands}{action.Name}") : [route]).ToHashSet();
        Assert.True(routes.Count >= 40, string.Join('\n', routes));
        Assert.Equal(routes.Order(), described.Where(line => line.Contains("/api/v1", StringComparison.Ordinal)).Order());
        var ids = new HashSet<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.False(string.IsNullOrEmpty(operation.Value.Text("summary")), $"{operation.Name} {path.Name} has no summary");
                Assert.True(ids.Add(operation.Value.Text("operationId")!), $"{operation.Name} {path.Name} has no name of its own");
                var answers = operation.Value.GetProperty("responses");
                Assert.Contains(answers.EnumerateObject(), answer => answer.Name[0] == '2');
                Assert.True(answers.TryGetProperty("401", out _));
                foreach (var answer in answers.EnumerateObject().Where(answer => answer.Name[0] is '4' or '5'))
                    Assert.Equal("#/components/schemas/ProblemDetails", answer.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").Text("$ref"));
            }
    }

    [Fact]
    public async Task A_reader_of_such_documents_finds_nothing_wrong()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var (document, diagnostic) = OpenApiDocument.Parse((await api.GetAsync("/openapi/v1.json")).Text, "json");
        Assert.Empty(diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(diagnostic.Warnings.Select(warning => warning.ToString()));
        Assert.Empty(document!.Validate(ValidationRuleSet.GetDefaultRuleSet()).Select(error => error.ToString()));
        var key = Assert.Single(document!.Components!.SecuritySchemes!).Value;
        Assert.Equal((SecuritySchemeType.ApiKey, ParameterLocation.Header, "X-Api-Key"), (key.Type, key.In, key.Name));
        Assert.Single(Assert.Single(document.Security!));
        var row = document.Components.Schemas!["ApiTransaction"].Properties!;
        Assert.Equal((JsonSchemaType.Integer, JsonSchemaType.String, JsonSchemaType.String | JsonSchemaType.Null, JsonSchemaType.Number | JsonSchemaType.Null), (row["id"].Type, row["startedAt"].Type, row["stoppedAt"].Type, row["energyWh"].Type));
        Assert.Contains("errors", document.Components.Schemas!["ProblemDetails"].Properties!.Keys);
    }

    [Fact]
    public async Task Each_action_has_a_path_with_its_request_response_and_an_example_that_is_taken()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var paths = (await api.GetAsync("/openapi/v1.json")).Ok().GetProperty("paths");
        Assert.Equal(Sendable.Select(action => action.Name).Order(), paths.EnumerateObject().Where(path => path.Name.StartsWith(Commands, StringComparison.Ordinal)).Select(path => path.Name[Commands.Length..]).Order());
        foreach (var action in Sendable)
        {
            var operation = paths.GetProperty(Commands + action.Name).GetProperty("post");
            Assert.Equal($"send{action.Name}", operation.Text("operationId"));
            Assert.Equal(["id", "timeoutSeconds"], operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.Text("name")));
            Assert.Equal(["200", "400", "401", "404", "409", "413", "422", "503"], operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order());
            var body = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            var bodies = body.GetProperty("schema").TryGetProperty("anyOf", out var ways) ? ways.EnumerateArray().ToList() : [body.GetProperty("schema")];
            string[] carriers = ["UpdateFirmware", "SignedUpdateFirmware", "GetDiagnostics", "GetLog"]; // a file of this server in place of the address
            string[] forms = carriers.Contains(action.Name) ? ["Request", "WithFile"] : ["Request"];
            Assert.Equal(forms.Select(form => $"#/components/schemas/{action.Name}{form}"), bodies.Select(way => way.Text("$ref")));
            Assert.Equal($"#/components/schemas/{action.Name}Result", operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").Text("$ref"));
            var example = body.TryGetProperty("example", out var given) ? given : JsonDocument.Parse("{}").RootElement; // an empty one is not written
            if (action.Name == "ReserveNow") example = JsonSerializer.SerializeToElement(example.EnumerateObject().ToDictionary(member => member.Name, member => member.Value).Append(new("reservationId", JsonSerializer.SerializeToElement(1))).ToDictionary());
            var taken = PayloadCheck.Read(action, example, out var errors);
            Assert.True(errors.Count == 0, $"{action.Name}: {string.Join("; ", errors)}");
            Assert.Equal(action.Name is "ClearCache" or "GetLocalListVersion", taken!.Count == 0);
        }
    }

    [SharedFact]
    public async Task Each_payload_is_described_as_its_official_schema_does_NeedsShared()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var document = (await api.GetAsync("/openapi/v1.json")).Ok();
        var odd = new List<string>();
        foreach (var action in Sendable)
            foreach (var (file, component) in ((string, string)[])[($"{action.Name}.json", $"{action.Name}Request"), ($"{action.Name}Response.json", $"{action.Name}Response")])
            {
                var official = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("ocpp16-schemas", file))).RootElement;
                foreach (var (mine, theirs) in ((IEnumerable<string>)[.. Facts(document.GetProperty("components").GetProperty("schemas").GetProperty(component), document, "")]).FullJoin(Facts(official, official, "")))
                    if (!Meant.Contains($"{component}:{mine ?? theirs}")) odd.Add($"{component}: {mine ?? "-"} / {theirs ?? "-"}");
            }
        Assert.True(odd.Count == 0, string.Join('\n', odd));
    }

    /// <summary>Ours that is another on purpose: an id is given to a reservation without one, and charge points leave out what is required (D23) or are longer than allowed.</summary>
    private static readonly HashSet<string> Meant =
        ["ReserveNowRequest: requires reservationId", "GetConfigurationResponse:.configurationKey[] requires readonly", "GetConfigurationResponse:.unknownKey[] has at most 50"];

    private static IEnumerable<OcppAction> Sendable => OcppActions.All.Where(action => action.FromCentralSystem);

    /// <summary>All that a schema says of its members, a line each: required, words, longest text, kind.</summary>
    private static IEnumerable<string> Facts(JsonElement schema, JsonElement root, string path)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var at = root;
            foreach (var step in reference.GetString()!.Split('/').Skip(1)) at = at.GetProperty(step);
            schema = at;
        }
        if (schema.TryGetProperty("type", out var kind)) yield return $"{path} is {kind}";
        if (schema.TryGetProperty("enum", out var words)) yield return $"{path} is one of {string.Join(' ', words.EnumerateArray().Select(word => word.ToString()).Order())}";
        if (schema.TryGetProperty("maxLength", out var longest)) yield return $"{path} has at most {longest}";
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray()) yield return $"{path} requires {name}";
        if (schema.TryGetProperty("items", out var item))
            foreach (var fact in Facts(item, root, path + "[]")) yield return fact;
        if (schema.TryGetProperty("properties", out var members))
            foreach (var member in members.EnumerateObject())
                foreach (var fact in Facts(member.Value, root, $"{path}.{member.Name}")) yield return fact;
    }

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();
}

file static class Comparison
{
    /// <summary>What only one of two has.</summary>
    public static IEnumerable<(string? Mine, string? Theirs)> FullJoin(this IEnumerable<string> mine, IEnumerable<string> theirs)
    {
        var (a, b) = (mine.ToHashSet(), theirs.ToHashSet());
        return a.Except(b).Select(fact => ((string?)fact, (string?)null)).Concat(b.Except(a).Select(fact => ((string?)null, (string?)fact)));
    }
}
