namespace OcppDashboard.Ocpp.Connections;

/// <summary>HTTP Basic credentials as bytes: an AuthorizationKey may hold any of them, 0x00 and colons included (A14).</summary>
public sealed record BasicCredentials(ReadOnlyMemory<byte> User, ReadOnlyMemory<byte> Password)
{
    /// <returns>Null when the header is absent, of another scheme or not readable.</returns>
    public static BasicCredentials? Parse(string? header)
    {
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var text = header.AsSpan(6).Trim();
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text, bytes, out var length)) return null;
        var colon = bytes.AsSpan(0, length).IndexOf((byte)':');
        return colon < 0 ? null : new(bytes.AsMemory(0, colon), bytes.AsMemory(colon + 1, length - colon - 1));
    }
}
