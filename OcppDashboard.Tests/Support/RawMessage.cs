using System.Buffers.Binary;
using System.Text;

namespace OcppDashboard.Tests.Support;

/// <summary>One whole WebSocket message.</summary>
public sealed record RawMessage(RawOpcode Opcode, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    public override string ToString() => $"{Opcode} {(Text.Length > 200 ? Text[..200] + "…" : Text)}";
}

/// <summary>How a connection ended.</summary>
/// <param name="Code">The close code; 1005 for a close frame without one; null when the connection ended without a close frame.</param>
public sealed record RawClose(int? Code, string Reason)
{
    public static RawClose Of(ReadOnlyMemory<byte> payload) =>
        payload.Length < 2 ? new(1005, "") : new(BinaryPrimitives.ReadUInt16BigEndian(payload.Span), Encoding.UTF8.GetString(payload.Span[2..]));

    public byte[] ToPayload()
    {
        var code = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(code, (ushort)(Code ?? 1005));
        return [.. code, .. Encoding.UTF8.GetBytes(Reason)];
    }
}

/// <summary>Puts fragments together.</summary>
internal sealed class RawMessageBuilder
{
    private readonly List<byte> payload = [];
    private RawOpcode opcode;

    /// <summary>The message that the frame completes, or null.</summary>
    public RawMessage? Add(RawFrame frame)
    {
        if (frame.Opcode != RawOpcode.Continuation) opcode = frame.Opcode;
        payload.AddRange(frame.Payload.Span);
        if (!frame.Final) return null;
        var message = new RawMessage(opcode, [.. payload]);
        payload.Clear();
        return message;
    }
}
