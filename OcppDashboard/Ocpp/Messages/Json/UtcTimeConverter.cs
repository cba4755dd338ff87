using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Times in what this server writes for programs: UTC with Z and at most 3 fraction digits, as on the wire.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(OcppTimestamp.Format(value));
}
