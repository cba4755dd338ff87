using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Handlers;

/// <summary>Texts of charge points as they are kept.</summary>
internal static class Texts
{
    private const int MaxLength = 1000;

    /// <summary>
    /// Without padding (X20); null for what means nothing (empty, "null": D26); never longer than 1,000 characters (C6, D27); what cannot be seen
    /// stands as its escape.
    /// </summary>
    public static string? Tidy(string? text)
    {
        if (text is null || PaddedTexts.Trim(text) is not { Length: > 0 } trimmed || trimmed is "null") return null;
        return VisibleText.Of(trimmed.Length > MaxLength ? trimmed[..MaxLength] : trimmed);
    }

    /// <summary>Notes texts that came with padding.</summary>
    public static void NotePadding(CallContext context, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            if (PaddedTexts.IsPadded(text)) context.Note(PaddedTexts.Note);
    }

    /// <summary>An id tag without the stray characters that some firmware reads behind it (D7): they would make another tag of it.</summary>
    public static string? Tag(string? idTag) => Tidy(idTag is null || !idTag.Any(IsStray) ? idTag : new([.. idTag.Where(c => !IsStray(c))]));

    /// <summary>A control character, or what stands for bytes that were no text.</summary>
    public static bool IsStray(char c) => char.IsControl(c) || c == '\uFFFD';
}
