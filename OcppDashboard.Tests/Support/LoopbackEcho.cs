using System.Net;
using System.Net.Sockets;

namespace OcppDashboard.Tests.Support;

/// <summary>A byte that goes to and fro over loopback: what came to the sockets and threads of this process before it has had its turn when it is back, however busy the machine is.</summary>
internal sealed class LoopbackEcho : IDisposable
{
    private const int Rounds = 3;
    private readonly byte[] letter = new byte[1];
    private readonly TcpClient near, far;

    private LoopbackEcho(TcpClient near, TcpClient far)
    {
        (this.near, this.far) = (near, far);
        _ = AnswerAsync();
    }

    public static async Task<LoopbackEcho> OpenAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new TcpClient { NoDelay = true };
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var far = await listener.AcceptTcpClientAsync();
        far.NoDelay = true;
        return new(near, far);
    }

    /// <summary>Completes when timers that were due have fired and the letter has been to and fro some times since.</summary>
    public async Task ComeRoundAsync()
    {
        await Task.Delay(1); // timers fire in the order in which they are due
        for (var round = 0; round < Rounds; round++)
        {
            await near.GetStream().WriteAsync(letter);
            await near.GetStream().ReadExactlyAsync(letter);
        }
    }

    public void Dispose()
    {
        near.Dispose();
        far.Dispose();
    }

    private async Task AnswerAsync()
    {
        var heard = new byte[1];
        try
        {
            while (await far.GetStream().ReadAsync(heard) > 0) await far.GetStream().WriteAsync(heard);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // disposed
        }
    }
}
