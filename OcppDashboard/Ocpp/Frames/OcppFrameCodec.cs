using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Ocpp.Frames;

/// <summary>Bytes to frames and frames to bytes. Reading never throws: see <see cref="FrameReading"/>.</summary>
public static class OcppFrameCodec
{
    private static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 36, AllowMultipleValues = true };
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // a page never sees these bytes but as text

    /// <summary>Reads the first frame of a text; call again with the rest while <see cref="FrameReading.Consumed"/> is short of its length.</summary>
    public static FrameReading Read(ReadOnlyMemory<byte> text)
    {
        var start = FirstOf(text.Span);
        if (start == text.Length) return new(null, FrameFault.Empty, null, text.Length);
        try
        {
            return ReadStrictly(text[start..], start);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return ReadRepaired(text[start..], start, exception.Message);
        }
    }

    public static byte[] WriteCall(string uniqueId, string action, object request, JsonTypeInfo info) => Write(writer =>
    {
        writer.WriteNumberValue(2);
        writer.WriteStringValue(uniqueId);
        writer.WriteStringValue(action);
        JsonSerializer.Serialize(writer, request, info);
    });

    /// <param name="payload">A JSON value, written as it is but compact.</param>
    public static byte[] WriteCall(string uniqueId, string action, JsonElement payload) => Write(writer =>
    {
        writer.WriteNumberValue(2);
        writer.WriteStringValue(uniqueId);
        writer.WriteStringValue(action);
        payload.WriteTo(writer);
    });

    public static byte[] WriteResult(OcppFrame call, object response, JsonTypeInfo info)
    {
        if (info.Properties.Count == 0 && IsPlain(call.UniqueId)) return WriteEmptyResult(call);
        return Write(writer =>
        {
            writer.WriteNumberValue(3);
            WriteId(writer, call);
            JsonSerializer.Serialize(writer, response, info);
        });
    }

    /// <summary>The most frequent answer of all, without a writer: <c>[3,"id",{}]</c>.</summary>
    private static byte[] WriteEmptyResult(OcppFrame call)
    {
        var quote = call.IdIsJson ? 0 : 1;
        var frame = new byte[3 + quote + call.UniqueId.Length + quote + 4];
        "[3,"u8.CopyTo(frame);
        if (quote > 0) frame[3] = (byte)'"';
        Encoding.ASCII.GetBytes(call.UniqueId, frame.AsSpan(3 + quote));
        (call.IdIsJson ? ",{}]"u8 : "\",{}]"u8).CopyTo(frame.AsSpan(3 + quote + call.UniqueId.Length));
        return frame;
    }

    /// <summary>True when nothing in the text needs an escape.</summary>
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':' or '/')) return false;
        return true;
    }

    public static byte[] WriteError(OcppFrame call, string errorCode, string description) => Write(writer =>
    {
        writer.WriteNumberValue(4);
        WriteId(writer, call);
        writer.WriteStringValue(errorCode);
        writer.WriteStringValue(description.Length > 255 ? description[..255] : description);
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> elements)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartArray();
        elements(writer);
        writer.WriteEndArray();
        writer.Flush();
        return AsciiJson.Of(buffer.WrittenSpan);
    }

    private static void WriteId(Utf8JsonWriter writer, OcppFrame call)
    {
        if (call.IdIsJson) writer.WriteRawValue(call.UniqueId, skipInputValidation: true);
        else writer.WriteStringValue(call.UniqueId);
    }

    private static FrameReading ReadStrictly(ReadOnlyMemory<byte> text, int offset)
    {
        var reader = new Utf8JsonReader(text.Span, ReaderOptions);
        if (!reader.Read()) throw new JsonException("the text is empty");
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return new(null, FrameFault.Ignored, "not a JSON array", offset + EndOf(text.Span, (int)reader.BytesConsumed));
        }
        reader.Read();
        var type = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : 0;
        if (type is < 2 or > 4) return SkipRest(ref reader, text.Span, offset, "the message type is not 2, 3 or 4");
        if (!Next(ref reader)) return new(null, FrameFault.Ignored, "the UniqueId is missing", offset + EndOf(text.Span, (int)reader.BytesConsumed));
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) return SkipRest(ref reader, text.Span, offset, "the UniqueId is no text");
        var uniqueId = ReadId(ref reader, out var isJson, out var note);
        OcppFrame frame = type switch
        {
            2 => new Call(uniqueId, ReadAction(ref reader), ReadValue(ref reader, text), isJson),
            3 => new CallResult(uniqueId, ReadValue(ref reader, text), isJson),
            _ => ReadError(ref reader, text, uniqueId, isJson, ref note),
        };
        while (reader.TokenType != JsonTokenType.EndArray || reader.CurrentDepth > 0) // more elements than the format has: passed over
        {
            if (!reader.Read()) throw new JsonException("the frame is cut off");
            if (reader.CurrentDepth > 0) reader.Skip();
        }
        return new(frame, FrameFault.None, note ?? (IsWithoutPayload(frame) ? "the payload is missing" : null), offset + EndOf(text.Span, (int)reader.BytesConsumed));
    }

    /// <summary>An empty payload is <c>{}</c> (D18).</summary>
    private static bool IsWithoutPayload(OcppFrame frame) => frame switch
    {
        Call call => call.Payload.Equals(EmptyObject),
        CallResult result => result.Payload.Equals(EmptyObject),
        _ => false,
    };

    /// <summary>Moves to the next element; false at the end of the frame.</summary>
    private static bool Next(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == 0) return false;
        if (!reader.Read()) throw new JsonException("the frame is cut off");
        return reader.TokenType != JsonTokenType.EndArray;
    }

    private static string ReadId(ref Utf8JsonReader reader, out bool isJson, out string? note)
    {
        (isJson, note) = (reader.TokenType == JsonTokenType.Number, null);
        if (isJson)
        {
            note = "the UniqueId came as a number";
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are no UTF-8
        {
            (isJson, note) = (true, "a text held half a character, kept as sent");
            return $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"";
        }
    }

    private static string ReadAction(ref Utf8JsonReader reader)
    {
        if (!Next(ref reader)) throw new JsonException("the action is missing");
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("the action is no text");
        return reader.ValueIsEscaped ? JsonTexts.Read(ref reader) : OcppActions.NameOf(reader.ValueSpan);
    }

    /// <summary>All after the UniqueId may be missing or something else than the specification says (D19).</summary>
    private static CallError ReadError(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text, string uniqueId, bool isJson, ref string? note)
    {
        var code = ReadText(ref reader);
        var description = ReadText(ref reader);
        var details = ReadValue(ref reader, text);
        var known = OcppErrorCode.Normalise(code);
        note = known != code ? "a CALLERROR with a code in the spelling of OCPP 2"
            : code.Length == 0 || details.Span is not [(byte)'{', ..] || (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == 0) || reader.TokenType == JsonTokenType.Null
            ? "a CALLERROR without all of its elements" : note;
        return new(uniqueId, known, description, details, isJson);
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        if (!Next(ref reader)) return "";
        if (reader.TokenType == JsonTokenType.String) return JsonTexts.Read(ref reader);
        reader.Skip();
        return "";
    }

    private static ReadOnlyMemory<byte> ReadValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text)
    {
        if (!Next(ref reader) || reader.TokenType == JsonTokenType.Null) return EmptyObject;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return text[start..(int)reader.BytesConsumed];
    }

    private static FrameReading SkipRest(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, int offset, string note)
    {
        while (reader.TokenType != JsonTokenType.EndArray || reader.CurrentDepth > 0)
            if (!reader.Read()) throw new JsonException("the frame is cut off");
        return new(null, FrameFault.Ignored, note, offset + EndOf(text, (int)reader.BytesConsumed));
    }

    private static FrameReading ReadRepaired(ReadOnlyMemory<byte> text, int offset, string fault)
    {
        var length = offset + text.Length;
        var (repaired, what) = FrameRepair.Repair(text.Span);
        if (repaired is not null)
        {
            try
            {
                var reading = ReadStrictly(repaired, 0);
                // what follows the frame is left to the next reading, if the repair did not touch it
                var rest = repaired.Length - reading.Consumed;
                if (!text.Span.EndsWith(repaired.AsSpan(reading.Consumed))) rest = 0;
                return reading with { Note = reading.Note is null ? what : $"{what}; {reading.Note}", Consumed = length - rest };
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
            {
                fault = exception.Message;
            }
        }
        var saved = FrameRepair.Salvage(text.Span);
        var note = string.Create(CultureInfo.InvariantCulture, $"not readable as JSON: {fault}");
        return saved is null ? new(null, FrameFault.Unreadable, note, length) : new(saved, FrameFault.Malformed, note, length);
    }

    private static int FirstOf(ReadOnlySpan<byte> text)
    {
        var i = 0;
        if (text.StartsWith("\uFEFF"u8)) i = 3;
        while (i < text.Length && IsBlank(text[i])) i++;
        return i;
    }

    private static int EndOf(ReadOnlySpan<byte> text, int end)
    {
        while (end < text.Length && IsBlank(text[end])) end++;
        return end;
    }

    private static bool IsBlank(byte b) => b is 0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
