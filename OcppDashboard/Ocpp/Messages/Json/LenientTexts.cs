using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Reads texts that came as text, number or truth value (D22); well-known words are not allocated again.</summary>
internal sealed class LenientStringConverter : JsonConverter<string?>
{
    private static readonly (byte[] Utf8, string Text)[] WellKnown = [.. new[]
    {
        Measurands.EnergyActiveImportRegister, Measurands.PowerActiveImport, Measurands.CurrentImport, Measurands.CurrentOffered, Measurands.PowerOffered,
        Measurands.Voltage, Measurands.StateOfCharge, Measurands.Temperature, ReadingContexts.SamplePeriodic, ReadingContexts.SampleClock,
        ReadingContexts.TransactionBegin, ReadingContexts.TransactionEnd, ReadingContexts.Trigger, "Wh", "kWh", "W", "kW", "A", "V", "Percent",
        "L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "Outlet", "Inlet", "Body", "EV", "Cable", "Raw", "Celsius",
    }.Select(text => (Encoding.UTF8.GetBytes(text), text))];

    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return ReadText(ref reader);
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                ReadingNotes.Add("a text came as a number");
                return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            case JsonTokenType.True:
            case JsonTokenType.False:
                ReadingNotes.Add("a text came as a truth value");
                return reader.TokenType == JsonTokenType.True ? "true" : "false";
            default:
                ReadingNotes.Add("a text came as an object or a list; kept as JSON");
                using (var document = JsonDocument.ParseValue(ref reader)) return document.RootElement.GetRawText();
        }
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string ReadText(ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            var span = reader.ValueSpan;
            foreach (var (utf8, text) in WellKnown)
                if (span.SequenceEqual(utf8)) return text;
        }
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException) // a lone surrogate escape: GetString refuses, the raw text is kept
        {
            ReadingNotes.Add("a text held half a character (a lone surrogate); kept as sent");
            return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        }
    }
}

/// <summary>true, false, 0, 1 and their texts; anything else is null and a note (D23).</summary>
internal sealed class LenientNullableBoolConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Null: return null;
            case JsonTokenType.Number or JsonTokenType.String:
                var text = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!.Trim();
                ReadingNotes.Add($"a truth value came as \"{text}\"");
                return text.ToUpperInvariant() switch { "1" or "TRUE" or "YES" => true, "0" or "FALSE" or "NO" => false, _ => null };
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => writer.WriteBooleanValue(value!.Value);
}

internal sealed class OcppTimestampConverter : JsonConverter<OcppTimestamp>
{
    public override bool HandleNull => true;

    public override OcppTimestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!reader.HasValueSequence && reader.ValueSpan is [.., (byte)'Z'] && reader.TryGetDateTimeOffset(out var plain)) return new(plain);
            var stamp = OcppTimestamp.Parse(reader.GetString());
            if (stamp is { Value: null, Text: not null }) ReadingNotes.Add($"\"{(stamp.Text.Length > 40 ? stamp.Text[..40] : stamp.Text)}\" is no point in time");
            else if (!stamp.HasZone && stamp.Text is not null) ReadingNotes.Add("a time came without its zone");
            return stamp;
        }
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        if (reader.TokenType != JsonTokenType.Null) ReadingNotes.Add("a time came in a form that is none");
        return default;
    }

    public override void Write(Utf8JsonWriter writer, OcppTimestamp value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class OcppEnumConverter<T> : JsonConverter<OcppEnum<T>> where T : struct, Enum
{
    public override bool HandleNull => true;

    public override OcppEnum<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.String:
                if (!reader.HasValueSequence && !reader.ValueIsEscaped)
                    foreach (var (utf8, known) in EnumNames<T>.Utf8)
                        if (reader.ValueSpan.SequenceEqual(utf8)) return known;
                var text = reader.GetString()!;
                var value = OcppEnum<T>.Parse(text);
                if (value.IsUnknown) ReadingNotes.Add($"\"{(text.Length > 60 ? text[..60] : text)}\" is not one of the {EnumNames<T>.Utf8.Length} values of {typeof(T).Name}");
                return value;
            default:
                using (var document = JsonDocument.ParseValue(ref reader))
                {
                    ReadingNotes.Add($"{typeof(T).Name} came as {document.RootElement.ValueKind}");
                    return OcppEnum<T>.Parse(document.RootElement.GetRawText());
                }
        }
    }

    public override void Write(Utf8JsonWriter writer, OcppEnum<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}

/// <summary>Makes the converter for each <see cref="OcppEnum{T}"/>.</summary>
internal sealed class OcppEnumConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(OcppEnum<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OcppEnumConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}
