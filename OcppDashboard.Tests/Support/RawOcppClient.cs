using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OcppDashboard.Tests.Support;

/// <summary>
/// A charge point's end of the wire without any WebSocket library, so that it can send what no library would. A background loop reads;
/// what came is taken out by <see cref="ReceiveTextAsync"/> and, for OCPP frames, by the methods of <c>RawOcppCalls</c>.
/// </summary>
public sealed class RawOcppClient : IAsyncDisposable
{
    private readonly TcpClient tcp;
    private readonly NetworkStream stream;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<RawClose> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? paused;
    private Task reading = Task.CompletedTask;
    private readonly Inbox<string> pings = new();
    private int pingCount, pongCount;

    private RawOcppClient(TcpClient tcp)
    {
        this.tcp = tcp;
        stream = tcp.GetStream();
    }

    /// <summary>How long the receiving methods wait where nothing else is said.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The server's answer to the upgrade; null before <see cref="UpgradeAsync"/>.</summary>
    public RawAnswer? Answer { get; private set; }

    public bool IsOpen => Answer?.Status == 101 && !closed.Task.IsCompleted;

    /// <summary>Answer pings with pongs (default); false plays the charge points that never do (B1).</summary>
    public bool AutoPong { get; set; } = true;

    /// <summary>Answer a close frame with one (default).</summary>
    public bool AutoClose { get; set; } = true;

    /// <summary>Gets every text message, those of the server (true) and those sent by <see cref="SendTextAsync(string)"/> (false); null: nobody listens.</summary>
    public Action<bool, string>? Listener { get; set; }

    public int PingsSeen => Volatile.Read(ref pingCount);
    public int PongsSeen => Volatile.Read(ref pongCount);

    /// <summary>Text and binary messages that came and were not taken.</summary>
    internal Inbox<RawMessage> Messages { get; } = new();

    /// <summary>A TCP connection to 127.0.0.1 and nothing more: for bytes before or instead of an upgrade.</summary>
    public static async Task<RawOcppClient> ConnectAsync(int port)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        return new(tcp);
    }

    /// <summary>Connects and upgrades; the test looks at <see cref="Answer"/> where it expects a refusal.</summary>
    public static async Task<RawOcppClient> OpenAsync(int port, RawHandshake handshake)
    {
        var client = await ConnectAsync(port);
        await client.UpgradeAsync(handshake);
        return client;
    }

    public static Task<RawOcppClient> OpenAsync(int port, string path) => OpenAsync(port, new RawHandshake(path));

    public async Task<RawAnswer> UpgradeAsync(RawHandshake handshake)
    {
        using var timer = new CancellationTokenSource(Deadline);
        await stream.WriteAsync(handshake.ToBytes(), timer.Token);
        Answer = await RawAnswer.ReadAsync(stream, timer.Token);
        if (Answer.Status == 101) reading = ReadAllAsync();
        return Answer;
    }

    /// <summary>Bytes on the wire as they are.</summary>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        await writing.WaitAsync(stopping.Token);
        try
        {
            await stream.WriteAsync(bytes, stopping.Token);
        }
        finally
        {
            writing.Release();
        }
    }

    public Task SendAsync(RawFrame frame) => SendBytesAsync(frame.ToBytes());
    public Task SendTextAsync(string text)
    {
        Listener?.Invoke(false, text);
        return SendAsync(new(RawOpcode.Text, Encoding.UTF8.GetBytes(text)));
    }

    public Task SendTextAsync(ReadOnlyMemory<byte> bytes) => SendAsync(new(RawOpcode.Text, bytes));
    public Task SendBinaryAsync(ReadOnlyMemory<byte> bytes) => SendAsync(new(RawOpcode.Binary, bytes));
    public Task SendPingAsync(string payload = "") => SendAsync(new(RawOpcode.Ping, Encoding.UTF8.GetBytes(payload)));
    public Task SendCloseAsync(int code, string reason = "") => SendAsync(new(RawOpcode.Close, new RawClose(code, reason).ToPayload()));

    /// <summary>One text message in as many frames as there are parts.</summary>
    public async Task SendFragmentsAsync(params string[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
            await SendAsync(new(i == 0 ? RawOpcode.Text : RawOpcode.Continuation, Encoding.UTF8.GetBytes(parts[i]), Final: i == parts.Length - 1));
    }

    /// <summary>The next text message, whatever it holds.</summary>
    public async Task<string> ReceiveTextAsync(TimeSpan? deadline = null) =>
        (await Messages.TakeAsync(message => message.Opcode == RawOpcode.Text, "text message", deadline ?? Deadline)).Text;

    /// <summary>The next ping that came, answered already unless <see cref="AutoPong"/> is off; gives its payload.</summary>
    public Task<string> ReceivePingAsync(TimeSpan? deadline = null) => pings.TakeAsync(_ => true, "ping", deadline ?? Deadline);

    /// <summary>How the connection ended: the server's close frame, or its bare end.</summary>
    public Task<RawClose> ReceiveCloseAsync(TimeSpan? deadline = null) => closed.Task.WaitAsync(deadline ?? Deadline);

    /// <summary>For a connection that was not upgraded: true once the server ended it.</summary>
    public async Task<bool> EndsAsync(TimeSpan? deadline = null)
    {
        using var timer = new CancellationTokenSource(deadline ?? Deadline);
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, timer.Token) > 0) { }
            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Reads no more frames, so that the server's sending backs up; a read under way still ends.</summary>
    public void StopReading() => paused ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ResumeReading() => Interlocked.Exchange(ref paused, null)?.SetResult();

    /// <summary>Ends the TCP connection without a close frame.</summary>
    /// <param name="reset">True for a reset (RST) in place of an orderly end (FIN).</param>
    public void Drop(bool reset = false)
    {
        if (reset) tcp.Client.LingerState = new LingerOption(true, 0);
        tcp.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        ResumeReading();
        tcp.Close();
        await reading;
        tcp.Dispose();
        stopping.Dispose();
        writing.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var end = new RawClose(null, "the connection ended without a close frame");
        try
        {
            var message = new RawMessageBuilder();
            while (await ReadFrameAsync() is { } frame)
            {
                if (frame.Opcode == RawOpcode.Close)
                {
                    end = RawClose.Of(frame.Payload);
                    if (AutoClose) await SendAsync(new(RawOpcode.Close, frame.Payload));
                    break;
                }
                if (frame.Opcode == RawOpcode.Ping)
                {
                    Interlocked.Increment(ref pingCount);
                    pings.Add(Encoding.UTF8.GetString(frame.Payload.Span));
                    if (AutoPong) await SendAsync(new(RawOpcode.Pong, frame.Payload));
                }
                else if (frame.Opcode == RawOpcode.Pong)
                {
                    Interlocked.Increment(ref pongCount);
                }
                else if (message.Add(frame) is { } whole)
                {
                    if (whole.Opcode == RawOpcode.Text) Listener?.Invoke(true, whole.Text);
                    Messages.Add(whole);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            end = end.Code is null ? end with { Reason = exception.Message } : end;
        }
        catch (InvalidDataException exception)
        {
            end = new(null, exception.Message);
        }
        closed.TrySetResult(end);
        Messages.End($"the connection ended ({end})");
        pings.End($"the connection ended ({end})");
    }

    private async Task<RawFrame?> ReadFrameAsync()
    {
        if (paused is { } gate) await gate.Task.WaitAsync(stopping.Token);
        return await RawFrame.ReadAsync(stream, stopping.Token);
    }
}
