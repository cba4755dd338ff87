using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>Texts out of a reader that never throw; words that come again and again are not allocated again.</summary>
internal static class JsonTexts
{
    private static readonly (byte[] Utf8, string Text)[][] WellKnown = ByLength(
        Measurands.EnergyActiveImportRegister, Measurands.PowerActiveImport, Measurands.CurrentImport, Measurands.CurrentOffered, Measurands.PowerOffered,
        Measurands.Voltage, Measurands.StateOfCharge, Measurands.Temperature, ReadingContexts.SamplePeriodic, ReadingContexts.SampleClock,
        ReadingContexts.TransactionBegin, ReadingContexts.TransactionEnd, ReadingContexts.Trigger, "Wh", "kWh", "W", "kW", "A", "V", "Percent",
        "L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "Outlet", "Inlet", "Body", "EV", "Cable", "Raw", "Celsius");

    /// <summary>The text of a string or name; as sent, with a note, where it is not valid (a lone surrogate, bytes that are no UTF-8).</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            ReadingNotes.Add("a text held half a character, kept as sent");
            return Raw(ref reader);
        }
    }

    /// <summary>A text that may be one of the well-known words.</summary>
    public static string ReadWord(ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped && reader.ValueSpan is { } span && span.Length < WellKnown.Length)
            foreach (var (utf8, text) in WellKnown[span.Length])
                if (span.SequenceEqual(utf8)) return text;
        return Read(ref reader);
    }

    /// <summary>A text whatever it came as: text, number, truth value (D22), or an object or list as its JSON; null for null.</summary>
    public static string? ReadAny(ref Utf8JsonReader reader, bool word)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return word ? ReadWord(ref reader) : Read(ref reader);
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                ReadingNotes.Add("a text came as a number");
                return Raw(ref reader);
            case JsonTokenType.True or JsonTokenType.False:
                ReadingNotes.Add("a text came as a truth value");
                return reader.TokenType == JsonTokenType.True ? "true" : "false";
            default:
                ReadingNotes.Add("a text came as an object or a list, kept as JSON");
                return ReadJson(ref reader);
        }
    }

    /// <summary>The JSON of a whole value, as sent.</summary>
    public static string ReadJson(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(document.RootElement));
    }

    /// <summary>Whether the reader stands at a member of that name.</summary>
    public static bool IsName(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped ? Read(ref reader) == Encoding.UTF8.GetString(name) : reader.ValueSpan.SequenceEqual(name);

    /// <summary>The beginning of a text, for a note.</summary>
    public static string Shorten(string text) => VisibleText.Of(text.Length <= 40 ? text : text[..40] + "…");

    private static string Raw(ref Utf8JsonReader reader) =>
        Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);

    private static (byte[] Utf8, string Text)[][] ByLength(params string[] words)
    {
        var byLength = words.ToLookup(word => word.Length, word => (Encoding.UTF8.GetBytes(word), word));
        return [.. Enumerable.Range(0, words.Max(word => word.Length) + 1).Select(length => byLength[length].ToArray())];
    }
}
