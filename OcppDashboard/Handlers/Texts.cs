using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Handlers;

/// <summary>Texts of charge points as they are kept.</summary>
internal static class Texts
{
    private const int MaxLength = 1000;

    /// <summary>
    /// Null for what means nothing (empty, "null": D26); never longer than 1,000 characters (C6, D27); what cannot be seen stands as its escape.
    /// </summary>
    public static string? Tidy(string? text) =>
        string.IsNullOrWhiteSpace(text) || text is "null" ? null
        : VisibleText.Of(text.Length > MaxLength ? text[..MaxLength] : text.Trim());

    /// <summary>An id tag without the stray characters that some firmware reads behind it (D7): they would make another tag of it.</summary>
    public static string? Tag(string? idTag) => Tidy(idTag is null || !idTag.Any(IsStray) ? idTag : new([.. idTag.Where(c => !IsStray(c))]));

    /// <summary>A control character, or what stands for bytes that were no text.</summary>
    public static bool IsStray(char c) => char.IsControl(c) || c == '\uFFFD';
}
