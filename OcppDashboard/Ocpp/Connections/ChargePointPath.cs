using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>What a charge point made of the address that was typed into it (charger-quirks A8 to A12).</summary>
/// <param name="IsOurs">The path is below /ocpp.</param>
/// <param name="Sent">The last segment below /ocpp, unescaped once; null when there is none.</param>
/// <param name="Identity">As it is kept; with a fault as far as it could be read.</param>
/// <param name="Fault">Why there is no identity, in words; null: there is one.</param>
public readonly record struct ChargePointPath(bool IsOurs, string? Sent, string Identity, string? Fault)
{
    private const string None = "the address ends without an identity";

    /// <param name="rawTarget">The request target as sent: not unescaped, perhaps an absolute URI, perhaps with doubled slashes.</param>
    public static ChargePointPath Read(string rawTarget)
    {
        var end = rawTarget.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? rawTarget : rawTarget[..end];
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(segments, segment => segment.Equals("ocpp", StringComparison.OrdinalIgnoreCase));
        if (at < 0) return new(false, null, "", "the path is not below /ocpp");
        if (at == segments.Length - 1) return new(true, null, "", None);
        var sent = Uri.UnescapeDataString(segments[^1]);
        var identity = ChargePointIdentity.Read(sent, out var fault);
        return new(true, sent, identity, fault is null ? null : identity.Length == 0 ? None : $"the identity {fault}");
    }
}
