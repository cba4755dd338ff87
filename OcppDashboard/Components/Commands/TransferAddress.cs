namespace OcppDashboard.Components.Commands;

/// <summary>Addresses that a charge point fetches from or sends to: it does so itself, this server never opens them.</summary>
public static class TransferAddress
{
    public const int MaxLength = 512;

    /// <summary>What is wrong with the address, one sentence; null when it can be sent.</summary>
    public static string? Fault(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return "The address is needed, such as https://192.168.1.20/firmware.bin.";
        if (address.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 || address.Contains('\x7f')) return "The address holds a line break or another control character.";
        if (address.Length > MaxLength) return $"The address has {address.Length} characters; OCPP 1.6 allows {MaxLength}.";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) return "The address is not complete: it starts with http://, https://, ftp:// or ftps://.";
        if (uri.Scheme is not ("http" or "https" or "ftp" or "ftps")) return $"Charge points transfer files by http, https, ftp or ftps, not by {uri.Scheme}.";
        if (uri.Host.Length == 0) return "The address names no host.";
        return address.Contains(' ') ? "The address holds a blank; write it as %20." : null;
    }
}
