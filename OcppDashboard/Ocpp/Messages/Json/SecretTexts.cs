using System.Text;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>
/// Finds secrets in a text that is no JSON: passwords in addresses, <c>name=value</c> and <c>name: value</c> where the name stands for a
/// secret (also in a query, or as an XML element), and what follows Basic and Bearer.
/// </summary>
internal static class SecretTexts
{
    private const int LeastCredentials = 6; // "basic charging" is none
    private static readonly string[] HeaderNames = ["Authorization", "Proxy-Authorization"];
    private static readonly string[] ShortNames = ["pw", "pass", "psk"], QueryNames = ["key", "sig", "signature", "auth"];

    /// <param name="text">UTF-8, without escapes.</param>
    /// <returns>Ranges that do not overlap, in order; null when there are none.</returns>
    public static List<Range>? In(ReadOnlySpan<byte> text)
    {
        List<Range>? found = null;
        for (var i = 0; i < text.Length; i++)
        {
            Range? secret = text[i] switch
            {
                (byte)':' when text[i..].StartsWith("://"u8) => OfAddress(text, i + 3),
                (byte)'=' or (byte)':' => OfName(text, i, i + 1),
                (byte)'%' when text[i..].StartsWith("%3D"u8) || text[i..].StartsWith("%3d"u8) => OfName(text, i, i + 3),
                (byte)'>' => OfElement(text, i),
                (byte)' ' => OfCredentials(text, i),
                _ => null,
            };
            if (secret is not { } range) continue;
            (found ??= []).Add(range);
            i = Math.Max(i, range.End.Value - 1);
        }
        return found;
    }

    /// <summary>The password of <c>scheme://user:password@host</c>, whatever it holds: a slash in it is no end of the authority.</summary>
    private static Range? OfAddress(ReadOnlySpan<byte> text, int start)
    {
        var rest = text[start..];
        var length = rest.IndexOfAny(" \t\r\n\"<>"u8);
        if (length >= 0) rest = rest[..length];
        var colon = rest.IndexOf((byte)':');
        if (colon < 0) return null;
        var slash = rest.IndexOfAny("/?#"u8);
        if (slash >= 0 && slash < colon) return null;
        var at = (slash < 0 ? rest : rest[..slash]).LastIndexOf((byte)'@');
        if (at < 0 && slash >= 0 && !IsPort(rest[(colon + 1)..slash])) at = rest.LastIndexOf((byte)'@');
        return at > colon + 1 ? (start + colon + 1)..(start + at) : null;
    }

    private static bool IsPort(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <param name="sign">Where = or : stands.</param>
    private static Range? OfName(ReadOnlySpan<byte> text, int sign, int after)
    {
        var end = sign;
        while (end > 0 && text[end - 1] is (byte)' ' or (byte)'"' or (byte)'\'') end--;
        var start = end;
        while (start > 0 && IsNameByte(text[start - 1])) start--;
        if (start == end) return null;
        var name = Encoding.UTF8.GetString(text[start..end]);
        var isHeader = Is(HeaderNames, name);
        var isQuery = start > 0 && text[start - 1] is (byte)'?' or (byte)'&';
        if (!isHeader && !SecretMasking.IsSecretKey(name) && !Is(ShortNames, name) && !(isQuery && Is(QueryNames, name))) return null;
        return Value(text, after, isHeader);
    }

    private static bool Is(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static Range? Value(ReadOnlySpan<byte> text, int start, bool isHeader)
    {
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\t' or (byte)'=') start++; // the end of a base64 text is no value
        if (start == text.Length) return null;
        int length;
        if (text[start] is (byte)'"' or (byte)'\'')
        {
            var quote = text[start++];
            length = text[start..].IndexOf(quote);
        }
        else
        {
            length = isHeader ? text[start..].IndexOfAny("\r\n\"',;"u8) : text[start..].IndexOfAny(" \t\r\n\"'&;,<>)}]"u8);
        }
        var end = length < 0 ? text.Length : start + length;
        return end > start ? start..end : null;
    }

    /// <summary><c>&lt;password&gt;value&lt;/password&gt;</c>.</summary>
    private static Range? OfElement(ReadOnlySpan<byte> text, int close)
    {
        var open = text[..close].LastIndexOf((byte)'<');
        if (open < 0 || open + 1 >= close || text[open + 1] == '/') return null;
        var name = text[(open + 1)..close];
        var blank = name.IndexOf((byte)' ');
        if (blank >= 0) name = name[..blank];
        if (name.Length > 100 || !SecretMasking.IsSecretKey(Encoding.UTF8.GetString(name))) return null;
        var length = text[(close + 1)..].IndexOf((byte)'<');
        var end = length < 0 ? text.Length : close + 1 + length;
        return end > close + 1 ? (close + 1)..end : null;
    }

    /// <summary>What follows the words Basic and Bearer.</summary>
    private static Range? OfCredentials(ReadOnlySpan<byte> text, int blank)
    {
        var word = text[..blank];
        if (!EndsWith(word, "basic") && !EndsWith(word, "bearer")) return null;
        var start = blank + 1;
        while (start < text.Length && text[start] == ' ') start++;
        var rest = text[start..];
        var length = rest.IndexOfAny(" \t\r\n\"',;&<>)}]"u8);
        if (length < 0) length = rest.Length;
        if (length < LeastCredentials || !LooksRandom(rest[..length])) return null;
        return start..(start + length);
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, string word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[^word.Length..], word)
        && (text.Length == word.Length || !IsNameByte(text[^(word.Length + 1)]));

    /// <summary>Not a word of a sentence: it has digits, capitals within or signs.</summary>
    private static bool LooksRandom(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < (byte)'a' or > (byte)'z' && i > 0) return true;
        return false;
    }

    private static bool IsNameByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-' or (byte)'.';
}
