using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcppDashboard.Ocpp.Messages.Json;

// Most of what charge points send is meter values, so these three are read by hand, in less than half the time of the general way. They also take
// the member names of OCPP 1.5, "values" (G17).

internal sealed class MeterValuesRequestConverter : JsonConverter<MeterValuesRequest>
{
    public override MeterValuesRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        var connectorId = 0;
        long? transactionId = null;
        IReadOnlyList<MeterValue>? values = null;
        var seen = new SeenMembers();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonTexts.IsName(ref reader, "meterValue"u8)) values = MeterValueConverter.ReadList(ref reader, ref seen);
            else if (JsonTexts.IsName(ref reader, "connectorId"u8)) connectorId = seen.Next(ref reader, 1) ? LenientNumbers.ReadInt(ref reader) ?? 0 : 0;
            else if (JsonTexts.IsName(ref reader, "transactionId"u8)) transactionId = seen.Next(ref reader, 2) ? LenientNumbers.ReadLong(ref reader) : null;
            else if (OldNames.IsValues(ref reader)) values = MeterValueConverter.ReadList(ref reader, ref seen);
            else SeenMembers.PassOver(ref reader);
        }
        return new(connectorId, transactionId, values);
    }

    public override void Write(Utf8JsonWriter writer, MeterValuesRequest value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("connectorId"u8, value.ConnectorId);
        if (value.TransactionId is { } transactionId) writer.WriteNumber("transactionId"u8, transactionId);
        if (value.MeterValue is { } values)
        {
            writer.WriteStartArray("meterValue"u8);
            foreach (var item in values) MeterValueConverter.Write(writer, item);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}

internal sealed class MeterValueConverter : JsonConverter<MeterValue>
{
    public static IReadOnlyList<MeterValue>? ReadList(ref Utf8JsonReader reader, ref SeenMembers seen)
    {
        if (!seen.Next(ref reader, 0)) return null;
        return LenientLists.Read(ref reader, static (ref Utf8JsonReader item) => Read(ref item));
    }

    public override MeterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, MeterValue value, JsonSerializerOptions options) => Write(writer, value);

    public static void Write(Utf8JsonWriter writer, MeterValue value)
    {
        writer.WriteStartObject();
        if (value.Timestamp is { } timestamp) writer.WriteString("timestamp"u8, timestamp.ToString());
        if (value.SampledValue is { } samples)
        {
            writer.WriteStartArray("sampledValue"u8);
            foreach (var sample in samples) SampledValues.Write(writer, sample);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static MeterValue Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        OcppTimestamp? timestamp = null;
        IReadOnlyList<SampledValue>? samples = null;
        var seen = new SeenMembers();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonTexts.IsName(ref reader, "sampledValue"u8) || OldNames.IsValueOrValues(ref reader))
            {
                samples = seen.Next(ref reader, 0) ? LenientLists.Read(ref reader, static (ref Utf8JsonReader item) => SampledValues.Read(ref item)) : null;
            }
            else if (JsonTexts.IsName(ref reader, "timestamp"u8))
            {
                timestamp = seen.Next(ref reader, 1) ? OcppTimestampConverter.Read(ref reader) : null;
            }
            else
            {
                SeenMembers.PassOver(ref reader);
            }
        }
        return new(timestamp, samples);
    }
}

internal static class SampledValues
{
    /// <summary>Reads the object that the reader stands at.</summary>
    public static SampledValue Read(ref Utf8JsonReader reader)
    {
        string? value = null, context = null, format = null, measurand = null, phase = null, location = null, unit = null;
        var seen = new SeenMembers();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonTexts.IsName(ref reader, "value"u8)) value = ReadText(ref reader, ref seen, 0, word: false);
            else if (JsonTexts.IsName(ref reader, "context"u8)) context = ReadText(ref reader, ref seen, 1);
            else if (JsonTexts.IsName(ref reader, "measurand"u8)) measurand = ReadText(ref reader, ref seen, 2);
            else if (JsonTexts.IsName(ref reader, "unit"u8)) unit = ReadText(ref reader, ref seen, 3);
            else if (JsonTexts.IsName(ref reader, "phase"u8)) phase = ReadText(ref reader, ref seen, 4);
            else if (JsonTexts.IsName(ref reader, "location"u8)) location = ReadText(ref reader, ref seen, 5);
            else if (JsonTexts.IsName(ref reader, "format"u8)) format = ReadText(ref reader, ref seen, 6);
            else if (OldNames.IsValues(ref reader)) value = ReadText(ref reader, ref seen, 0, word: false);
            else SeenMembers.PassOver(ref reader);
        }
        return new(value, context, format, measurand, phase, location, unit);
    }

    public static void Write(Utf8JsonWriter writer, SampledValue sample)
    {
        writer.WriteStartObject();
        if (sample.Value is not null) writer.WriteString("value"u8, sample.Value);
        if (sample.Context is not null) writer.WriteString("context"u8, sample.Context);
        if (sample.Format is not null) writer.WriteString("format"u8, sample.Format);
        if (sample.Measurand is not null) writer.WriteString("measurand"u8, sample.Measurand);
        if (sample.Phase is not null) writer.WriteString("phase"u8, sample.Phase);
        if (sample.Location is not null) writer.WriteString("location"u8, sample.Location);
        if (sample.Unit is not null) writer.WriteString("unit"u8, sample.Unit);
        writer.WriteEndObject();
    }

    private static string? ReadText(ref Utf8JsonReader reader, ref SeenMembers seen, int member, bool word = true) => seen.Next(ref reader, member) ? JsonTexts.ReadAny(ref reader, word) : null;
}

/// <summary>Member names of OCPP 1.5 (G17).</summary>
internal static class OldNames
{
    public static bool IsValues(ref Utf8JsonReader reader) => Noted(JsonTexts.IsName(ref reader, "values"u8));

    public static bool IsValueOrValues(ref Utf8JsonReader reader) => Noted(JsonTexts.IsName(ref reader, "values"u8) || JsonTexts.IsName(ref reader, "value"u8));

    private static bool Noted(bool old)
    {
        if (old) ReadingNotes.Add("meter values under their name of OCPP 1.5");
        return old;
    }
}
