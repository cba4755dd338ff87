using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;

namespace OcppDashboard.Hosting;

/// <summary>
/// Looks at the first bytes of a connection. A charge point that speaks TLS to the plain port is told apart from noise and listed, once
/// (A7); a request line with a whole ws:// address, which the web server refuses, is made a plain one (A8).
/// </summary>
internal sealed class TlsOnPlainPortDetector(ConnectionDelegate next, IServiceProvider services)
{
    private const byte TlsHandshake = 0x16;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (await IsTlsAsync(connection) is not { } isTls) return;
        if (!isTls)
        {
            await next(connection);
            return;
        }
        var remote = PeerAddress.Of(connection);
        foreach (var observer in services.GetServices<IConnectionObserver>())
            observer.Refused(null, remote, null, "it speaks TLS to the plain port", "Use ws:// and not wss:// in the charge point's address.");
        connection.Abort();
    }

    /// <summary>Null when nothing but empty lines came in time: the limits of the web server begin after us, at a line that is not empty.</summary>
    private async Task<bool?> IsTlsAsync(ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(Deadline, services.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, deadline.Token);
        try
        {
            var input = connection.Transport.Input;
            while (true)
            {
                var read = await input.ReadAsync(either.Token);
                var bytes = WithoutEmptyLines(read.Buffer);
                if (bytes.IsEmpty && !read.IsCompleted)
                {
                    input.AdvanceTo(bytes.Start);
                    continue;
                }
                var isTls = !bytes.IsEmpty && bytes.FirstSpan[0] == TlsHandshake;
                input.AdvanceTo(bytes.GetPosition(PlainRequestAt(bytes.First)));
                return isTls;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            connection.Abort();
            return null;
        }
    }

    private static ReadOnlySequence<byte> WithoutEmptyLines(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        return bytes.Slice(reader.Position);
    }

    /// <summary>Where the request begins: 0, or behind the scheme and host of <c>GET ws://host/path</c>, over whose end GET is then written.</summary>
    private static int PlainRequestAt(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span;
        if (!text.StartsWith("GET ws://"u8) && !text.StartsWith("GET wss://"u8)) return 0;
        var host = text.IndexOf("://"u8) + 3;
        var path = text[host..].IndexOf((byte)'/') + host;
        if (path < host || text[host..path].IndexOfAny((byte)' ', (byte)'\r', (byte)'\n') >= 0) return 0;
        var start = path - "GET "u8.Length;
        "GET "u8.CopyTo(MemoryMarshal.AsMemory(bytes).Span[start..]); // the bytes are ours alone until they are handed on
        return start;
    }
}
