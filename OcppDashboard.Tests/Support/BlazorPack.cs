using System.Buffers.Binary;
using System.Text;

namespace OcppDashboard.Tests.Support;

/// <summary>As much of MessagePack as Blazor's own protocol (blazorpack) needs.</summary>
internal static class BlazorPack
{
    /// <summary>A message of SignalR's hub protocol with its length in front.</summary>
    public static byte[] Invocation(string? id, string target, params object?[] arguments)
    {
        var body = new MemoryStream();
        Write(body, new object?[] { 1L, new Dictionary<string, string>(), id, target, arguments, Array.Empty<object?>() });
        var framed = new MemoryStream();
        for (var length = (uint)body.Length; ; length >>= 7)
        {
            framed.WriteByte((byte)(length < 128 ? length : length & 127 | 128));
            if (length < 128) break;
        }
        framed.Write(body.GetBuffer(), 0, (int)body.Length);
        return framed.ToArray();
    }

    /// <summary>The messages of a text or binary frame of the server, each an array.</summary>
    public static IEnumerable<object?[]> Messages(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var (length, shift) = (0, 0);
            byte part;
            do
            {
                part = bytes.Span[at++];
                length |= (part & 127) << shift;
                shift += 7;
            }
            while (part >= 128);
            var position = at;
            yield return (object?[])Read(bytes.Span, ref position)!;
            at += length;
        }
    }

    private static void Write(MemoryStream to, object? value)
    {
        switch (value)
        {
            case null:
                to.WriteByte(0xc0);
                break;
            case bool flag:
                to.WriteByte(flag ? (byte)0xc3 : (byte)0xc2);
                break;
            case long number:
                Span<byte> eight = stackalloc byte[9];
                eight[0] = 0xd3;
                BinaryPrimitives.WriteInt64BigEndian(eight[1..], number);
                to.Write(eight);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                Span<byte> head = stackalloc byte[5];
                head[0] = 0xdb;
                BinaryPrimitives.WriteInt32BigEndian(head[1..], utf8.Length);
                to.Write(head);
                to.Write(utf8);
                break;
            case Dictionary<string, string> { Count: 0 }:
                to.WriteByte(0x80);
                break;
            case object?[] { Length: < 16 } list:
                to.WriteByte((byte)(0x90 | list.Length));
                foreach (var item in list) Write(to, item);
                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static object? Read(ReadOnlySpan<byte> from, ref int at)
    {
        var kind = from[at++];
        return kind switch
        {
            < 0x80 => (long)kind,
            < 0x90 => ReadMap(from, ref at, kind & 15),
            < 0xa0 => ReadList(from, ref at, kind & 15),
            < 0xc0 => ReadText(from, ref at, kind & 31),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => ReadBytes(from, ref at, (int)ReadNumber(from, ref at, 1)),
            0xc5 => ReadBytes(from, ref at, (int)ReadNumber(from, ref at, 2)),
            0xc6 => ReadBytes(from, ref at, (int)ReadNumber(from, ref at, 4)),
            0xca or 0xcb => ReadBytes(from, ref at, kind == 0xca ? 4 : 8),
            >= 0xcc and <= 0xcf => ReadNumber(from, ref at, 1 << (kind - 0xcc)),
            >= 0xd0 and <= 0xd3 => ReadNumber(from, ref at, 1 << (kind - 0xd0)),
            0xd9 => ReadText(from, ref at, (int)ReadNumber(from, ref at, 1)),
            0xda => ReadText(from, ref at, (int)ReadNumber(from, ref at, 2)),
            0xdb => ReadText(from, ref at, (int)ReadNumber(from, ref at, 4)),
            0xdc => ReadList(from, ref at, (int)ReadNumber(from, ref at, 2)),
            0xdd => ReadList(from, ref at, (int)ReadNumber(from, ref at, 4)),
            0xde => ReadMap(from, ref at, (int)ReadNumber(from, ref at, 2)),
            >= 0xe0 => (long)(sbyte)kind,
            _ => throw new InvalidDataException($"MessagePack 0x{kind:x2}"),
        };
    }

    private static long ReadNumber(ReadOnlySpan<byte> from, ref int at, int bytes)
    {
        var number = 0L;
        for (var i = 0; i < bytes; i++) number = number << 8 | from[at++];
        return number;
    }

    private static byte[] ReadBytes(ReadOnlySpan<byte> from, ref int at, int length)
    {
        at += length;
        return from.Slice(at - length, length).ToArray();
    }

    private static string ReadText(ReadOnlySpan<byte> from, ref int at, int length) => Encoding.UTF8.GetString(ReadBytes(from, ref at, length));

    private static object?[] ReadList(ReadOnlySpan<byte> from, ref int at, int count)
    {
        var list = new object?[count];
        for (var i = 0; i < count; i++) list[i] = Read(from, ref at);
        return list;
    }

    private static object? ReadMap(ReadOnlySpan<byte> from, ref int at, int count)
    {
        ReadList(from, ref at, 2 * count);
        return null;
    }
}
