using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>A CALL of ours on its way.</summary>
internal sealed class PendingCall(long number, string uniqueId, string action, DateTimeOffset sentAt, long sentTimestamp, ReadOnlyMemory<byte> frame, Action<CallOutcome>? onLate)
{
    public long Number { get; } = number;
    public string UniqueId { get; } = uniqueId;
    public string Action { get; } = action;
    public DateTimeOffset SentAt { get; } = sentAt;
    public long SentTimestamp { get; } = sentTimestamp;
    public ReadOnlyMemory<byte> Frame { get; } = frame;
    public Action<CallOutcome>? OnLate { get; } = onLate;
    public TaskCompletionSource<CallOutcome> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lock recording = new();
    private bool hasEnded;

    /// <summary>Records how the exchange stands. Its end may come before its sender has said that it waits: the end is what stays.</summary>
    public void Record(WireLog log, WireExchange exchange)
    {
        lock (recording)
        {
            if (exchange.Result == ExchangeResult.Waiting && hasEnded) return;
            hasEnded |= exchange.Result != ExchangeResult.Waiting;
            log.Record(exchange);
        }
    }
}

/// <summary>The CALLs of ours on one connection that wait for an answer, and those whose answer may still come late (D16).</summary>
internal sealed class PendingCalls(TimeProvider time)
{
    private static readonly TimeSpan RememberExpired = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private Dictionary<string, PendingCall>? open;
    private List<PendingCall>? expired;
    private string? lastTaken;
    private bool closed;

    /// <returns>False when the connection has ended.</returns>
    public bool Add(PendingCall call)
    {
        lock (gate)
        {
            if (closed) return false;
            (open ??= []).Add(call.UniqueId, call);
            return true;
        }
    }

    /// <summary>Takes the call an answer belongs to; an id in capitals, padded or with other marks between its digits is the same id.</summary>
    /// <param name="late">True when it had been given up already.</param>
    /// <param name="isRespelled">True when the id came back in another spelling.</param>
    public PendingCall? Take(string uniqueId, out bool late, out bool isRespelled)
    {
        lock (gate)
        {
            var taken = Find(uniqueId, out late, out isRespelled);
            if (taken is not null) lastTaken = taken.UniqueId;
            return taken;
        }
    }

    /// <summary>True for the last CALL that was answered on this connection: another answer to it is one too many.</summary>
    public bool WasTaken(string uniqueId)
    {
        lock (gate) return lastTaken is { } last && IsSame(last, uniqueId);
    }

    private PendingCall? Find(string uniqueId, out bool late, out bool isRespelled)
    {
        (late, isRespelled) = (false, false);
        if (open is not null && open.Remove(uniqueId, out var call)) return call;
        expired?.RemoveAll(e => time.GetElapsedTime(e.SentTimestamp) > RememberExpired + TimeSpan.FromHours(1));
        if (TakeExpired(e => e.UniqueId == uniqueId) is { } exact)
        {
            late = true;
            return exact;
        }
        foreach (var id in open?.Keys ?? Enumerable.Empty<string>())
            if (IsSame(id, uniqueId) && open!.Remove(id, out call))
            {
                isRespelled = true;
                return call;
            }
        var given = TakeExpired(e => IsSame(e.UniqueId, uniqueId));
        late = isRespelled = given is not null;
        return given;
    }

    private PendingCall? TakeExpired(Predicate<PendingCall> which)
    {
        var at = expired?.FindIndex(which) ?? -1;
        if (at < 0) return null;
        var found = expired![at];
        expired.RemoveAt(at);
        return found;
    }

    /// <summary>Our ids are GUIDs: their letters and digits alone, in whichever case, tell them apart.</summary>
    private static bool IsSame(string ours, string theirs)
    {
        if (theirs.Length > 4 * ours.Length) return false;
        int i = 0, j = 0;
        while (true)
        {
            while (i < ours.Length && !char.IsAsciiLetterOrDigit(ours[i])) i++;
            while (j < theirs.Length && !char.IsAsciiLetterOrDigit(theirs[j])) j++;
            if (i == ours.Length || j == theirs.Length) return i > 0 && i == ours.Length && j == theirs.Length;
            if (char.ToUpperInvariant(ours[i++]) != char.ToUpperInvariant(theirs[j++])) return false;
        }
    }

    /// <summary>Gives a call up but remembers it. False when its answer came in the meantime.</summary>
    public bool Expire(PendingCall call)
    {
        lock (gate)
        {
            if (open is null || !open.Remove(call.UniqueId)) return false;
            (expired ??= []).Add(call);
            if (expired.Count > 20) expired.RemoveAt(0);
            return true;
        }
    }

    /// <summary>Ends the collection: what is left can no longer be answered.</summary>
    public IReadOnlyList<PendingCall> Close()
    {
        lock (gate)
        {
            closed = true;
            IReadOnlyList<PendingCall> left = open is null ? [] : [.. open.Values];
            open = null;
            expired = null;
            return left;
        }
    }

    public static CallOutcome OutcomeOf(OcppFrame answer, bool malformed, string? note, TimeSpan elapsed) => answer switch
    {
        _ when malformed => new(ExchangeResult.Malformed, default, null, note, elapsed),
        CallResult result => new(ExchangeResult.Answered, result.Payload, null, null, elapsed),
        CallError error => new(
            ExchangeResult.CallError, default, error.ErrorCode is "" ? OcppErrorCode.GenericError : error.ErrorCode, VisibleText.Of(error.Description), elapsed),
        _ => throw new ArgumentException("a CALL is no answer", nameof(answer)),
    };
}
