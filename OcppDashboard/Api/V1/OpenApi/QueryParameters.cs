using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OcppDashboard.Api.V1.OpenApi;

/// <summary>Writes the <see cref="ApiFilters"/> of an endpoint into its operation, and that lists come as CSV too.</summary>
internal static class QueryParameters
{
    public static Task WriteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiFilters>().FirstOrDefault() is not { } filters) return Task.CompletedTask;
        operation.Parameters ??= [];
        foreach (var filter in filters.All)
            operation.Parameters.Add(new OpenApiParameter { Name = filter.Name, In = ParameterLocation.Query, Description = filter.Description, Schema = Schema(filter) });
        if (filters.IsList && operation.Responses?["200"].Content is { } content)
            content["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "With format=csv." } };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Schema(ApiFilter filter) => new()
    {
        Type = filter.Kind == ApiFilterKind.Whole ? JsonSchemaType.Integer : JsonSchemaType.String,
        Format = filter.Kind switch { ApiFilterKind.Time => "date-time", ApiFilterKind.Whole when filter.Most is null && filter.Least is null => "int64", _ => null },
        Enum = filter.Words is null ? null : [.. filter.Words.Select(word => (JsonNode)word)],
        Minimum = filter.Least?.ToString(CultureInfo.InvariantCulture), Maximum = filter.Most?.ToString(CultureInfo.InvariantCulture),
        Default = filter.Default is not { } usual ? null : filter.Kind == ApiFilterKind.Whole ? int.Parse(usual, CultureInfo.InvariantCulture) : usual,
    };
}
