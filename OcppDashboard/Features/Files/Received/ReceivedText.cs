using System.Buffers;
using System.Globalization;
using System.Text;

namespace OcppDashboard.Features.Files.Received;

/// <param name="Number">From 1.</param>
public readonly record struct TextLine(int Number, string Text);

/// <summary>The beginning of a received file as lines for people. Nothing is unpacked: an archive is no text.</summary>
/// <param name="IsCut">There is more in the file than <see cref="MostBytes"/>.</param>
public sealed record ReceivedText(IReadOnlyList<TextLine> Lines, bool IsCut)
{
    /// <summary>So much of a file is read, bytes.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Longer lines are cut, with an ellipsis.</summary>
    public const int LongestLine = 2000;

    private const int EnoughToTell = 4096;
    private const double MostStrange = 0.3; // part of a text that may be neither UTF-8 nor a usual character, as in Latin-1
    private static readonly byte[][] Magics =
    [
        "PK\x03\x04"u8.ToArray(), "PK\x05\x06"u8.ToArray(), [0x1f, 0x8b], [.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], [0xfd, .. "7zXZ"u8, 0], "BZh"u8.ToArray(), [0x28, 0xb5, 0x2f, 0xfd],
    ];

    /// <summary>Tells from its first bytes whether a file is worth showing.</summary>
    public static async Task<bool> IsTextAsync(Stream file, CancellationToken stop = default) => IsText((await BeginningAsync(file, EnoughToTell, stop)).Span);

    /// <returns>Null: it is not text.</returns>
    public static async Task<ReceivedText?> ReadAsync(Stream file, CancellationToken stop = default)
    {
        var bytes = await BeginningAsync(file, MostBytes + 1, stop);
        var isCut = bytes.Length > MostBytes;
        if (isCut) bytes = bytes[..MostBytes];
        return IsText(bytes.Span) ? new(Split(Decode(bytes.Span)), isCut) : null;
    }

    private static async Task<ReadOnlyMemory<byte>> BeginningAsync(Stream file, int most, CancellationToken stop)
    {
        var buffer = new byte[most];
        return buffer.AsMemory(0, await file.ReadAtLeastAsync(buffer, most, throwOnEndOfStream: false, stop));
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var magic in Magics)
            if (bytes.StartsWith(magic)) return false;
        if (bytes.Length > 262 && bytes[257..].StartsWith("ustar"u8)) return false;
        if (bytes.Contains((byte)0)) return false;
        return Strange(bytes, out _) <= bytes.Length * MostStrange;
    }

    /// <summary>How many bytes are not UTF-8, or control characters that no log has.</summary>
    private static int Strange(ReadOnlySpan<byte> bytes, out int invalid)
    {
        var controls = invalid = 0;
        while (bytes.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData) break; // the last character was cut
            if (status == OperationStatus.InvalidData) invalid += length;
            else if (rune.Value < ' ' && rune.Value is not ('\t' or '\n' or '\r' or '\f' or 0x1b)) controls++;
            bytes = bytes[length..];
        }
        return controls + invalid;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        Strange(bytes, out var invalid);
        return (invalid == 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    private static List<TextLine> Split(string text)
    {
        var lines = new List<TextLine>();
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOfAny('\r', '\n');
            lines.Add(new(lines.Count + 1, Shown(end < 0 ? rest : rest[..end])));
            if (end < 0) break;
            rest = rest[(end + (rest[end..].StartsWith("\r\n") ? 2 : 1))..];
        }
        return lines;
    }

    /// <summary>Cut to a length that a browser can draw, with what is else unseen made visible: it could move or hide the rest.</summary>
    private static string Shown(ReadOnlySpan<char> line)
    {
        var isLong = line.Length > LongestLine;
        if (isLong) line = line[..(char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine)];
        var isPlain = true;
        foreach (var letter in line)
            if (IsUnseen(letter)) isPlain = false;
        if (isPlain) return isLong ? string.Concat(line, "…") : line.ToString();
        var shown = new StringBuilder(line.Length + 16);
        foreach (var letter in line)
        {
            if (!IsUnseen(letter)) shown.Append(letter);
            else if (letter < 0x100) shown.Append(CultureInfo.InvariantCulture, $"‹{(int)letter:X2}›");
            else shown.Append(CultureInfo.InvariantCulture, $"‹U+{(int)letter:X4}›");
        }
        return isLong ? shown.Append('…').ToString() : shown.ToString();
    }

    private static bool IsUnseen(char letter) =>
        letter != '\t' && (char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
