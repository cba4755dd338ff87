using System.Text;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>Texts of charge points and people, made harmless to look at: what cannot be seen or turns a line around becomes a sign.</summary>
internal static class ForeignText
{
    /// <summary>Control characters become their pictures (U+2400 and on), what has none U+FFFD; line feeds and tabs stay, CR LF becomes LF.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(c).Append(text[++i]);
            else clean.Append(Seen(c));
        }
        return clean.ToString();
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string text) => Clean(text).Replace('\n', ' ').Replace('\t', ' ');

    /// <summary>At most so many characters; a cut is marked and never halves a pair.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text[..end]}… ({ReportTime.Grouped(text.Length)} characters)";
    }

    private static char Seen(char c) => c switch
    {
        '\n' or '\t' => c,
        < ' ' => (char)('\u2400' + c),
        '\u007f' => '\u2421',
        >= '\u0080' and <= '\u009f' => '\ufffd',
        >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f' or '\u061c' or '\u2028' or '\u2029' or '\ufeff' => '\ufffd',
        >= '\ufdd0' and <= '\ufdef' or '\ufffe' or '\uffff' => '\ufffd',
        _ when char.IsSurrogate(c) => '\ufffd',
        _ => c,
    };
}
