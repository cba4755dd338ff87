using System.Text;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>One line of a client.</summary>
/// <param name="Verb">Upper case; empty when there is none.</param>
/// <param name="Argument">All behind the first blank, as it came.</param>
internal sealed record FtpCommandLine(string Verb, string Argument)
{
    private const byte InterpretAsCommand = 0xFF, FirstWithOption = 0xFB, FirstCommand = 0xF0;

    /// <summary>Reads it leniently: what is not UTF-8 becomes a replacement letter, Telnet commands (before ABOR, mostly) are skipped.</summary>
    public static FtpCommandLine Read(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(WithoutTelnet(bytes)).TrimEnd('\r', '\n');
        var start = 0;
        while (start < text.Length && !char.IsAsciiLetter(text[start])) start++; // a stray half of a Telnet command, blanks
        var blank = text.IndexOf(' ', start);
        return blank < 0 ? new(text[start..].ToUpperInvariant(), "") : new(text[start..blank].ToUpperInvariant(), text[(blank + 1)..]);
    }

    /// <summary>For logs and answers: one line, nothing in it that acts.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (char.IsControl(letter) || char.IsSurrogate(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
                shown.Append("\\u").Append(((int)letter).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else shown.Append(letter);
        return shown.ToString();
    }

    private static byte[] WithoutTelnet(ReadOnlySpan<byte> bytes)
    {
        var kept = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != InterpretAsCommand) kept.Add(bytes[i]);
            else if (i + 1 < bytes.Length && bytes[i + 1] is >= FirstCommand and < InterpretAsCommand) i += bytes[i + 1] >= FirstWithOption ? 2 : 1;
        }
        return [.. kept];
    }
}
