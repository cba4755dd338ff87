using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>
/// Puts dots in place of secrets in frames and payloads: values of configuration keys that name a secret, members that do, passwords in
/// addresses, and the one-time tokens of our own file addresses. Works on bytes that need not be valid JSON, so that a truncated frame gives nothing away either.
/// </summary>
public static class SecretMasking
{
    /// <summary>What stands in place of a secret: always the same length.</summary>
    public const string Dots = "••••••••";

    private static readonly byte[] QuotedDots = Encoding.UTF8.GetBytes($"\"{Dots}\"");
    private static readonly byte[] PlainDots = Encoding.UTF8.GetBytes(Dots);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private const int ShortestToken = 20; // a frame may be cut off within it
    private const int ShownOfToken = 6;

    private static readonly string[] SecretWords =
    [
        "password", "passwd", "passphrase", "passcode", "pincode", "authorizationkey", "authkey", "apikey", "accesskey", "sharedkey", "privatekey",
        "encryptionkey", "masterkey", "wpakey", "networkkey", "secret", "token", "credential",
    ];

    /// <summary>True for a configuration key or member name that stands for a secret: AuthorizationKey, StationPassword, G_CardPin (I9).</summary>
    public static bool IsSecretKey(string? key)
    {
        if (string.IsNullOrEmpty(key)) return false;
        foreach (var word in SecretWords)
            if (key.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        for (var i = key.IndexOf("pin", StringComparison.OrdinalIgnoreCase); i >= 0; i = key.IndexOf("pin", i + 1, StringComparison.OrdinalIgnoreCase))
        {
            var endsWord = i + 3 == key.Length || !char.IsAsciiLetterLower(key[i + 3]); // not WebSocketPingInterval
            if (endsWord && (char.IsAsciiLetterUpper(key[i]) || i == 0 || !char.IsAsciiLetter(key[i - 1]))) return true;
        }
        return false;
    }

    /// <returns>The same memory when there is nothing to mask.</returns>
    public static ReadOnlyMemory<byte> Mask(ReadOnlyMemory<byte> json)
    {
        if (MayHoldSecret(json.Span) && new Scan(json.Span).Run() is { Count: > 0 } cuts) json = Replace(json.Span, cuts);
        return json.Span.IndexOf("/f"u8) < 0 || FileTokens(json.Span) is not { Count: > 0 } tokens ? json : Replace(json.Span, tokens);
    }

    /// <summary>Where <c>/f/</c> and 64 hexadecimal digits stand: all of them but the first 6, by which two can be told apart.</summary>
    private static List<Cut> FileTokens(ReadOnlySpan<byte> json)
    {
        var cuts = new List<Cut>();
        for (var at = 0; json[at..].IndexOf("/f"u8) is var found and >= 0;)
        {
            at += found + 2;
            var start = at;
            while (start < json.Length && start < at + 2 && json[start] is (byte)'/' or (byte)'\\') start++; // the slash may be escaped
            var rest = json[start..];
            var length = rest.IndexOfAnyExcept(HexDigits);
            if (length < 0) length = rest.Length;
            if (start > at && length >= ShortestToken) cuts.Add(new(start + ShownOfToken, start + length, false));
        }
        return cuts;
    }

    /// <returns>The same text when there is nothing to mask.</returns>
    public static string Mask(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var masked = Mask((ReadOnlyMemory<byte>)bytes);
        return masked.Length == bytes.Length && masked.Span.SequenceEqual(bytes) ? json : Encoding.UTF8.GetString(masked.Span);
    }

    /// <summary>The address with dots in place of the password it carries.</summary>
    public static string MaskAddress(string address)
    {
        var bytes = Encoding.UTF8.GetBytes(address);
        return AddressPassword(bytes) is { } password
            ? Encoding.UTF8.GetString(bytes, 0, password.Start.Value) + Dots + Encoding.UTF8.GetString(bytes[password.End.Value..])
            : address;
    }

    /// <summary>Looks for the rare letters of the words that matter: nearly every message is done with here.</summary>
    private static bool MayHoldSecret(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) >= 0 || (json.IndexOf((byte)'@') >= 0 && json.IndexOf("//"u8) >= 0)) return true;
        for (var rest = json; rest.IndexOfAny((byte)'k', (byte)'K') is var k and >= 0; rest = rest[(k + 1)..])
            if (k + 1 < rest.Length && (rest[k + 1] | 0x20) == 'e') return true; // key, token
        for (var rest = json; rest.IndexOfAny((byte)'p', (byte)'P') is var p and >= 0; rest = rest[(p + 1)..])
            if (p + 2 < rest.Length && (rest[p + 1] | 0x20, rest[p + 2] | 0x20) is ('i', 'n')) return true; // pin
        for (var rest = json; rest.IndexOfAny((byte)'w', (byte)'W') is var w and >= 0; rest = rest[(w + 1)..])
            if (w > 0 && (rest[w - 1] | 0x20) == 's') return true; // password, passwd
        for (var rest = json; rest.IndexOfAny("hHcC"u8) is var c and >= 0; rest = rest[(c + 1)..])
            if (c + 2 < rest.Length && ((rest[c + 1] | 0x20, rest[c + 2] | 0x20) is ('r', 'e') or ('o', 'd') or ('r', 'a'))) return true; // secret, credential, passcode, passphrase
        return false;
    }

    private static byte[] Replace(ReadOnlySpan<byte> json, List<Cut> cuts)
    {
        cuts.Sort((a, b) => a.Start - b.Start);
        using var output = new MemoryStream(json.Length + 32 * cuts.Count);
        var at = 0;
        foreach (var cut in cuts)
        {
            if (cut.Start < at) continue; // inside a larger cut
            output.Write(json[at..cut.Start]);
            output.Write(cut.With ?? (cut.Quoted ? QuotedDots : PlainDots));
            at = cut.End;
        }
        output.Write(json[at..]);
        return output.ToArray();
    }

    /// <summary>Where the password is in <c>ftp://user:password@host</c>.</summary>
    private static Range? AddressPassword(ReadOnlySpan<byte> text)
    {
        var scheme = text.IndexOf("://"u8);
        if (scheme < 0) return null;
        var start = scheme + 3;
        var length = text[start..].IndexOfAny("/?# "u8);
        var authority = length < 0 ? text[start..] : text.Slice(start, length);
        var at = authority.LastIndexOf((byte)'@');
        if (at < 0) return null;
        var colon = authority[..at].IndexOf((byte)':');
        return colon < 0 || colon + 1 == at ? null : (start + colon + 1)..(start + at);
    }

    private readonly record struct Cut(int Start, int End, bool Quoted, byte[]? With = null);

    /// <summary>An object or list that is open: whether its "key" names a secret, where its "value" is, and whether it is itself a value.</summary>
    private record struct Open(bool IsObject, bool KeyIsSecret, int ValueStart, int ValueEnd, int HideFrom, bool Hide);

    private ref struct Scan(ReadOnlySpan<byte> json)
    {
        private readonly ReadOnlySpan<byte> json = json;
        private readonly Stack<Open> open = new();
        private readonly List<Cut> cuts = [];
        private string? member; // set after "name":

        public List<Cut> Run()
        {
            var i = 0;
            while (i < json.Length)
            {
                switch (json[i])
                {
                    case (byte)'"':
                        i = Text(i);
                        break;
                    case (byte)'{' or (byte)'[':
                        open.Push(new(json[i] == '{', false, -1, -1, IsValueOfPair || IsSecretKey(member) ? i : -1, IsSecretKey(member)));
                        member = null;
                        i++;
                        break;
                    case (byte)'}' or (byte)']':
                        i++;
                        Close(i);
                        break;
                    case (byte)',':
                        member = null;
                        i++;
                        break;
                    case (byte)':' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                        i++;
                        break;
                    default:
                        var end = i;
                        while (end < json.Length && json[end] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) end++;
                        if (member is not null) Value(i, end, isText: false);
                        i = Math.Max(end, i + 1);
                        break;
                }
            }
            while (open.Count > 0) Close(json.Length); // truncated
            return cuts;
        }

        private readonly bool IsValueOfPair => string.Equals(member, "value", StringComparison.OrdinalIgnoreCase);

        private int Text(int start)
        {
            var end = start + 1;
            while (end < json.Length && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
            end = Math.Min(end + 1, json.Length);
            var after = end;
            while (after < json.Length && json[after] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') after++;
            var inObject = open.TryPeek(out var top) && top.IsObject;
            if (inObject && member is null && after < json.Length && json[after] == ':')
            {
                member = Decode(json[start..end]);
                return after + 1;
            }
            Value(start, end, isText: true);
            return end;
        }

        private void Value(int start, int end, bool isText)
        {
            var name = member;
            member = null;
            if (name is not null && open.TryPeek(out var top) && top.IsObject)
            {
                if (name.Equals("key", StringComparison.OrdinalIgnoreCase) && isText && IsSecretKey(Decode(json[start..end])))
                {
                    Change(top with { KeyIsSecret = true });
                    return;
                }
                if (name.Equals("value", StringComparison.OrdinalIgnoreCase) && json[start] != 'n') Change(top with { ValueStart = start, ValueEnd = end });
                else if (IsSecretKey(name) && json[start] is not ((byte)'n' or (byte)'t' or (byte)'f'))
                {
                    cuts.Add(new(start, end, true));
                    return;
                }
            }
            if (!isText) return;
            if (AddressPassword(json[start..end]) is { } password) cuts.Add(new(start + password.Start.Value, start + password.End.Value, false));
            else if (json[start..end].IndexOf((byte)'{') >= 0) Nested(start, end);
        }

        /// <summary>JSON inside of a text, as DataTransfer carries it.</summary>
        private readonly void Nested(int start, int end)
        {
            if (Decode(json[start..end]) is not { } inner) return;
            var masked = SecretMasking.Mask(inner);
            if (!ReferenceEquals(masked, inner)) cuts.Add(new(start, end, true, JsonSerializer.SerializeToUtf8Bytes(masked)));
        }

        private readonly void Change(Open top)
        {
            open.Pop();
            open.Push(top);
        }

        private void Close(int end)
        {
            member = null;
            if (!open.TryPop(out var closed)) return;
            if (closed is { KeyIsSecret: true, ValueStart: >= 0 }) cuts.Add(new(closed.ValueStart, closed.ValueEnd, true));
            if (closed.HideFrom < 0) return;
            if (closed.Hide) cuts.Add(new(closed.HideFrom, end, true));
            else if (open.TryPeek(out var outer)) Change(outer with { ValueStart = closed.HideFrom, ValueEnd = end });
        }

        private static string? Decode(ReadOnlySpan<byte> quoted)
        {
            if (quoted.Length < 2) return null;
            var inner = quoted[^1] == '"' ? quoted[1..^1] : quoted[1..];
            if (inner.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(inner);
            try
            {
                var reader = new Utf8JsonReader(quoted);
                return reader.Read() ? reader.GetString() : null;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return Encoding.UTF8.GetString(inner);
            }
        }
    }
}
