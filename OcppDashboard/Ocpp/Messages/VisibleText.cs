using System.Globalization;
using System.Text;

namespace OcppDashboard.Ocpp.Messages;

/// <summary>Texts of charge points as people see them: what cannot be seen, or turns the text around, stands as its escape.</summary>
public static class VisibleText
{
    /// <returns>The same text when there is nothing to escape.</returns>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < ' ' or > '~' && IsHidden(text, i)) return Escaped(text);
        return text;
    }

    /// <inheritdoc cref="Of(string)"/>
    /// <remarks>Keeps line ends and tabs: for texts of several lines.</remarks>
    public static string OfLines(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < ' ' or > '~' && !IsOfLines(text[i]) && IsHidden(text, i)) return Escaped(text, keepLines: true);
        return text;
    }

    private static string Escaped(string text, bool keepLines = false)
    {
        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var isHidden = IsHidden(text, i) && !(keepLines && IsOfLines(text[i]));
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            Append(text[i], isHidden);
            if (isPair) Append(text[++i], isHidden);
        }
        return shown.ToString();

        void Append(char c, bool isHidden)
        {
            if (isHidden) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else shown.Append(c);
        }
    }

    private static bool IsOfLines(char c) => c is '\n' or '\r' or '\t';

    /// <summary>Control characters, marks without a shape (bidirectional ones among them), line separators and halves of characters.</summary>
    private static bool IsHidden(string text, int i)
    {
        if (char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1])) return false;
        return CharUnicodeInfo.GetUnicodeCategory(text, i) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
    }
}
