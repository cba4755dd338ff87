using System.Net.WebSockets;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>
/// What one charge point sends: answers go to their calls at once, CALLs are answered one after another in order of arrival without
/// holding up the reading (design rule 4), up to a number that then slows the peer down. From the moment that the connection begins to
/// close none is taken any more: what could not be answered is not acted on, so that it comes again.
/// </summary>
internal sealed class Inbox(ChargePointConnection connection, ConnectionServices services, Outbox outbox)
{
    private const int MaxWaiting = 64;
    private const int MaxWaitingBytes = 256 * 1024;
    private const int MaxFrames = 64; // in one text
    private const int MaxRepeatable = 64 * 1024;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10); // no charge point waits less for an answer
    private const string RepeatedEarly = "sent again before it was answered, the answer is repeated";
    private const string Closing = "not acted on: the connection was closing, so that it is sent again";
    private const string Unkept = "not acted on: one before it could not be kept, so that it is sent again";
    private readonly Lock gate = new();
    private readonly CallNotes notes = new();
    private readonly AnsweredOnConnection answered = new();
    private Queue<Item>? waiting;
    private TaskCompletionSource? room, idle;
    private int waitingBytes, unanswered;
    private bool busy;
    private DateTimeOffset slowUntil; // repeats of what was answered slowly may be on their way until then
    private string? refusal; // why no CALL is taken any more; null while they are
    private Item? lastAnswered;
    private ReadOnlyMemory<byte> lastAnswer;

    /// <summary>One CALL with the text it came in, secrets masked.</summary>
    private sealed record Item(Call Call, bool Malformed, ReadOnlyMemory<byte> Raw, string? Note, DateTimeOffset ReceivedAt, bool IsMasked)
    {
        /// <summary>See <see cref="CallContext.MayRepeat"/>.</summary>
        public bool MayRepeat { get; set; }
    }

    /// <summary>Takes one message. Completes at once but when too many CALLs wait.</summary>
    public ValueTask TakeAsync(ReadOnlyMemory<byte> text, bool isBinary)
    {
        var now = services.Time.GetUtcNow();
        var id = connection.Info.ChargePointId;
        foreach (var observer in services.Observers) observer.Received(id, now);
        var sent = text;
        text = SecretMasking.Mask(text); // here and once: whoever keeps, logs or shows what a charge point says gets it without its secrets
        var isMasked = !text.Equals(sent);
        var rest = text;
        for (var frames = 1; ; frames++)
        {
            if (frames > MaxFrames)
            {
                services.Log.NotActedOn(connection.Info, rest, now, $"more than {MaxFrames} frames in one text");
                break;
            }
            var reading = isMasked ? ReadMasked(rest, ref sent) : OcppFrameCodec.Read(rest);
            var raw = reading.Consumed == text.Length ? text : rest[..reading.Consumed];
            var malformed = reading.Fault == FrameFault.Malformed;
            var note = isBinary ? Join(reading.Note, "it came as a binary message") : reading.Note;
            if (frames > 1 && reading.Frame is not null) note = Join(note, "it came behind another frame in one message");
            switch (reading.Frame)
            {
                case Call call:
                    Enqueue(new Item(call, malformed, raw, note, now, isMasked));
                    break;
                case { } answer:
                    connection.TakeAnswer(answer, raw, malformed, note, now);
                    break;
                case null when reading.Fault == FrameFault.Empty: // not in the log of messages: nothing was said
                    foreach (var observer in services.Observers) observer.Tolerated(id, now, "an empty message");
                    break;
                case null:
                    services.Log.NotActedOn(connection.Info, raw, now, note ?? "no frame");
                    break;
            }
            if (reading.Consumed >= rest.Length) break;
            rest = rest[reading.Consumed..];
        }
        lock (gate)
        {
            if (waiting is null || (waiting.Count < MaxWaiting && waitingBytes < MaxWaitingBytes)) return default;
            room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(room.Task);
        }
    }

    /// <summary>The masked frame under the id that was sent: the answer must repeat it whatever it holds.</summary>
    private static FrameReading ReadMasked(ReadOnlyMemory<byte> masked, ref ReadOnlyMemory<byte> sent)
    {
        var (reading, original) = (OcppFrameCodec.Read(masked), OcppFrameCodec.Read(sent));
        sent = sent[Math.Min(original.Consumed, sent.Length)..];
        if (reading.Frame is not { } frame || original.Frame is not { } first) return reading;
        return reading with { Frame = frame with { UniqueId = first.UniqueId, IdIsJson = first.IdIsJson } };
    }

    /// <summary>Takes no further CALLs; those that came in are answered. Completes when they are.</summary>
    public Task FinishAsync()
    {
        lock (gate)
        {
            refusal ??= Closing;
            return busy ? (idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    /// <summary>Takes no further CALLs, and those that wait stay unanswered; the one that is being answered ends as it can.</summary>
    public void Stop(string why = Closing)
    {
        Queue<Item>? left;
        TaskCompletionSource? reader;
        lock (gate)
        {
            refusal ??= why;
            (left, waiting, waitingBytes, reader, room) = (waiting, null, 0, room, null);
        }
        reader?.TrySetResult();
        foreach (var item in left ?? []) NotAnswered(item, why);
    }

    private void Enqueue(Item item)
    {
        string? why;
        lock (gate)
        {
            why = refusal;
            item.MayRepeat = unanswered > 0;
            if (why is null) unanswered++;
            if (why is null && busy)
            {
                (waiting ??= new()).Enqueue(item);
                waitingBytes += item.Raw.Length;
                return;
            }
            busy |= why is null;
        }
        if (why is null) _ = AnswerAllAsync(item);
        else NotAnswered(item, why);
    }

    private async Task AnswerAllAsync(Item first)
    {
        for (var item = first; item is not null; item = Next())
        {
            try
            {
                if (await AnswerAsync(item)) continue;
                Stop(Unkept);
                _ = connection.CloseAsync((WebSocketCloseStatus)1013, "the message could not be kept, send it again");
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                services.Failed(connection.Info, exception);
                Stop(Unkept);
                connection.Abort("the server failed at a message");
            }
        }
    }

    /// <summary>The next CALL to answer; null when there is none.</summary>
    private Item? Next()
    {
        if (connection.IsOvertaken) Stop(); // what it said before it was lost would be told behind what its successor says
        lock (gate)
        {
            if (waiting is { Count: > 0 })
            {
                var item = waiting.Dequeue();
                waitingBytes -= item.Raw.Length;
                if (waiting.Count >= MaxWaiting / 2 || waitingBytes >= MaxWaitingBytes) return item;
                room?.TrySetResult();
                room = null;
                return item;
            }
            busy = false;
            waiting = null;
            idle?.TrySetResult();
            idle = null;
            room?.TrySetResult();
            room = null;
            return null;
        }
    }

    private void NotAnswered(Item item, string why) =>
        services.Log.Record(Exchange(item, new(default, ExchangeResult.NotActedOn, null, why), null));

    /// <returns>False when it stays unanswered.</returns>
    private async ValueTask<bool> AnswerAsync(Item item)
    {
        var call = item.Call;
        var info = connection.Info;
        RoutedAnswer answer;
        item.MayRepeat |= item.ReceivedAt <= slowUntil;
        if (item.Malformed)
        {
            answer = await services.Router.RefuseAsync(call, item.Raw, item.Note, new CallContext(info.ChargePointId, info.Number, call.UniqueId, item.ReceivedAt));
        }
        else if (IsReplay(item))
        {
            answer = new(lastAnswer, ExchangeResult.Answered, null, item.MayRepeat ? RepeatedEarly : "sent again with the same id, the first answer is repeated");
        }
        else
        {
            var context = new CallContext(info.ChargePointId, info.Number, call.UniqueId, item.ReceivedAt, notes) { Answered = answered, MayRepeat = item.MayRepeat };
            answer = await services.Router.AnswerAsync(call, item.Raw, item.Note, context);
        }
        if (answer.Frame.IsEmpty)
        {
            services.Log.Record(Exchange(item, answer, null));
            return false;
        }
        if (services.Policies.Of(info.ChargePointId).ReplyDelay is var delay && delay > TimeSpan.Zero) await Task.Delay(delay, services.Time); // B10
        BeforeAnswer(item);
        var isBoot = call.Action == "BootNotification" && answer.Result == ExchangeResult.Answered;
        var isRejected = isBoot && AnswerStatus.Of(Payload(answer.Frame)) == "Rejected";
        if (isRejected) connection.BootAnswered(isRejected); // before it leaves: no command follows it
        if (!outbox.Send(answer.Frame)) answer = answer with { Notes = Join(answer.Notes, "the connection ended before the answer was sent") };
        if (isBoot && !isRejected) connection.BootAnswered(isRejected); // behind it: a command that waited follows
        if (call.Action != "BootNotification") connection.CallAnswered();
        if (IsMoney(call.Action) && item.Raw.Length <= MaxRepeatable) (lastAnswered, lastAnswer) = (item, answer.Frame);
        services.Log.Record(Exchange(item, answer, services.Time.GetUtcNow()));
        return true;
    }

    /// <summary>Whoever has the answer finds that nothing is left unanswered.</summary>
    private void BeforeAnswer(Item item)
    {
        var now = services.Time.GetUtcNow();
        if (now - item.ReceivedAt >= Slow) slowUntil = now + Slow;
        lock (gate) unanswered--;
    }

    private static string Join(string? notes, string note) => notes is null ? note : notes + "; " + note;

    /// <summary>The same CALL again on the same connection (D15). Other actions are simply done again: their answers carry the time.</summary>
    private bool IsReplay(Item item) => lastAnswered is { } last && last.Call.UniqueId == item.Call.UniqueId && last.Raw.Span.SequenceEqual(item.Raw.Span);

    private static bool IsMoney(string action) => action is "StartTransaction" or "StopTransaction" or "MeterValues";

    /// <summary>An id with a secret in it is repeated to the charge point and not in the log.</summary>
    private WireExchange Exchange(Item item, RoutedAnswer answer, DateTimeOffset? answeredAt) => new(
        services.Log.NextNumber(), connection.Info.ChargePointId, connection.Info.Number, true, item.Call.Action,
        item.IsMasked ? SecretMasking.MaskText(item.Call.UniqueId) : item.Call.UniqueId, item.ReceivedAt, item.Raw,
        item.IsMasked ? SecretMasking.Mask(answer.Frame) : answer.Frame, answeredAt, answer.Result,
        answer.Status ?? (item.Call.Action is "MeterValues" or "Heartbeat" ? null : AnswerStatus.Of(Payload(answer.Frame))), answer.Notes);

    /// <summary>The payload within an answer of ours: from its first brace to the closing bracket.</summary>
    private static ReadOnlyMemory<byte> Payload(ReadOnlyMemory<byte> frame)
    {
        var start = frame.Span.IndexOf((byte)'{');
        return start < 0 || frame.Length < 2 ? default : frame[start..^1];
    }
}
