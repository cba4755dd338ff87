using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OcppDashboard.Api.V1.OpenApi;

/// <summary>Numbers are written as numbers and times as texts: said so plainly, for generators make the types of it.</summary>
internal static class PrimitiveSchemaTransformer
{
    public static Task WriteAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.String) && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)))
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null); // the reader takes texts too, nobody need write them
        var declared = context.JsonPropertyInfo?.PropertyType ?? context.JsonTypeInfo.Type;
        if (declared == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
        else if (declared == typeof(DateTimeOffset?)) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        return Task.CompletedTask;
    }
}
