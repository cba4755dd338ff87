using Microsoft.AspNetCore.Connections;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;

namespace OcppDashboard.Hosting.Tls;

/// <summary>Stands before the TLS handshake and tells of those that fail, with the peer's address and, where its first bytes show it, the reason (A17).</summary>
internal sealed class TlsAttempts(ConnectionDelegate next, IServiceProvider services)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (await GreetingAsync(connection) is not { } greeting) return;
        if (greeting.IsTls) await next(connection);
        else connection.Abort();
        var passed = connection.Features.Get<TlsPassed>();
        if (passed is { HasAsked: true }) return;
        var remote = PeerAddress.Of(connection);
        foreach (var observer in services.GetServices<IConnectionObserver>()) observer.Refused(null, remote, null, passed is null ? greeting.Reason : "it went away right after the TLS handshake", greeting.Advice);
    }

    /// <summary>Null when nothing came: a look whether the port is open.</summary>
    private async Task<TlsClientHello?> GreetingAsync(ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(Deadline, services.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, deadline.Token);
        try
        {
            var input = connection.Transport.Input;
            var read = await input.ReadAsync(either.Token);
            var greeting = read.Buffer.IsEmpty ? null : TlsClientHello.Of(read.Buffer.FirstSpan);
            input.AdvanceTo(read.Buffer.Start);
            if (greeting is null) connection.Abort();
            return greeting;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            connection.Abort();
            return null;
        }
    }
}

/// <summary>A feature of the connection: its TLS handshake is done.</summary>
internal sealed class TlsPassed
{
    /// <summary>A request came: the peer is content with the certificate. Some libraries look at it only when the handshake is done.</summary>
    public bool HasAsked { get; set; }
}
