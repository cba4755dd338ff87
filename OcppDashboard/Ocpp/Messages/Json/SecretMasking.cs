using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>
/// Puts dots in place of secrets in frames, payloads and texts: values of configuration keys that name a secret, members that do, what
/// <see cref="SecretTexts"/> finds in texts, and the one-time tokens of our own file addresses. Works on bytes that need not be valid JSON,
/// so that a truncated frame gives nothing away either.
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
        "encryptionkey", "masterkey", "wpakey", "networkkey", "wifikey", "wlankey", "vpnkey", "aeskey", "hmackey", "secret", "token",
        "credential", "pwd", "passwort", "kennwort", "motdepasse",
    ];

    /// <summary>Short words that stand for a secret only where they are one: ApnPass, not Passive; SimPin, not Ping; AdminPw.</summary>
    private static readonly string[] WholeWords = ["pin", "pass", "pw", "psk"];

    private static readonly string[] NoSecrets = ["bypass", "compass"];

    /// <summary>True for a configuration key or member name that stands for a secret: AuthorizationKey, StationPassword, G_CardPin (I9).</summary>
    public static bool IsSecretKey(string? key)
    {
        if (string.IsNullOrEmpty(key)) return false;
        foreach (var word in SecretWords)
            if (key.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        foreach (var word in WholeWords)
            if (HasWord(key, word)) return true;
        return key.EndsWith("pass", StringComparison.OrdinalIgnoreCase)
            && !Array.Exists(NoSecrets, known => key.EndsWith(known, StringComparison.OrdinalIgnoreCase));
    }

    private static bool HasWord(string key, string word)
    {
        const StringComparison IgnoringCase = StringComparison.OrdinalIgnoreCase;
        for (var i = key.IndexOf(word, IgnoringCase); i >= 0; i = key.IndexOf(word, i + 1, IgnoringCase))
        {
            var end = i + word.Length;
            var endsWord = end == key.Length || !char.IsAsciiLetterLower(key[end]);
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

    /// <summary>A text such as an address or a name, with dots in place of the secrets in it.</summary>
    /// <returns>The same text when there is nothing to mask.</returns>
    public static string MaskText(string text)
    {
        if (text.Length == 0) return text;
        if (text.Contains('{', StringComparison.Ordinal)) text = Mask(text); // JSON within
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!MayHoldSecret(bytes) || SecretTexts.In(bytes) is not { } found) return text;
        var masked = Encoding.UTF8.GetString(Replace(bytes, found.ConvertAll(range => new Cut(range.Start.Value, range.End.Value, false))));
        return masked == text ? text : masked;
    }

    /// <summary>Looks for the rare letters of the words that matter: nearly every message is done with here.</summary>
    private static bool MayHoldSecret(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) >= 0) return true;
        if (json.IndexOf((byte)'@') >= 0 && (json.IndexOf("//"u8) >= 0 || json.IndexOf("\\/"u8) >= 0)) return true;
        for (var rest = json; rest.IndexOfAny((byte)'k', (byte)'K') is var k and >= 0; rest = rest[(k + 1)..])
            if (k + 1 < rest.Length && (rest[k + 1] | 0x20) == 'e') return true; // key, token, kennwort
        for (var rest = json; rest.IndexOfAny((byte)'p', (byte)'P') is var p and >= 0; rest = rest[(p + 1)..])
            if (p + 2 < rest.Length && (rest[p + 1] | 0x20, rest[p + 2] | 0x20) is ('i', 'n') or ('a', 's') or ('s', 'k') or ('w', _)) return true; // pin, pass, psk, pw
        for (var rest = json; rest.IndexOfAny((byte)'c', (byte)'C') is var c and >= 0; rest = rest[(c + 1)..])
            if (c + 2 < rest.Length && (rest[c + 1] | 0x20, rest[c + 2] | 0x20) is ('r', 'e')) return true; // secret, credential
        for (var rest = json; rest.IndexOfAny((byte)'b', (byte)'B') is var b and >= 0; rest = rest[(b + 1)..])
            if (b + 2 < rest.Length && (rest[b + 1] | 0x20, rest[b + 2] | 0x20) is ('a', 's') or ('e', 'a')) return true; // basic, bearer
        return json.IndexOf("auth"u8) >= 0 || json.IndexOf("Auth"u8) >= 0 || json.IndexOf("AUTH"u8) >= 0 || json.IndexOf("sig"u8) >= 0;
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

        private static bool IsNameOfPair(string name) =>
            name.Equals("key", StringComparison.OrdinalIgnoreCase) || name.Equals("name", StringComparison.OrdinalIgnoreCase);

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
                if (isText && IsNameOfPair(name) && IsSecretKey(Decode(json[start..end])))
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
            var quoted = json[start..end];
            if (quoted.IndexOfAny((byte)'\\', (byte)'{') >= 0) Decoded(start, end);
            else if (SecretTexts.In(quoted) is { } found)
                foreach (var range in found) cuts.Add(new(start + range.Start.Value, start + range.End.Value, false));
        }

        /// <summary>A text with escapes, or with JSON inside as DataTransfer carries it.</summary>
        private readonly void Decoded(int start, int end)
        {
            if (Decode(json[start..end]) is not { } inner) return;
            var masked = MaskText(inner);
            if (masked != inner) cuts.Add(new(start, end, true, JsonSerializer.SerializeToUtf8Bytes(masked)));
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
