using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using OcppDashboard.Configuration;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>The ports for data connections: a fixed range, so that routers and firewalls can be told (K5).</summary>
internal sealed class FtpPassivePorts(DashboardSettings settings)
{
    private const int Backlog = 4;

    /// <param name="local">Where the client reached us: there alone it is listened on.</param>
    /// <returns>Null when no port is free.</returns>
    public Socket? Listen(IPAddress local)
    {
        var ftp = settings.Files.Ftp!;
        var count = ftp.FirstPassivePort == 0 ? 1 : ftp.LastPassivePort - ftp.FirstPassivePort + 1;
        var first = RandomNumberGenerator.GetInt32(count); // the next one is not to be guessed
        for (var i = 0; i < count; i++)
            if (TryListen(new(local, ftp.FirstPassivePort == 0 ? 0 : ftp.FirstPassivePort + (first + i) % count)) is { } listener) return listener;
        return null;
    }

    private static Socket? TryListen(IPEndPoint at)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(at);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
