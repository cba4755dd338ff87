using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using OcppDashboard.Configuration;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>Listens for charge points that send diagnostics by FTP, and fetch firmware where that was allowed (docs/adr/0010).</summary>
internal sealed class FtpServer(FtpParts parts, ServerAddresses addresses) : GuardedBackgroundService(parts.Time, parts.Logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<FtpControl, Task> running = [];
    private readonly List<(Socket Socket, bool IsTls)> listeners = [];

    /// <exception cref="IOException">A port is taken.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (parts.Settings.Files.Ftp is not { } ftp) return Task.CompletedTask;
        addresses.FtpExplicitPort = Listen(ftp.Port, ftp.LoopbackOnly, isTls: false);
        if (ftp.ImplicitTlsPort is { } port && parts.Certificate.Context is not null) addresses.FtpImplicitPort = Listen(port, ftp.LoopbackOnly, isTls: true);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        foreach (var (socket, _) in listeners) socket.Dispose();
        base.Dispose();
    }

    /// <summary>An IPv4 address as such, also where it came through an IPv6 socket.</summary>
    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    protected override async Task RunAsync(CancellationToken stop)
    {
        await Task.WhenAll(listeners.Select(listener => AcceptAsync(listener.Socket, listener.IsTls, stop)));
        await Task.WhenAll(running.Values);
    }

    private int Listen(int port, bool isLoopback, bool isTls)
    {
        try
        {
            if (!isLoopback && Socket.OSSupportsIPv6 && TryAdd(new(IPAddress.IPv6Any, port), isTls) is { } both) return both;
            var bound = Add(new(isLoopback ? IPAddress.Loopback : IPAddress.Any, port), isTls);
            if (isLoopback && Socket.OSSupportsIPv6) TryAdd(new(IPAddress.IPv6Loopback, bound), isTls); // IPv4 is enough on this machine
            return bound;
        }
        catch (SocketException exception)
        {
            throw new IOException($"The port {port} for FTP cannot be listened on", new AddressInUseException(exception.Message, exception));
        }
    }

    private int Add(IPEndPoint at, bool isTls)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listeners.Add((socket, isTls));
        if (at.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
        socket.Bind(at);
        socket.Listen();
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <returns>Null where IPv6 is switched off, or the port is taken.</returns>
    private int? TryAdd(IPEndPoint at, bool isTls)
    {
        try
        {
            return Add(at, isTls);
        }
        catch (SocketException)
        {
            listeners[^1].Socket.Dispose();
            listeners.RemoveAt(listeners.Count - 1);
            return null;
        }
    }

    private async Task AcceptAsync(Socket listener, bool isTls, CancellationToken stop)
    {
        using var owned = listener;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Begin(await listener.AcceptAsync(stop), isTls, stop);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                parts.Logger.LogWarning("An FTP connection could not be taken: {Reason}", exception.Message);
                await Task.Delay(AfterFault, parts.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Begin(Socket socket, bool isTls, CancellationToken stop)
    {
        try
        {
            var (remote, local) = (Plain(((IPEndPoint)socket.RemoteEndPoint!).Address), Plain(((IPEndPoint)socket.LocalEndPoint!).Address));
            if (parts.Limits.Enter(remote) is { } refusal)
            {
                if (!isTls) socket.Send(refusal.ToBytes()); // a new connection has room for it
                socket.Dispose();
                return;
            }
            var control = new FtpControl(parts, socket, new(remote, local, isTls));
            var task = running[control] = Task.Run(() => RunAsync(control, remote, stop), CancellationToken.None);
            _ = task.ContinueWith(_ => running.TryRemove(control, out var ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            socket.Dispose(); // it is gone already
        }
    }

    private async Task RunAsync(FtpControl control, IPAddress remote, CancellationToken stop)
    {
        try
        {
            await control.RunAsync(stop);
        }
        catch (Exception exception)
        {
            parts.Logger.LogError(exception, "An FTP connection from {Remote} failed", remote);
        }
        finally
        {
            parts.Limits.Leave(remote);
        }
    }
}
