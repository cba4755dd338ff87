using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.Messages;

/// <summary>A piece of a frame as it is drawn.</summary>
public enum FramePartKind { Plain, Masked, Marked }

public readonly record struct FramePart(string Text, FramePartKind Kind);

/// <summary>Frames laid out for reading: the array's head on one line, the payload indented; what is no JSON stays as it came.</summary>
public static class FrameText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 64 };

    /// <summary>Longer frames are cut on screen; copying gives them whole.</summary>
    public const int Limit = 20_000;

    public static string Pretty(string frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return Print(document.RootElement);
            return "[" + string.Join(", ", document.RootElement.EnumerateArray().Select(Print)) + "]";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return frame;
        }
    }

    /// <summary>The frame in parts: dots of masked secrets, and the values that a note speaks of.</summary>
    /// <param name="notes">What was tolerated, in words; quoted texts in it are looked for in the frame.</param>
    public static IReadOnlyList<FramePart> Parts(string frame, string? notes)
    {
        var pretty = VisibleText.OfLines(Pretty(frame));
        if (pretty.Length > Limit) pretty = string.Concat(pretty.AsSpan(0, Limit), "…");
        var marks = Quoted(notes);
        var parts = new List<FramePart>();
        var plain = new StringBuilder();
        for (var i = 0; i < pretty.Length;)
        {
            var (length, kind) = At(pretty, i, marks);
            if (length == 0)
            {
                plain.Append(pretty[i++]);
                continue;
            }
            if (plain.Length > 0) parts.Add(new(plain.ToString(), FramePartKind.Plain));
            plain.Clear();
            parts.Add(new(pretty.Substring(i, length), kind));
            i += length;
        }
        if (plain.Length > 0) parts.Add(new(plain.ToString(), FramePartKind.Plain));
        return parts;
    }

    private static (int Length, FramePartKind Kind) At(string text, int i, List<string> marks)
    {
        if (text[i] == '•')
        {
            var end = i;
            while (end < text.Length && text[end] == '•') end++;
            return (end - i, FramePartKind.Masked);
        }
        if (text[i] != '"') return (0, FramePartKind.Plain);
        foreach (var mark in marks)
            if (string.CompareOrdinal(text, i, mark, 0, mark.Length) == 0) return (mark.Length, FramePartKind.Marked);
        return (0, FramePartKind.Plain);
    }

    private static List<string> Quoted(string? notes)
    {
        var found = new List<string>();
        if (notes is null) return found;
        for (var start = notes.IndexOf('"'); start >= 0 && found.Count < 20;)
        {
            var end = notes.IndexOf('"', start + 1);
            if (end < 0) break;
            if (end - start > 1) found.Add(notes[start..(end + 1)]);
            start = notes.IndexOf('"', end + 1);
        }
        return found;
    }

    private static string Print(JsonElement element) => JsonSerializer.Serialize(element, Indented);
}
