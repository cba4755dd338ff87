using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace OcppDashboard.Tests.Support;

/// <summary>A far network: what goes through comes out later, in order, each way.</summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly TimeSpan delay;
    private readonly int target;
    private readonly Task accepting;

    public DelayingProxy(int target, TimeSpan delay)
    {
        (this.target, this.delay) = (target, delay);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Without a slash at the end.</summary>
    public string Address => $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // it was ended
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                near.NoDelay = far.NoDelay = true;
                await far.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                await Task.WhenAll(CarryAsync(near.GetStream(), far.GetStream()), CarryAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // one side is gone, and both with it
            }
        }
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var onTheWay = Channel.CreateUnbounded<(long Due, byte[] Bytes)>();
        var delivering = DeliverAsync(onTheWay.Reader, to);
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, stop.Token) is var count and > 0)
            onTheWay.Writer.TryWrite((Environment.TickCount64 + (long)delay.TotalMilliseconds, buffer[..count]));
        onTheWay.Writer.TryComplete();
        await delivering;
        to.Socket.Shutdown(SocketShutdown.Send);
    }

    private async Task DeliverAsync(ChannelReader<(long Due, byte[] Bytes)> onTheWay, NetworkStream to)
    {
        await foreach (var (due, bytes) in onTheWay.ReadAllAsync(stop.Token))
        {
            var left = due - Environment.TickCount64;
            if (left > 0) await Task.Delay(TimeSpan.FromMilliseconds(left), stop.Token);
            await to.WriteAsync(bytes, stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }
}
