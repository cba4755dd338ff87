using System.Text;
using System.Text.Json;

namespace OcppDashboard.Commands;

/// <summary>What never goes out to a charge point, whoever asks for it: page, program, bulk task or template.</summary>
public static class OutgoingPayload
{
    /// <summary>The least an AuthorizationKey may have, bytes (security whitepaper, FR.205).</summary>
    public const int LeastKeyBytes = 16;

    private const int Deepest = 16;

    /// <summary>Texts of several lines: certificates, and what vendors agree among themselves.</summary>
    private static readonly string[] OfLines = ["csr", "certificate", "certificateChain", "signingCertificate", "data"];

    /// <param name="member">Path of the member that is at fault; empty: none is.</param>
    /// <returns>Why it does not go out, the end of a sentence that begins with the member; null: it may.</returns>
    public static string? Fault(string action, JsonElement payload, out string member)
    {
        member = "";
        if (action == "ChangeConfiguration" && IsShortKey(payload))
        {
            member = "value";
            return $"has fewer than {LeastKeyBytes} bytes, which is too short for an AuthorizationKey";
        }
        member = Controls(payload, "", 0) ?? "";
        return member.Length == 0 ? null : "holds a line break or another control character";
    }

    /// <summary>The same as a whole sentence; null: it may go out.</summary>
    public static string? Sentence(string action, JsonElement payload) =>
        Fault(action, payload, out var member) is { } fault ? $"{member} {fault}" : null;

    private static bool IsShortKey(JsonElement payload) =>
        Text(payload, "key")?.Trim().Equals("AuthorizationKey", StringComparison.OrdinalIgnoreCase) == true
        && Encoding.UTF8.GetByteCount(Text(payload, "value") ?? "") < LeastKeyBytes;

    /// <summary>Empty for a text with half a character, which is none.</summary>
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? TextOf(value) : null;

    /// <returns>Path of the first text with a control character; null: there is none.</returns>
    private static string? Controls(JsonElement value, string path, int depth)
    {
        if (depth > Deepest) return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var mayHaveLines = OfLines.Contains(path[(path.LastIndexOf('.') + 1)..], StringComparer.Ordinal);
                return TextOf(value).Any(c => char.IsControl(c) && !(mayHaveLines && c is ('\r' or '\n' or '\t'))) ? path : null;
            case JsonValueKind.Object:
                var within = path.Length == 0 ? "" : path + ".";
                return value.EnumerateObject().Select(member => Controls(member.Value, within + member.Name, depth + 1)).FirstOrDefault(at => at is not null);
            case JsonValueKind.Array:
                return value.EnumerateArray().Select(item => Controls(item, path, depth + 1)).FirstOrDefault(at => at is not null);
            default:
                return null;
        }
    }
}
