using System.Buffers.Binary;

namespace OcppDashboard.Hosting.Tls;

/// <summary>The first bytes of a connection to the port for TLS: a ClientHello, or something else.</summary>
/// <param name="Newest">Newest version of TLS that it offers, as on the wire: 0x0303 is TLS 1.2; null: not to be seen.</param>
internal sealed record TlsClientHello(bool IsTls, int? Newest)
{
    private const byte Handshake = 0x16, ClientHello = 1;
    private const int Tls12 = 0x0303, SupportedVersions = 43;

    /// <summary>Why it failed, as far as the greeting tells.</summary>
    public string Reason => !IsTls ? "it does not speak TLS on the port for TLS" : Newest is { } newest and < Tls12 ? $"it offers {Name(newest)} and nothing newer" : "the TLS handshake failed";

    public string Advice => !IsTls ? "Use wss:// in the charge point's address, or the port for ws://." : Newest is < Tls12
        ? "This server takes TLS 1.2 and newer: update the charge point's firmware, or let it use ws:// in a network that is trusted."
        : "Mostly it does not trust this server: install the root of the server's certificate in it, look whether its clock is set, and that the name in its address is one of the certificate's.";

    /// <param name="bytes">As many as there are: a greeting that is not whole is judged by what there is.</param>
    public static TlsClientHello Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != Handshake) return new(false, null);
        const int record = 5, header = 4, random = 32;
        if (bytes.Length < record + header + 2 || bytes[record] != ClientHello) return new(true, null);
        int? newest = BinaryPrimitives.ReadUInt16BigEndian(bytes[(record + header)..]);
        var rest = bytes[(record + header + 2)..];
        if (!Skip(ref rest, random) || !SkipSized(ref rest, 1) || !SkipSized(ref rest, 2) || !SkipSized(ref rest, 1) || !Skip(ref rest, 2)) return new(true, newest);
        while (rest.Length >= 4)
        {
            var (type, length) = (BinaryPrimitives.ReadUInt16BigEndian(rest), BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
            rest = rest[4..];
            if (type == SupportedVersions)
            {
                var versions = rest[..Math.Min(length, rest.Length)];
                for (var i = 1; i + 1 < versions.Length; i += 2)
                    if (BinaryPrimitives.ReadUInt16BigEndian(versions[i..]) is var version and >= 0x0300 and <= 0x0304 && version > newest) newest = version;
                break;
            }
            if (!Skip(ref rest, length)) break;
        }
        return new(true, newest);
    }

    private static bool SkipSized(ref ReadOnlySpan<byte> bytes, int sizeBytes)
    {
        if (bytes.Length < sizeBytes) return false;
        var size = sizeBytes == 1 ? bytes[0] : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return Skip(ref bytes, sizeBytes + size);
    }

    private static bool Skip(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < count) return false;
        bytes = bytes[count..];
        return true;
    }

    private static string Name(int version) => version switch { 0x0302 => "TLS 1.1", 0x0301 => "TLS 1.0", 0x0300 => "SSL 3.0", _ => $"version 0x{version:X4}" };
}
