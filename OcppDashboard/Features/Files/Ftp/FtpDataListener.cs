using System.Net;
using System.Net.Sockets;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>Waits for one data connection.</summary>
internal sealed class FtpDataListener(Socket listener) : IDisposable
{
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>Takes the first connection that comes from the client's own address; others are closed, so that nobody can take or spoil its place.</summary>
    public async Task<Socket> AcceptAsync(IPAddress client, CancellationToken stop)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync(stop);
            if (socket.RemoteEndPoint is IPEndPoint remote && FtpServer.Plain(remote.Address).Equals(client)) return socket;
            socket.Close(timeout: 0);
        }
    }

    public void Dispose() => listener.Dispose();
}
