using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OcppDashboard.Api.V1.OpenApi;

/// <summary>What all operations have in common: the key, and errors as problem+json.</summary>
internal static class OperationTransformer
{
    private const string Key = "ApiKey", Problem = "ProblemDetails";

    /// <summary>What each error means; problems of an operation's own keep the word that the code has.</summary>
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["400"] = "The body is no JSON.", ["401"] = "A key is needed, or this one is not known.", ["404"] = "There is no such thing.", ["409"] = "It cannot be done now; the detail says why.",
        ["413"] = "The body is too large.", ["422"] = "A member or a filter is wrong: errors names each.", ["503"] = "It could not be kept; nothing was changed.",
    };

    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["putChargePoint"] = """{"name":"RunContext","nextBootStatus":"Pending","bootIntervalSeconds":1,"quiet":true}""",
        ["putIdTag"] = """{"status":"Blocked","note":"lost"}""",
        ["addWebhook"] = """{"url":"https://example.org/ocpp","events":["fault","offline"]}""",
        ["putWebhook"] = """{"enabled":false}""",
        ["startAcceptanceRun"] = """{"chargePointId":"CP-1","plan":{"tester":"Ann","functions":[1,4,5]}}""",
    };

    public static void Write(OpenApiDocument document)
    {
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "Made on the page Settings. In lab and demo mode none is needed on the machine itself, under http://localhost." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
        if (document.Components.Schemas?.TryGetValue(Problem, out var schema) == true && schema is OpenApiSchema problem) Extend(problem);
        foreach (var (method, operation) in document.Paths.Values.SelectMany(path => path.Operations!)) Complete(document, method, operation);
    }

    private static void Extend(OpenApiSchema problem)
    {
        problem.Description = "What went wrong (RFC 9457).";
        problem.Properties ??= new Dictionary<string, IOpenApiSchema>();
        problem.Properties["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "A sentence by member or filter, such as csChargingProfiles.stackLevel. With 422.",
        };
        problem.Properties["outcome"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [(JsonNode)"NotSent"], Description = "Of a command that was not sent. With 409." };
        problem.Properties["commandId"] = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = "int64", Description = "Of a command that was not sent. With 409." };
    }

    private static void Complete(OpenApiDocument document, HttpMethod method, OpenApiOperation operation)
    {
        operation.Responses ??= [];
        List<string> also = ["401"];
        if (method != HttpMethod.Get) also.Add("503");
        if (operation.RequestBody is not null) also.AddRange(["400", "413"]);
        foreach (var code in also) operation.Responses.TryAdd(code, new OpenApiResponse());
        foreach (var (code, answer) in operation.Responses.Where(answer => answer.Key[0] is '4' or '5'))
            operation.Responses[code] = new OpenApiResponse
            {
                Description = Meanings.GetValueOrDefault(code, answer.Description ?? ""),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, document) } },
            };
        if (operation.OperationId is { } id && Bodies.TryGetValue(id, out var body) && operation.RequestBody?.Content?.Remove("application/json", out var content) == true)
        {
            operation.RequestBody.Content.Clear();
            operation.RequestBody.Content["application/json"] = new OpenApiMediaType { Schema = content.Schema, Example = JsonNode.Parse(body) };
        }
    }
}
