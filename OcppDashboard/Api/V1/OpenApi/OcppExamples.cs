using System.Text.Json.Nodes;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Api.V1.OpenApi;

/// <summary>Request payloads to begin with: what is required and what makes sense of it, in the specification's order.</summary>
internal static class OcppExamples
{
    private const string Pem = "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n";

    /// <summary>Optional members without which an example would say little.</summary>
    private static readonly HashSet<string> Telling = ["localAuthorizationList", "idTagInfo", "startSchedule", "key", "messageId", "data", "chargingProfilePurpose"];

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["idTag"] = "04A27C2A", ["key"] = "HeartbeatInterval", ["value"] = "300", ["location"] = "http://192.168.1.20:5016/f/box-1.2.bin", ["remoteLocation"] = "http://192.168.1.20:5016/f/log",
        ["vendorId"] = "com.example", ["messageId"] = "Ping", ["data"] = "hello", ["certificateChain"] = Pem, ["certificate"] = Pem, ["signingCertificate"] = Pem, ["signature"] = "MEUCIQ…",
        ["issuerNameHash"] = "a1b2c3", ["issuerKeyHash"] = "d4e5f6", ["serialNumber"] = "1234",
    };

    private static readonly Dictionary<string, decimal> Numbers = new() { ["duration"] = 86_400, ["startPeriod"] = 0, ["stackLevel"] = 0, ["limit"] = 16, ["transactionId"] = 225_598_718 };

    public static JsonObject Of(OcppAction action)
    {
        var example = Group(PayloadField.Of(action.RequestType));
        if (action.Name == "ReserveNow") example.Remove("reservationId");
        return example;
    }

    private static JsonObject Group(IEnumerable<PayloadField> fields)
    {
        var json = new JsonObject();
        foreach (var field in fields.Where(field => field.Required || Telling.Contains(field.Name))) json[field.Name] = Value(field, field.Name);
        return json;
    }

    private static JsonNode Value(PayloadField field, string name) => field.Kind switch
    {
        FieldKind.Group => Group(field.Members),
        FieldKind.List => new JsonArray(Value(field.Item!, name)),
        FieldKind.Choice => field.Options[0],
        FieldKind.Whole => (long)Numbers.GetValueOrDefault(name, 1),
        FieldKind.Decimal => Numbers.GetValueOrDefault(name, 1),
        FieldKind.YesNo => true,
        FieldKind.Time => "2031-03-04T08:00:00Z",
        _ => Texts.GetValueOrDefault(name, "text"),
    };
}
