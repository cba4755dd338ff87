using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using OcppDashboard.Ocpp.Frames;

namespace OcppDashboard.Simulator.Engine;

/// <summary>The WebSocket to the central system: dials, dials again with growing pauses, reads and writes texts.</summary>
internal sealed class SimulatedConnection(Device device)
{
    private const int LargestMessage = 1024 * 1024;
    // one pool for all: a WebSocket takes its connection out of it for good
    private static readonly HttpMessageInvoker Dialler = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(20) });

    private readonly SemaphoreSlim sending = new(1, 1);
    private ClientWebSocket? webSocket;
    private Task receiving = Task.CompletedTask;

    /// <summary>Shut while the network is cut.</summary>
    public Gate Network { get; } = new(open: true);

    /// <summary>Shut while the charge point is without power or rebooting.</summary>
    public Gate Power { get; } = new(open: true);

    public bool IsOpen => webSocket is { State: WebSocketState.Open };

    public async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            await Network.WaitAsync(stopping);
            await Power.WaitAsync(stopping);
            if (!Network.IsOpen) continue;
            using var dialled = await DialAsync(stopping);
            if (dialled is null)
            {
                var pause = Math.Min(60, Math.Pow(2, Math.Min(6, ++failures))) * (0.6 + 0.4 * device.Random.NextDouble());
                await Task.Delay(TimeSpan.FromSeconds(pause), device.Time, stopping);
                continue;
            }
            failures = 0;
            webSocket = dialled;
            device.Connected();
            receiving = ReceiveAllAsync(dialled, stopping);
            await receiving;
            webSocket = null;
            device.Disconnected();
            if (Network.IsOpen && Power.IsOpen) await Task.Delay(TimeSpan.FromSeconds(1 + 2 * device.Random.NextDouble()), device.Time, stopping);
        }
    }

    /// <summary>False when there is no connection, or it broke over this text.</summary>
    public async Task<bool> SendAsync(byte[] frame)
    {
        if (webSocket is not { State: WebSocketState.Open } target) return false;
        await sending.WaitAsync(device.Stopping);
        try
        {
            await target.SendAsync(frame, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, device.Stopping);
            return true;
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            return false;
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Breaks the connection without a word, as a cut cable does.</summary>
    public void Drop() => webSocket?.Abort();

    /// <summary>Says goodbye; after two seconds without an answer the connection is broken.</summary>
    public async Task CloseAsync(string reason)
    {
        if (webSocket is not { State: WebSocketState.Open } target) return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await sending.WaitAsync(CancellationToken.None);
        try
        {
            await target.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, reason, limit.Token);
            await receiving.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (IsLoss(exception) || exception is OperationCanceledException)
        {
            target.Abort();
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>An aborted WebSocket ends its operations as cancelled, which is no wish of ours to stop.</summary>
    private bool IsLoss(Exception exception) =>
        exception is WebSocketException or ObjectDisposedException or IOException or InvalidOperationException
        || (exception is OperationCanceledException && !device.Stopping.IsCancellationRequested);

    private async Task<ClientWebSocket?> DialAsync(CancellationToken stopping)
    {
        var dialling = new ClientWebSocket();
        dialling.Options.AddSubProtocol("ocpp1.6");
        var ping = device.Settings.Integer("WebSocketPingInterval");
        dialling.Options.KeepAliveInterval = ping > 0 ? TimeSpan.FromSeconds(ping) : Timeout.InfiniteTimeSpan;
        if (Credentials() is { } credentials) dialling.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(credentials));
        try
        {
            var address = device.Options.CentralSystem().AbsoluteUri.TrimEnd('/') + "/" + Uri.EscapeDataString(device.Options.Id);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            limit.CancelAfter(TimeSpan.FromSeconds(30));
            await dialling.ConnectAsync(new Uri(address), Dialler, limit.Token);
            return dialling;
        }
        catch (Exception exception) when (IsLoss(exception) || exception is HttpRequestException or UriFormatException)
        {
            device.Log.Add($"connect failed: {exception.Message}");
            device.LastProblem = exception.InnerException?.Message ?? exception.Message;
            dialling.Dispose();
            return null;
        }
    }

    /// <summary>Id and password; an AuthorizationKey goes as the bytes that its hexadecimal digits stand for (OCPP-J 6.2.1).</summary>
    private byte[]? Credentials()
    {
        var key = device.Settings.Text("AuthorizationKey");
        if (string.IsNullOrEmpty(key)) return device.Options.Password is { } password ? Encoding.UTF8.GetBytes($"{device.Options.Id}:{password}") : null;
        var isHex = key.Length % 2 == 0 && key.All(char.IsAsciiHexDigit);
        return [.. Encoding.UTF8.GetBytes(device.Options.Id + ":"), .. isHex ? Convert.FromHexString(key) : Encoding.UTF8.GetBytes(key)];
    }

    private async Task ReceiveAllAsync(ClientWebSocket source, CancellationToken stopping)
    {
        try
        {
            while (source.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var first = await source.ReceiveAsync(Memory<byte>.Empty, stopping); // no buffer is held while it is quiet
                if (first.MessageType == WebSocketMessageType.Close) break;
                if (await ReadMessageAsync(source, stopping) is not { } message) break;
                ReadFrames(message);
            }
            if (source.State == WebSocketState.CloseReceived) await source.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stopping);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            device.Log.Add($"connection lost: {exception.Message}");
        }
    }

    private static async Task<byte[]?> ReadMessageAsync(ClientWebSocket source, CancellationToken stopping)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        var length = 0;
        try
        {
            while (true)
            {
                var part = await source.ReceiveAsync(buffer.AsMemory(length), stopping);
                if (part.MessageType == WebSocketMessageType.Close || length + part.Count > LargestMessage) return null;
                length += part.Count;
                if (part.EndOfMessage) return buffer[..length];
                if (length < buffer.Length) continue;
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ReadFrames(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var reading = OcppFrameCodec.Read(message);
            message = message[Math.Max(1, reading.Consumed)..];
            if (reading.Fault != FrameFault.None) device.Log.Add($"unreadable text: {reading.Note ?? reading.Fault.ToString()}");
            if (reading.Frame is Call call && reading.Fault == FrameFault.None) device.Incoming.Receive(call);
            else if (reading.Frame is CallResult or CallError) device.Calls.Answered(reading.Frame);
        }
    }
}
