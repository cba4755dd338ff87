using System.Buffers;
using System.Net.WebSockets;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>One WebSocket of one charge point: reads frames, answers CALLs in order of arrival, carries CALLs of ours.</summary>
public sealed class ChargePointConnection
{
    private static readonly TimeSpan AssemblyDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(5), CloseDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10); // a shorter wait tells nothing of the way there (B7)
    private static readonly TimeSpan GenerousTime = TimeSpan.FromSeconds(60); // for an answer, whatever time-out is set here (D16)
    private static readonly TimeSpan PartingDeadline = TimeSpan.FromSeconds(2);
    private const int FirstBuffer = 4096;
    private readonly WebSocket webSocket;
    private readonly LivenessStream stream;
    private readonly ConnectionServices services;
    private readonly Outbox outbox;
    private readonly Inbox inbox;
    private readonly PendingCalls pending;
    private readonly TaskCompletionSource booted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long openedAt;
    private TaskCompletionSource? spoken; // made when somebody waits for it
    private volatile bool hasSpoken;
    private long lastPingAt;
    private string? endReason;
    private TaskCompletionSource? ended; // made for whoever waits for it
    private volatile bool isOver, isEnded;

    internal ChargePointConnection(ConnectionDetails info, WebSocket webSocket, LivenessStream stream, ConnectionServices services)
    {
        (Info, this.webSocket, this.stream, this.services) = (info, webSocket, stream, services);
        openedAt = services.Time.GetTimestamp();
        pending = new PendingCalls(services.Time);
        outbox = new Outbox(webSocket, Abort, services.Time);
        inbox = new Inbox(this, services, outbox);
    }

    public ConnectionDetails Info { get; }

    /// <summary>True once another connection of the same charge point took this one's place.</summary>
    public bool IsReplaced { get; internal set; }

    /// <summary>It has ended, and its charge point has a newer connection.</summary>
    internal bool IsOvertaken => isOver && (IsReplaced || services.Connections.Find(Info.ChargePointId) is { } current && current != this);

    /// <summary>A person knows this charge point: it is no stranger, whose connection gives way where there is no room for both.</summary>
    internal bool IsKnown => services.Policies.Of(Info.ChargePointId).IsProvisioned;

    /// <summary>Time without a single byte from the peer.</summary>
    public TimeSpan Silence => stream.Silence;

    internal Task<bool> AnswersPingAsync(TimeSpan within) => stream.AnswersPingAsync(within);

    /// <summary>What is left of the quiet time after connecting; zero or less: it is over.</summary>
    public TimeSpan QuietLeft => services.Settings.QuietAfterConnect - services.Time.GetElapsedTime(openedAt);

    /// <summary>Completes when it has sent a CALL other than a BootNotification and was answered: who boots sends the boot first.</summary>
    public Task Spoken
    {
        get
        {
            var signal = LazyInitializer.EnsureInitialized(ref spoken, () => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Interlocked.MemoryBarrier(); // either this sees that it spoke, or the one who says so sees the signal
            if (hasSpoken) signal.TrySetResult();
            return signal.Task;
        }
    }

    /// <summary>Completes when CALLs may be sent: the boot was answered, or the quiet time after connecting is over (C1, C2).</summary>
    public Task ReadyAsync(CancellationToken stop)
    {
        var quiet = QuietLeft;
        return booted.Task.IsCompleted || quiet <= TimeSpan.Zero
            ? Task.CompletedTask
            : Task.WhenAny(booted.Task, Task.Delay(quiet, services.Time, stop));
    }

    /// <summary>The last boot was answered Rejected: nothing may be sent until one is not (specification 4.2).</summary>
    public bool IsRejected { get; private set; }

    /// <summary>A CALL other than a BootNotification was answered.</summary>
    internal void CallAnswered()
    {
        if (hasSpoken) return;
        hasSpoken = true;
        Interlocked.MemoryBarrier();
        Volatile.Read(ref spoken)?.TrySetResult();
    }

    internal void BootAnswered(bool rejected)
    {
        IsRejected = rejected;
        booted.TrySetResult();
    }

    /// <summary>Sends a CALL and waits for its end; never throws for what the charge point does.</summary>
    /// <param name="uniqueId">New for each CALL, at most 36 characters.</param>
    /// <param name="onSending">Called just before the frame leaves: nothing that answers it can be heard earlier.</param>
    /// <param name="onLate">Called when the answer comes after it was given up.</param>
    public async Task<CallOutcome> CallAsync(string uniqueId, string action, ReadOnlyMemory<byte> frame, TimeSpan deadline, Action? onSending = null, Action<CallOutcome>? onLate = null)
    {
        var time = services.Time;
        var call = new PendingCall(services.Log.NextNumber(), uniqueId, action, time.GetUtcNow(), time.GetTimestamp(), frame, onLate);
        if (!outbox.IsOpen || !pending.Add(call)) return NotSent;
        // numbered and recorded before it can be answered: what the charge point does about it stands behind it, also within the same millisecond
        call.Record(services.Log, Exchange(call, default, ExchangeResult.Waiting, null, null));
        onSending?.Invoke();
        if (!outbox.Send(frame) && pending.Take(uniqueId, out _, out _) is not null)
        {
            call.Record(services.Log, Exchange(call, default, ExchangeResult.Disconnected, null, "the connection ended before it could be sent"));
            return NotSent;
        }
        try
        {
            return await call.Ended.Task.WaitAsync(deadline, time);
        }
        catch (TimeoutException) when (pending.Expire(call))
        {
            var note = deadline < LeastPatience ? WireExchange.ShortTimeOut : null;
            call.Record(services.Log, Exchange(call, default, ExchangeResult.TimedOut, null, note));
            return new(ExchangeResult.TimedOut, default, null, $"no answer within {deadline.TotalSeconds:0} s", deadline);
        }
        catch (TimeoutException)
        {
            return await call.Ended.Task; // it came in the same moment
        }
    }

    private static CallOutcome NotSent => new(ExchangeResult.NotSent, default, null, "the connection had ended", TimeSpan.Zero);

    /// <summary>Ends the connection in order: takes no further CALL, answers what came in, sends what waits, then a close frame.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        endReason ??= reason;
        await inbox.FinishAsync().WaitAsync(AnswerDeadline, services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        inbox.Stop();
        await outbox.CloseAsync(status, reason);
        _ = AbortLaterAsync(reason);
    }

    /// <summary>A peer that does not answer a close frame is not waited for.</summary>
    private async Task AbortLaterAsync(string reason)
    {
        await Task.Delay(CloseDeadline, services.Time);
        Abort(reason);
    }

    /// <summary>Ends the connection, in order where the peer plays along, and waits until all that came in was handled and the end was told.</summary>
    internal async Task EndWhollyAsync(string reason)
    {
        var end = EndedAsync();
        await CloseAsync(WebSocketCloseStatus.PolicyViolation, reason).WaitAsync(PartingDeadline, services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await end.WaitAsync(PartingDeadline, services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Abort(reason);
        await end;
        await inbox.FinishAsync();
    }

    /// <summary>The end of the connection was told to all who observe connections.</summary>
    internal void Ended()
    {
        isEnded = true;
        Volatile.Read(ref ended)?.TrySetResult();
    }

    private Task EndedAsync()
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Interlocked.CompareExchange(ref ended, made, null) ?? made;
        if (isEnded) waiting.TrySetResult();
        return waiting.Task;
    }

    /// <summary>Ends the connection at once: what waits stays unanswered.</summary>
    public void Abort(string reason)
    {
        endReason ??= reason;
        inbox.Stop();
        webSocket.Abort();
    }

    /// <summary>Sends a ping when the peer has been silent for an interval; nobody waits for the answer (B1).</summary>
    internal void PingIfSilent(TimeSpan interval)
    {
        if (Silence < interval || (lastPingAt != 0 && services.Time.GetElapsedTime(lastPingAt) < interval)) return;
        lastPingAt = services.Time.GetTimestamp();
        _ = PingAsync();
    }

    private async Task PingAsync()
    {
        try
        {
            await stream.PingAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            Abort(Outbox.SendingFailed);
        }
    }

    /// <summary>Reads until the connection ends.</summary>
    /// <returns>Why it ended, in words.</returns>
    internal async Task<string> RunAsync()
    {
        string reason;
        try
        {
            reason = await ReceiveAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            reason = exception is WebSocketException { WebSocketErrorCode: WebSocketError.InvalidMessageType or WebSocketError.Faulted or WebSocketError.HeaderError }
                ? "it broke the WebSocket protocol" : "the connection was lost";
            if (webSocket.State is WebSocketState.Open or WebSocketState.CloseReceived) webSocket.Abort();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            services.Failed(Info, exception); // whatever it is, the end of the connection must be told
            reason = "the server failed at a message";
            webSocket.Abort();
        }
        reason = endReason ?? reason;
        isOver = true;
        foreach (var call in pending.Close())
        {
            call.Record(services.Log, Exchange(call, default, ExchangeResult.Disconnected, null, null));
            var text = IsReplaced ? "the connection was replaced" : reason;
            call.Ended.TrySetResult(new(ExchangeResult.Disconnected, default, null, text, services.Time.GetElapsedTime(call.SentTimestamp)));
        }
        booted.TrySetResult();
        return reason;
    }

    private async Task<string> ReceiveAsync()
    {
        while (true)
        {
            // no buffer is held while the peer is quiet
            var waiting = await webSocket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (waiting.MessageType == WebSocketMessageType.Close) return await ClosedByPeerAsync();
            if (waiting.EndOfMessage) // a message without a byte: it is over already, and the next may be long in coming (B4)
            {
                await inbox.TakeAsync(default, waiting.MessageType == WebSocketMessageType.Binary);
                continue;
            }
            var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
            ITimer? deadline = null; // only a message that is not here in one piece needs one, and counts as unfinished
            try
            {
                var receiving = webSocket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (!receiving.IsCompleted)
                {
                    deadline = StartDeadline();
                    if (!services.Unfinished.TryHold(this, buffer.Length)) await NoRoomAsync();
                }
                var received = await receiving;
                var length = received.Count;
                while (!received.EndOfMessage && received.MessageType != WebSocketMessageType.Close)
                {
                    if (length >= services.Settings.MaxMessageBytes)
                    {
                        buffer = Shrink(buffer);
                        await CloseAsync(WebSocketCloseStatus.MessageTooBig, "the message is larger than 1 MiB");
                        return await PassOverAsync(buffer);
                    }
                    deadline ??= StartDeadline();
                    var room = length == buffer.Length ? buffer.Length * 2 : buffer.Length;
                    if (!services.Unfinished.TryHold(this, room))
                    {
                        buffer = Shrink(buffer);
                        await NoRoomAsync();
                        return await PassOverAsync(buffer);
                    }
                    if (room > buffer.Length) buffer = Grow(buffer);
                    received = await webSocket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += received.Count;
                }
                if (received.MessageType == WebSocketMessageType.Close) return await ClosedByPeerAsync();
                await inbox.TakeAsync(buffer.AsMemory(0, length).ToArray(), received.MessageType == WebSocketMessageType.Binary);
            }
            finally
            {
                if (deadline is not null)
                {
                    deadline.Dispose();
                    services.Unfinished.GiveBack(this);
                }
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>The memory for messages that are not whole is used up: this one may come again later.</summary>
    internal Task NoRoomAsync() =>
        CloseAsync((WebSocketCloseStatus)1013, "too many unfinished messages at once, send it again later");

    private ITimer StartDeadline() => services.Time.CreateTimer(
        _ => Abort($"it did not finish a message within {AssemblyDeadline.TotalSeconds:0} s"), null, AssemblyDeadline, Timeout.InfiniteTimeSpan);

    /// <summary>Reads on without keeping anything: a peer that is still sending would not get to see the close frame.</summary>
    private async Task<string> PassOverAsync(byte[] buffer)
    {
        while ((await webSocket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close) { }
        return endReason ?? "it sent a message that is too large";
    }

    /// <summary>What came of the message is not needed any more.</summary>
    private byte[] Shrink(byte[] buffer)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        services.Unfinished.GiveBack(this);
        return ArrayPool<byte>.Shared.Rent(FirstBuffer);
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private async Task<string> ClosedByPeerAsync()
    {
        await outbox.CloseAsync(WebSocketCloseStatus.NormalClosure, "");
        return endReason ?? "it closed the connection";
    }

    /// <summary>An answer came: it ends its call, or nothing.</summary>
    internal void TakeAnswer(OcppFrame answer, ReadOnlyMemory<byte> raw, bool malformed, string? note, DateTimeOffset receivedAt)
    {
        var (late, isRespelled) = (false, false);
        var call = answer.UniqueId.Length == 0 ? null : pending.Take(answer.UniqueId, out late, out isRespelled);
        if (call is null)
        {
            var what = !pending.WasTaken(answer.UniqueId) && OwnUniqueId.IsOf(Info.ChargePointId, answer.UniqueId)
                ? "an answer to a call of an earlier connection" : "an answer to no call of ours";
            services.Log.NotActedOn(Info, raw, receivedAt, what + (note is null ? "" : "; " + note));
            return;
        }
        if (isRespelled) note = (note is null ? "" : note + "; ") + "the id of our CALL came back in another spelling";
        var elapsed = services.Time.GetElapsedTime(call.SentTimestamp);
        if (late) note = (note is null ? "" : note + "; ") + (elapsed >= GenerousTime ? "the answer came after its deadline" : "the answer came after its deadline, which was short");
        var outcome = PendingCalls.OutcomeOf(answer, malformed, note, elapsed);
        call.Record(services.Log, Exchange(call, raw, outcome.Result, Visible(outcome.ErrorCode ?? AnswerStatus.Of(outcome.Payload)), note) with { AnsweredAt = receivedAt });
        if (late) call.OnLate?.Invoke(outcome);
        else call.Ended.TrySetResult(outcome);
    }

    private static string? Visible(string? text) => text is null ? null : VisibleText.Of(text);

    private WireExchange Exchange(PendingCall call, ReadOnlyMemory<byte> answer, ExchangeResult result, string? status, string? notes) =>
        new(call.Number, Info.ChargePointId, Info.Number, false, call.Action, call.UniqueId, call.SentAt, call.Frame, answer, null, result, status, notes);
}
