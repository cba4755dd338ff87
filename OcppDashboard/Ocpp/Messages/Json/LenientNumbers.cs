using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Reads numbers that came as numbers, as text or as nonsense (D22, G12); nonsense is null and a note.</summary>
internal static class LenientNumbers
{
    public static long? ReadLong(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var plain)) return plain;
        return ReadDecimal(ref reader) switch
        {
            null => null,
            <= long.MinValue => long.MinValue,
            >= long.MaxValue => long.MaxValue,
            { } value => (long)Math.Round(value),
        };
    }

    public static int? ReadInt(ref Utf8JsonReader reader) => ReadLong(ref reader) is { } value ? (int)Math.Clamp(value, int.MinValue, int.MaxValue) : null;

    public static decimal? ReadDecimal(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetDecimal(out var number):
                return number;
            case JsonTokenType.String:
                var text = JsonTexts.Read(ref reader);
                if (string.IsNullOrWhiteSpace(text)) return null;
                ReadingNotes.Add($"a number came as text: \"{JsonTexts.Shorten(text)}\"");
                return ParseDecimal(text);
            case JsonTokenType.True or JsonTokenType.False:
                ReadingNotes.Add("a truth value stood where a number belongs");
                return reader.TokenType == JsonTokenType.True ? 1 : 0;
            default:
                ReadingNotes.Add("a value stood where a number belongs and could not be read");
                reader.Skip();
                return null;
        }
    }

    /// <summary>A number in any of the forms charge points send, invariant of the host's culture; null when it is none (G12 to G14).</summary>
    public static decimal? ParseDecimal(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var trimmed = text.Trim();
        if (trimmed is ['\0', ..] or [.., '\0']) trimmed = trimmed.Replace("\0", "", StringComparison.Ordinal).Trim();
        if (trimmed.Contains(',') && !trimmed.Contains('.') && trimmed.IndexOf(',') == trimmed.LastIndexOf(',')) trimmed = trimmed.Replace(',', '.');
        return decimal.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}

internal sealed class LenientIntConverter : JsonConverter<int>
{
    public override bool HandleNull => true;
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientNumbers.ReadInt(ref reader) ?? 0;
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

internal sealed class LenientNullableIntConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientNumbers.ReadInt(ref reader);
    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => writer.WriteNumberValue(value!.Value);
}

internal sealed class LenientLongConverter : JsonConverter<long>
{
    public override bool HandleNull => true;
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientNumbers.ReadLong(ref reader) ?? 0;
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

internal sealed class LenientNullableLongConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientNumbers.ReadLong(ref reader);
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteNumberValue(value!.Value);
}

internal sealed class LenientDecimalConverter : JsonConverter<decimal>
{
    public override bool HandleNull => true;
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientNumbers.ReadDecimal(ref reader) ?? 0;
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
