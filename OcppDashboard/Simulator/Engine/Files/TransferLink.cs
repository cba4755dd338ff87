using System.Net.Sockets;

namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>The link that a job's transfers go over: its pace, and where it breaks, once a job. May be used on any thread.</summary>
/// <param name="behaviour">Of the time when the job began.</param>
/// <param name="mended">Told, by <see cref="Mend"/>, after how many bytes it broke.</param>
internal sealed class TransferLink(Behaviour behaviour, TimeProvider time, Func<TimeSpan, CancellationToken, Task> delay, Action<long> mended) : IDisposable
{
    private const int LargestPiece = 32 * 1024;
    private const double PiecesPerSecond = 10;
    /// <summary>Where the other side does not tell how long a file is: the share to break at is one of this many bytes.</summary>
    private const long AssumedLength = 64 * 1024;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private readonly List<Socket> open = [];
    private DateTimeOffset free = DateTimeOffset.MinValue;
    private bool wasBroken;
    private long? brokenAt;

    /// <summary>Called with every piece that got through.</summary>
    public Action Moved { get; set; } = () => { };

    public async Task<NetworkStream> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(ConnectLimit);
        try
        {
            await socket.ConnectAsync(host, port, limited.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            socket.Dispose();
            throw new IOException($"{host} port {port} does not answer", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        lock (gate) open.Add(socket);
        return new(socket, ownsSocket: true);
    }

    /// <param name="from">Where in the content to begin.</param>
    /// <exception cref="IOException">It broke, here (<see cref="Mend"/>) or elsewhere.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> content, int from, Stream to, CancellationToken cancellation)
    {
        var end = BreakIn(content.Length);
        for (var at = from; at < content.Length;)
        {
            var count = Piece(at, content.Length, end);
            await to.WriteAsync(content.Slice(at, count), cancellation);
            await to.FlushAsync(cancellation);
            at += count;
            await PaceAsync(count, cancellation);
            if (at == end) Break(at);
        }
    }

    /// <summary>Adds to what came before, until the other side ends.</summary>
    /// <param name="length">Of the whole file; null: not known.</param>
    /// <exception cref="IOException">It broke, here (<see cref="Mend"/>) or elsewhere.</exception>
    /// <exception cref="FileTransferException">The file is larger than a charge point takes.</exception>
    public async Task ReceiveAsync(Stream from, MemoryStream into, long? length, int largest, CancellationToken cancellation)
    {
        var end = BreakIn(length ?? AssumedLength);
        var buffer = new byte[LargestPiece];
        while (true)
        {
            var count = await from.ReadAsync(buffer.AsMemory(0, Piece(into.Length, long.MaxValue, end)), cancellation);
            if (count == 0) return;
            if (into.Length + count > largest) throw new FileTransferException("the file is too large");
            into.Write(buffer, 0, count);
            await PaceAsync(count, cancellation);
            if (into.Length == end) Break(end);
        }
    }

    /// <summary>Whether it broke by itself since it was asked last: then the transfer may be taken up again.</summary>
    public bool Mend()
    {
        long at;
        lock (gate)
        {
            if (brokenAt is not { } last) return false;
            (at, brokenAt) = (last, null);
        }
        mended(at);
        return true;
    }

    public void Dispose()
    {
        foreach (var socket in Taken()) socket.Dispose();
    }

    /// <summary>Where in a file of this length it breaks: after a byte at least and before the last one.</summary>
    private long BreakIn(long length) =>
        wasBroken || behaviour.BreaksTransfersAt <= 0 || length < 2 ? long.MaxValue : Math.Clamp((long)(length * behaviour.BreaksTransfersAt), 1, length - 1);

    private int Piece(long at, long length, long end)
    {
        var left = Math.Min(length, at < end ? end : long.MaxValue) - at;
        var pace = behaviour.TransferBytesPerSecond > 0 ? Math.Max(1, behaviour.TransferBytesPerSecond / PiecesPerSecond) : LargestPiece;
        return (int)Math.Min(left, Math.Min(pace, LargestPiece));
    }

    private async Task PaceAsync(int count, CancellationToken cancellation)
    {
        Moved();
        if (behaviour.TransferBytesPerSecond <= 0) return;
        var now = time.GetUtcNow();
        free = (free > now ? free : now) + TimeSpan.FromSeconds(count / behaviour.TransferBytesPerSecond);
        await delay(free - now, cancellation);
    }

    /// <summary>Nobody says goodbye: the connections are reset.</summary>
    private void Break(long at)
    {
        lock (gate) (wasBroken, brokenAt) = (true, at);
        foreach (var socket in Taken()) socket.Close(0);
        throw new IOException($"the link broke after {at} bytes");
    }

    private Socket[] Taken()
    {
        lock (gate)
        {
            Socket[] all = [.. open];
            open.Clear();
            return all;
        }
    }
}
