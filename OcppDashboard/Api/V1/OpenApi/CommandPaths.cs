using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Api.V1.OpenApi;

/// <summary>
/// A path for each action in place of <c>commands/{action}</c>: generators then make a method with its own request and response types of each,
/// which they do not of a <c>oneOf</c> without a member that tells its parts apart.
/// </summary>
internal static class CommandPaths
{
    private const string Generic = ApiV1.Prefix + "/charge-points/{id}/commands/{action}";

    public static void Write(OpenApiDocument document)
    {
        if (!document.Paths.Remove(Generic, out var path) || path.Operations?.GetValueOrDefault(HttpMethod.Post) is not { } generic) return;
        var schemas = new OcppSchemas(document);
        foreach (var action in OcppActions.All.Where(action => action.FromCentralSystem))
            document.Paths.Add(Generic.Replace("{action}", action.Name, StringComparison.Ordinal), new OpenApiPathItem { Operations = new() { [HttpMethod.Post] = Operation(action, generic, schemas) } });
    }

    private static OpenApiOperation Operation(OcppAction action, OpenApiOperation generic, OcppSchemas schemas)
    {
        var request = schemas.Body(action);
        var answers = new OpenApiResponses();
        foreach (var (code, answer) in generic.Responses!.Where(answer => answer.Key != "200")) answers[code] = answer;
        answers["200"] = new OpenApiResponse
        {
            Description = "Answered by the charge point, or not: the outcome says.",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = Result(action, schemas) } },
        };
        return new()
        {
            OperationId = $"send{action.Name}", Tags = generic.Tags, Summary = $"Sends {action.Name} and waits for the answer", Parameters = [.. generic.Parameters!.Where(parameter => parameter.Name != "action")],
            Description = action.Name == "ReserveNow" ? "Without reservationId it gets one of ours." : null, Responses = answers,
            RequestBody = new OpenApiRequestBody
            {
                Required = true, Description = "The OCPP request payload, sent as it is.",
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = request, Example = OcppExamples.Of(action) } },
            },
        };
    }

    private static OpenApiSchemaReference Result(OcppAction action, OcppSchemas schemas)
    {
        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };
        var outcome = schemas.Component(nameof(ApiOutcome), new() { Type = JsonSchemaType.String, Enum = [.. Enum.GetNames<ApiOutcome>().Select(word => (JsonNode)word)] });
        return schemas.Component(action.Name + "Result", new()
        {
            Type = JsonSchemaType.Object, Required = new HashSet<string> { "outcome", "response", "errorCode", "errorDescription", "elapsedMs", "commandId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["outcome"] = outcome,
                ["response"] = new OpenApiSchema { OneOf = [schemas.Response(action), new OpenApiSchema { Type = JsonSchemaType.Null }], Description = "Where the outcome is Answered." },
                ["errorCode"] = Text("Of the CALLERROR."), ["errorDescription"] = Text("Of the CALLERROR, or why an answer could not be read."),
                ["elapsedMs"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "From sending to the answer or to the end of the wait, ms." },
                ["commandId"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "For GET /commands/{id}: its timeline." },
            },
        });
    }
}
