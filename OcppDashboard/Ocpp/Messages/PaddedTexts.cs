namespace OcppDashboard.Ocpp.Messages;

/// <summary>Texts out of fields of a fixed length, filled up with blanks, NUL or stray bytes (X20): the padding is no part of them.</summary>
public static class PaddedTexts
{
    public const string Note = "a text is padded with blanks or NUL";

    public static bool IsPadded(string? text) => text is { Length: > 0 } && (IsPadding(text[0]) || IsPadding(text[^1]));

    /// <returns>The text itself where it is not padded.</returns>
    public static string Trim(string text)
    {
        if (!IsPadded(text)) return text;
        var (from, to) = (0, text.Length);
        while (from < to && IsPadding(text[from])) from++;
        while (to > from && IsPadding(text[to - 1])) to--;
        return text[from..to];
    }

    private static bool IsPadding(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFFFD';
}
