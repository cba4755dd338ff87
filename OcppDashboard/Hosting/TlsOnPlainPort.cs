using System.Net;
using Microsoft.AspNetCore.Connections;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Hosting;

/// <summary>A charge point that speaks TLS to the plain port is told apart from noise and listed, once (A7).</summary>
internal sealed class TlsOnPlainPort(ConnectionDelegate next, IServiceProvider services)
{
    private const byte TlsHandshake = 0x16;

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var read = await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
        var isTls = !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] == TlsHandshake;
        connection.Transport.Input.AdvanceTo(read.Buffer.Start);
        if (!isTls)
        {
            await next(connection);
            return;
        }
        var remote = (connection.RemoteEndPoint as IPEndPoint)?.Address is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "unknown";
        foreach (var observer in services.GetServices<IConnectionObserver>())
            observer.Refused(null, remote, null, "it speaks TLS to the plain port", "Use ws:// and not wss:// in the charge point's address.");
        connection.Abort();
    }
}
