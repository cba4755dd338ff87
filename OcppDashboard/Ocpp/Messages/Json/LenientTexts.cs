using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Reads texts that came as text, number or truth value (D22).</summary>
internal sealed class LenientStringConverter : JsonConverter<string?>
{
    public override bool HandleNull => true;
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonTexts.ReadAny(ref reader, word: true);
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
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
                var text = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : JsonTexts.Read(ref reader).Trim();
                ReadingNotes.Add($"a truth value came as \"{JsonTexts.Shorten(text)}\"");
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

    public override OcppTimestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static OcppTimestamp Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!reader.HasValueSequence && reader.ValueSpan is [.., (byte)'Z'] && reader.TryGetDateTimeOffset(out var plain)) return new(plain);
            var stamp = OcppTimestamp.Parse(JsonTexts.Read(ref reader));
            Note(stamp);
            return stamp;
        }
        if (reader.TokenType == JsonTokenType.Number)
        {
            var text = Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            var counted = reader.TryGetDecimal(out var number) ? OcppTimestamp.OfNumber(number, text) : new(null, true, text);
            Note(counted);
            return counted;
        }
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        if (reader.TokenType != JsonTokenType.Null) ReadingNotes.Add("a time came in a form that is none");
        return default;
    }

    private static void Note(OcppTimestamp stamp)
    {
        if (stamp.IsAbsent) ReadingNotes.Add(ReadingNotes.EmptyText);
        else if (stamp.IsUnreadable) ReadingNotes.Add($"\"{JsonTexts.Shorten(stamp.Text!)}\" is no point in time");
        else if (!stamp.HasZone) ReadingNotes.Add("a time came without its zone");
        else if (stamp.IsInAnotherForm) ReadingNotes.Add("a time came in another form than the specification's");
    }

    public override void Write(Utf8JsonWriter writer, OcppTimestamp value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class OcppEnumConverter<T> : JsonConverter<OcppEnum<T>> where T : struct, Enum
{
    private const int MaxText = 500;

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
                var text = JsonTexts.Read(ref reader);
                if (PaddedTexts.IsPadded(text))
                {
                    text = PaddedTexts.Trim(text);
                    ReadingNotes.Add(PaddedTexts.Note);
                }
                text = VisibleText.Of(text.Length > MaxText ? text[..MaxText] : text); // for the live state; the message log has the frame
                var value = OcppEnum<T>.Parse(text);
                if (value.IsAbsent) ReadingNotes.Add(ReadingNotes.EmptyText);
                if (value.IsUnknown) ReadingNotes.Add($"\"{JsonTexts.Shorten(text)}\" is not one of the {EnumNames<T>.Utf8.Length} values of {typeof(T).Name}");
                return value;
            default:
                ReadingNotes.Add($"{typeof(T).Name} came as something else than text, kept as JSON");
                var json = JsonTexts.ReadJson(ref reader);
                return OcppEnum<T>.Parse(json.Length > MaxText ? json[..MaxText] : json);
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
