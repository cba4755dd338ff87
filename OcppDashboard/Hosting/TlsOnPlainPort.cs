using System.Net;
using Microsoft.AspNetCore.Connections;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Hosting;

/// <summary>A charge point that speaks TLS to the plain port is told apart from noise and listed, once (A7).</summary>
internal sealed class TlsOnPlainPort(ConnectionDelegate next, IServiceProvider services)
{
    private const byte TlsHandshake = 0x16;
    private static readonly TimeSpan FirstByteDeadline = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (await IsTlsAsync(connection) is not { } isTls) return;
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

    /// <summary>Looks at the first byte and leaves it there; null when none came: the limits of the web server begin only after us.</summary>
    private async Task<bool?> IsTlsAsync(ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(FirstByteDeadline, services.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, deadline.Token);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(either.Token);
            var isTls = !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] == TlsHandshake;
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return isTls;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            connection.Abort();
            return null;
        }
    }
}
