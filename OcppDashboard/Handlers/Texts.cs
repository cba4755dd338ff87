namespace OcppDashboard.Handlers;

/// <summary>Texts of charge points as they are kept.</summary>
internal static class Texts
{
    private const int MaxLength = 1000;

    /// <summary>Null for what means nothing (empty, "null": D26); never longer than 1,000 characters (C6, D27).</summary>
    public static string? Tidy(string? text) =>
        string.IsNullOrWhiteSpace(text) || text is "null" ? null : text.Length > MaxLength ? text[..MaxLength] : text.Trim();
}
