namespace OcppDashboard.Ocpp.Connections;

/// <summary>
/// The bytes under a WebSocket, watched: any byte from the peer is a sign of life (B1), and a ping can be put between two frames,
/// which the framework's WebSocket has no call for.
/// </summary>
/// <param name="abort">Ends the TCP connection: disposing the web server's stream leaves a waiting read waiting.</param>
internal sealed class LivenessStream(Stream inner, Action abort, TimeProvider time) : Stream
{
    private static readonly byte[] Ping = [0x89, 0x00];
    private readonly Lock gate = new();
    private Task lastWrite = Task.CompletedTask;
    private TaskCompletionSource<bool>? nextByte;
    private bool ended;
    private int reading, disposed;
    private long lastByteAt = time.GetTimestamp();

    /// <summary>How long the peer has been silent.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Interlocked.Read(ref lastByteAt));

    /// <summary>
    /// Sends two pings, one after another; true when any byte came back for each in time, false at once when the stream ends meanwhile. What a
    /// peer that has gone said last may come in behind the first one; nobody answers the second.
    /// </summary>
    public async Task<bool> AnswersPingAsync(TimeSpan within) => await ComesBackAsync(within) && await ComesBackAsync(within);

    private async Task<bool> ComesBackAsync(TimeSpan within)
    {
        TaskCompletionSource<bool> waiter;
        lock (gate)
        {
            if (ended) return false;
            waiter = nextByte ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        try
        {
            await PingAsync().WaitAsync(within, time);
            return await waiter.Task.WaitAsync(within, time);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
    }

    public Task PingAsync() => WriteAsync(Ping, CancellationToken.None).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interlocked.Exchange(ref reading, 1); // before the look at disposed, as Dispose does it the other way round
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) == 1, this);
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully) return Awaited(read, buffer.Length);
        Volatile.Write(ref reading, 0);
        var count = read.Result;
        Noted(count, buffer.Length);
        return new(count);
    }

    private async ValueTask<int> Awaited(ValueTask<int> read, int room)
    {
        var count = 0;
        try
        {
            count = await read;
            Volatile.Write(ref reading, 0);
        }
        catch
        {
            Volatile.Write(ref reading, 0);
            End();
            throw;
        }
        Noted(count, room);
        return count;
    }

    /// <summary>A read without room says nothing: it completes at the end of the stream as well.</summary>
    private void Noted(int count, int room)
    {
        if (count == 0)
        {
            if (room > 0) End();
            return;
        }
        Interlocked.Exchange(ref lastByteAt, time.GetTimestamp());
        if (nextByte is null) return;
        TaskCompletionSource<bool>? waiter;
        lock (gate) (waiter, nextByte) = (nextByte, null);
        waiter?.TrySetResult(true);
    }

    /// <summary>The end of the stream is no sign of life.</summary>
    private void End()
    {
        TaskCompletionSource<bool>? waiter;
        lock (gate) (waiter, nextByte, ended) = (nextByte, null, true);
        waiter?.TrySetResult(false);
    }

    /// <summary>Each call is one whole WebSocket frame; calls are passed on one after another.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (lastWrite.IsCompleted)
            {
                var write = inner.WriteAsync(buffer, cancellationToken);
                if (write.IsCompletedSuccessfully) return write;
                return new(lastWrite = write.AsTask());
            }
            return new(lastWrite = After(lastWrite, buffer.ToArray(), cancellationToken));
        }
    }

    private async Task After(Task before, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    public override void Flush() => inner.Flush();
    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref disposed, 1) == 0)
        {
            End();
            if (Volatile.Read(ref reading) == 1) abort();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
