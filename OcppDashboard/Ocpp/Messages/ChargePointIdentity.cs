using System.Globalization;
using System.Text;

namespace OcppDashboard.Ocpp.Messages;

/// <summary>
/// The one rule for identities, for handshakes, settings and programs alike: without blanks around it, composed (NFC), and nothing in it
/// that cannot be seen or that looks like something else.
/// </summary>
public static class ChargePointIdentity
{
    public const int MaxLength = 48;

    /// <summary>Characters that show nothing although they are letters or marks.</summary>
    private static readonly (int First, int Last)[] Invisible =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
    ];

    /// <param name="text">As typed, or as a path has it, unescaped once.</param>
    /// <param name="fault">Why it is none, the end of a sentence that begins with "the identity"; null: it is one.</param>
    /// <returns>The identity as it is kept; with a fault as far as it could be read.</returns>
    public static string Read(string text, out string? fault)
    {
        var identity = text.Trim();
        fault = FaultOf(identity);
        if (fault is not null) return identity;
        if (!Ascii.IsValid(identity)) identity = identity.Normalize(NormalizationForm.FormC);
        fault = identity.Length > MaxLength ? $"is longer than {MaxLength} characters" : null;
        return identity;
    }

    private static string? FaultOf(string identity)
    {
        if (identity.Length == 0) return "is empty";
        if (identity is "." or "..") return "is made of dots alone";
        if (HasEscape(identity)) return "is percent-encoded twice, or is not UTF-8";
        foreach (var rune in identity.EnumerateRunes())
            if (FaultOf(rune) is { } fault) return fault;
        return null;
    }

    private static string? FaultOf(Rune rune)
    {
        if (rune.Value is '/' or '\\') return "holds a slash";
        if (rune.Value == 0xFFFD) return "is not UTF-8";
        foreach (var (first, last) in Invisible)
            if (rune.Value >= first && rune.Value <= last) return "holds an invisible character";
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "holds a control character",
            UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate =>
                "holds an invisible character",
            UnicodeCategory.SpaceSeparator when rune.Value != ' ' => "holds a blank that is not the plain one",
            UnicodeCategory.DashPunctuation when rune.Value != '-' => "holds a hyphen or dash that is not the plain one",
            _ => rune.Value == 0x2212 ? "holds a hyphen or dash that is not the plain one" : null,
        };
    }

    /// <summary>A percent sign with two digits behind it: unescaping once more would make another identity of it.</summary>
    private static bool HasEscape(string text)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
            if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2])) return true;
        return false;
    }
}
