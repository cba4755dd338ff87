using System.Net.WebSockets;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>
/// All that goes out on one WebSocket, in order. Whoever adds the first frame writes until nothing is left, so an idle connection
/// holds neither a task nor a buffer. A peer that does not read is dropped.
/// </summary>
internal sealed class Outbox(WebSocket webSocket, Action<string> abort, TimeProvider time)
{
    /// <summary>Why a connection ended that was dead before anybody noticed (B11).</summary>
    public const string SendingFailed = "sending failed: it was gone without a close frame";

    private const int MaxFrames = 256;
    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan SendDeadline = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private Queue<ReadOnlyMemory<byte>>? waiting;
    private int waitingBytes;
    private bool writing, closed;
    private (WebSocketCloseStatus Status, string Reason)? close;

    /// <summary>False: nothing more is sent on this connection.</summary>
    public bool IsOpen
    {
        get
        {
            lock (gate) return !closed;
        }
    }

    /// <summary>Adds a frame; false when nothing more is sent on this connection.</summary>
    public bool Send(ReadOnlyMemory<byte> frame)
    {
        var isFull = false;
        lock (gate)
        {
            if (closed) return false;
            if (writing)
            {
                waiting ??= new();
                waiting.Enqueue(frame);
                waitingBytes += frame.Length;
                if (waiting.Count <= MaxFrames && waitingBytes <= MaxBytes) return true;
                closed = isFull = true;
            }
            else writing = true;
        }
        if (isFull)
        {
            abort("it does not read what is sent to it");
            return false;
        }
        _ = WriteAsync(frame);
        return true;
    }

    /// <summary>Sends what waits, then a close frame; nothing can be added any more.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        lock (gate)
        {
            if (closed) return Task.CompletedTask;
            closed = true;
            close = (status, reason);
            if (writing) return Task.CompletedTask; // the one who writes closes as well
            writing = true;
        }
        return WriteAsync(null);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte>? frame)
    {
        try
        {
            while (true)
            {
                if (frame is { } text)
                {
                    var sending = webSocket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    if (!sending.IsCompletedSuccessfully) await sending.AsTask().WaitAsync(SendDeadline, time);
                }
                (WebSocketCloseStatus Status, string Reason) last;
                lock (gate)
                {
                    if (waiting is { Count: > 0 })
                    {
                        frame = waiting.Dequeue();
                        waitingBytes -= frame.Value.Length;
                        continue;
                    }
                    waiting = null;
                    if (close is null) { writing = false; return; }
                    (last, close, frame) = (close.Value, null, null);
                }
                await webSocket.CloseOutputAsync(last.Status, last.Reason, CancellationToken.None).WaitAsync(SendDeadline, time);
            }
        }
        catch (TimeoutException)
        {
            End();
            abort("it did not take a frame within 10 s");
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            End();
            abort(SendingFailed);
        }
    }

    /// <summary>Nothing can be sent any more.</summary>
    private void End()
    {
        lock (gate) (closed, waiting, waitingBytes) = (true, null, 0);
    }
}
