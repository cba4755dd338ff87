using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Api.V1.OpenApi;

/// <summary>Schemas of OCPP payloads as components of the document, from the same reading of our records that payloads are checked by.</summary>
internal sealed class OcppSchemas(OpenApiDocument document)
{
    /// <summary>The component of a request: <c>ResetRequest</c>.</summary>
    public OpenApiSchemaReference Request(OcppAction action)
    {
        var name = action.Name + "Request";
        var schema = Group(PayloadField.Of(action.RequestType), PayloadCheck.IsRequired);
        schema.Description = $"Request payload of {action.Name}, OCPP 1.6.";
        if (action.Name == "ReserveNow") schema.Required!.Remove("reservationId"); // gets one of ours
        if (schema.Properties!.TryGetValue("location", out var location) && location is OpenApiSchema address) address.Format = "uri";
        return Component(name, schema);
    }

    /// <summary>What the body of an action may be: its payload, or one where a file of this server stands in place of the address.</summary>
    public IOpenApiSchema Body(OcppAction action)
    {
        var request = Request(action);
        return CommandFile.IsCarriedBy(action.Name) ? new OpenApiSchema { AnyOf = [request, Component(action.Name + "WithFile", WithFile(action.Name))] } : request;
    }

    private static OpenApiSchema WithFile(string action)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>(), AdditionalPropertiesAllowed = true,
            Description = $"{action} with a file of this server: the further members are those of the payload, of which only these are needed.",
        };
        if (CommandFile.Sends(action))
        {
            schema.Properties[CommandFile.ReceiveMember] = Schemes("The file comes to this server, by a one-time address of this kind.");
            schema.Required.Add(CommandFile.ReceiveMember);
            return schema;
        }
        schema.Properties[CommandFile.FirmwareMember] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "Id of the firmware file, fetched by a one-time address." };
        schema.Properties[CommandFile.SchemeMember] = Schemes("How it is fetched; absent: the best that is offered to the charge point.");
        schema.Required.Add(CommandFile.FirmwareMember);
        return schema;
    }

    private static OpenApiSchema Schemes(string description) => new() { Type = JsonSchemaType.String, Enum = ["http", "https", "ftp", "ftps"], Description = description };

    /// <summary>The component of a response: <c>ResetResponse</c>.</summary>
    public OpenApiSchemaReference Response(OcppAction action)
    {
        var schema = Group(PayloadField.Of(action.ResponseType), field => field.Required);
        schema.Description = $"Response payload of {action.Name} as OCPP 1.6 has it. It is given as the charge point sent it, secrets masked: one that breaks the specification may have other words and members.";
        schema.AdditionalPropertiesAllowed = true;
        return Component(action.Name + "Response", schema);
    }

    private IOpenApiSchema Of(PayloadField field) => field.Kind switch
    {
        FieldKind.Group => Component(field.TypeName!, Group(field.Members, PayloadCheck.IsRequired)),
        FieldKind.Choice => Component(field.TypeName!, new() { Type = JsonSchemaType.String, Enum = [.. field.Options.Select(word => (JsonNode)word)] }),
        FieldKind.List => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(field.Item!) },
        FieldKind.Whole => new OpenApiSchema { Type = JsonSchemaType.Integer },
        FieldKind.Decimal => new OpenApiSchema { Type = JsonSchemaType.Number, MultipleOf = 0.1m },
        FieldKind.YesNo => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldKind.Time => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        _ => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = field.MaxLength },
    };

    private OpenApiSchema Group(IEnumerable<PayloadField> fields, Predicate<PayloadField> isRequired)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>(), AdditionalPropertiesAllowed = false };
        foreach (var field in fields)
        {
            schema.Properties[field.Name] = Of(field);
            if (isRequired(field)) schema.Required.Add(field.Name);
        }
        return schema;
    }

    public OpenApiSchemaReference Component(string name, OpenApiSchema schema)
    {
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas.TryAdd(name, schema);
        return new(name, document);
    }
}
