using OcppDashboard.Api.V1.OpenApi;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Api.V1;

/// <summary>The API for programs: <c>/api/v1</c>, described at <c>/openapi/v1.json</c>.</summary>
public static class ApiV1
{
    public const string Prefix = "/api/v1";

    public static void AddApiV1(this IServiceCollection services)
    {
        services.AddSingleton<CommandFileService>().AddSingleton<FirmwareIntake>();
        services.ConfigureHttpJsonOptions(options => ApiJson.Describe(options.SerializerOptions));
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(Prefix[1..], StringComparison.Ordinal) == true; // not what pages have beside themselves
            options.AddSchemaTransformer(PrimitiveSchemaTransformer.WriteAsync);
            options.AddOperationTransformer(QueryParameters.WriteAsync);
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "OcppDashboard", Version = "v1", Description = "OCPP 1.6J central system. Errors are problem+json (RFC 9457) and name the field; lists have limit, offset and format=csv. Send the key made in Settings as X-Api-Key." };
                CommandPaths.Write(document);
                OperationTransformer.Write(document);
                return Task.CompletedTask;
            });
        });
    }

    public static void MapApiV1(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup(Prefix).DisableAntiforgery();
        api.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (StorageFailedException exception)
            {
                return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "Not kept", $"Nothing was changed: {exception.Message}");
            }
        });
        ChargePointEndpoints.Map(api);
        CommandEndpoints.Map(api);
        TransactionEndpoints.Map(api);
        MeterValueEndpoints.Map(api);
        MessageEndpoints.Map(api);
        AcceptanceRunEndpoints.Map(api);
        ReservationEndpoints.Map(api);
        IdTagEndpoints.Map(api);
        ChargingProfileEndpoints.Map(api);
        WebhookEndpoints.Map(api);
        FileApiEndpoints.Map(api);
        api.MapFallback(() => ApiProblem.NotFound("The API has no such address: /openapi/v1.json lists those that there are.")).ExcludeFromDescription();
    }
}
