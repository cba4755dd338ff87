using System.Text;

namespace OcppDashboard.Ocpp.Frames;

/// <summary>One pass over a text that is not JSON, for the faults that real charge points are known to make (D3 to D7).</summary>
internal static class FrameRepair
{
    /// <summary>The text with missing values, leading commas and raw control bytes mended; null when nothing was found to mend.</summary>
    public static (byte[]? Text, string What) Repair(ReadOnlySpan<byte> text)
    {
        var output = new List<byte>(text.Length + 16);
        bool inText = false, escaped = false, control = false, value = false, comma = false;
        byte last = 0; // the last significant byte outside of texts
        foreach (var b in text)
        {
            if (inText)
            {
                if (b < 0x20) { control = true; continue; }
                output.Add(b);
                if (escaped) escaped = false;
                else if (b == '\\') escaped = true;
                else if (b == '"') { inText = false; last = b; }
                continue;
            }
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') { output.Add(b); continue; }
            if (b < 0x20) { control = true; continue; }
            if (b == ',' && last is (byte)'[' or (byte)'{') { comma = true; continue; }
            if (last == ':' && b is (byte)',' or (byte)'}' or (byte)']') { output.AddRange("null"u8); value = true; }
            if (b == '"') inText = true;
            output.Add(b);
            last = b;
        }
        if (!control && !value && !comma) return (null, "");
        var what = string.Join(", ", new[] { value ? "a missing value read as null" : "", comma ? "a leading comma dropped" : "", control ? "raw control bytes dropped" : "" }.Where(s => s != ""));
        return ([.. output], "repaired: " + what);
    }

    /// <summary>Message type and UniqueId from the beginning of a text that is cut off or broken further on; null when they are not there.</summary>
    public static OcppFrame? Salvage(ReadOnlySpan<byte> text)
    {
        var i = 0;
        if (!Take(text, ref i, (byte)'[') || i >= text.Length) return null;
        var type = text[i++];
        if (!Take(text, ref i, (byte)',')) return null;
        var numeric = TakeNumber(text, ref i, out var uniqueId);
        if (!numeric && !TakeText(text, ref i, out uniqueId) || uniqueId.Length == 0) return null;
        switch (type)
        {
            case (byte)'2':
                var action = Take(text, ref i, (byte)',') && TakeText(text, ref i, out var name) ? name : "";
                return new Call(uniqueId, action, default, numeric);
            case (byte)'3': return new CallResult(uniqueId, default, numeric);
            case (byte)'4': return new CallError(uniqueId, "", "", default, numeric);
            default: return null;
        }
    }

    private static bool Take(ReadOnlySpan<byte> text, ref int i, byte expected)
    {
        SkipBlanks(text, ref i);
        if (i >= text.Length || text[i] != expected) return false;
        i++;
        SkipBlanks(text, ref i);
        return true;
    }

    private static bool TakeText(ReadOnlySpan<byte> text, ref int i, out string value)
    {
        value = "";
        if (i >= text.Length || text[i] != '"') return false;
        var length = text[(i + 1)..].IndexOf((byte)'"');
        if (length is < 0 or > 255) return false;
        value = Encoding.UTF8.GetString(text.Slice(i + 1, length));
        i += length + 2;
        return !value.Contains('\\');
    }

    /// <summary>Digits that another element or the end of the frame follows: others may be cut off.</summary>
    private static bool TakeNumber(ReadOnlySpan<byte> text, ref int i, out string value)
    {
        var length = text[i..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        value = "";
        if (length is < 1 or > 40 || (text[i] == '0' && length > 1) || text[i + length] is not ((byte)',' or (byte)' ' or (byte)']')) return false;
        value = Encoding.UTF8.GetString(text.Slice(i, length));
        i += length;
        return true;
    }

    private static void SkipBlanks(ReadOnlySpan<byte> text, ref int i)
    {
        while (i < text.Length && text[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') i++;
    }
}
