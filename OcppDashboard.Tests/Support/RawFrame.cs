using System.Buffers.Binary;

namespace OcppDashboard.Tests.Support;

public enum RawOpcode { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 }

/// <summary>One WebSocket frame (RFC 6455 5.2), right or wrong.</summary>
/// <param name="Masked">What a client must do; false breaks the rule.</param>
/// <param name="Rsv">The three reserved bits, 0 to 7 (4 is RSV1, "compressed").</param>
/// <param name="DeclaredLength">The length to claim instead of the true one.</param>
public sealed record RawFrame(RawOpcode Opcode, ReadOnlyMemory<byte> Payload, bool Final = true, bool Masked = true, int Rsv = 0, ulong? DeclaredLength = null)
{
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    public byte[] ToBytes()
    {
        var length = DeclaredLength ?? (ulong)Payload.Length;
        var bytes = new List<byte>(Payload.Length + 14) { (byte)((Final ? 0x80 : 0) | (Rsv << 4) | (int)Opcode) };
        var masked = Masked ? 0x80 : 0;
        Span<byte> number = stackalloc byte[8];
        if (length < 126)
        {
            bytes.Add((byte)(masked | (int)length));
        }
        else if (length <= ushort.MaxValue)
        {
            bytes.Add((byte)(masked | 126));
            BinaryPrimitives.WriteUInt16BigEndian(number, (ushort)length);
            bytes.AddRange(number[..2]);
        }
        else
        {
            bytes.Add((byte)(masked | 127));
            BinaryPrimitives.WriteUInt64BigEndian(number, length);
            bytes.AddRange(number);
        }
        if (Masked) bytes.AddRange(Mask);
        for (var i = 0; i < Payload.Length; i++) bytes.Add(Masked ? (byte)(Payload.Span[i] ^ Mask[i & 3]) : Payload.Span[i]);
        return [.. bytes];
    }

    /// <summary>Reads one frame of a server; null when the connection ended.</summary>
    internal static async Task<RawFrame?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, cancel) < 2) return null;
        ulong length = (ulong)head[1] & 0x7F;
        if (length >= 126)
        {
            var number = new byte[length == 126 ? 2 : 8];
            await stream.ReadExactlyAsync(number, cancel);
            length = number.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(number) : BinaryPrimitives.ReadUInt64BigEndian(number);
        }
        if ((head[1] & 0x80) != 0) throw new InvalidDataException("a server must not mask its frames (RFC 6455 5.1)");
        var payload = new byte[checked((int)length)];
        await stream.ReadExactlyAsync(payload, cancel);
        return new((RawOpcode)(head[0] & 0x0F), payload, (head[0] & 0x80) != 0, Masked: false, (head[0] >> 4) & 7);
    }
}
