using System.Globalization;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>Finds the identity in whatever a charge point made of the address that was typed into it (charger-quirks A8 to A12).</summary>
public static class ChargePointPath
{
    public const int MaxIdentityLength = 255;

    /// <param name="rawTarget">The request target as sent: not unescaped, perhaps an absolute URI, perhaps with doubled slashes.</param>
    /// <param name="isOurs">True when the path is below /ocpp.</param>
    /// <returns>The last segment below /ocpp, unescaped once; null when there is none or it cannot be an identity.</returns>
    public static string? Identity(string rawTarget, out bool isOurs)
    {
        var end = rawTarget.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? rawTarget : rawTarget[..end];
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(segments, segment => segment.Equals("ocpp", StringComparison.OrdinalIgnoreCase));
        isOurs = at >= 0;
        if (!isOurs || at == segments.Length - 1) return null;
        return Unescape(segments[^1]);
    }

    private static string? Unescape(string segment)
    {
        var text = Uri.UnescapeDataString(segment);
        if (text.Length is 0 or > MaxIdentityLength || string.IsNullOrWhiteSpace(text)) return null;
        foreach (var c in text)
            if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || c is '/' or '\\' or '\uFFFD') return null; // marks that reorder or break a line would make log and pages lie
        return text is "." or ".." ? null : text;
    }
}
