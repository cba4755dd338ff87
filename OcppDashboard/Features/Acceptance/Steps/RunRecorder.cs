using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;

namespace OcppDashboard.Features.Acceptance.Steps;

/// <summary>Where a run keeps what happens; it must outlive the process.</summary>
public interface IRunKeeper
{
    /// <summary>Keeps a frame; not waited for.</summary>
    void Keep(CapturedFrame frame);

    /// <summary>Keeps which keys must be put back to what; done when it is on disk.</summary>
    Task KeepRestoreAsync(ImmutableDictionary<string, string> toRestore);
}

/// <summary>Takes everything that happens during a run in order, and lets drivers wait for what fits. Thread-safe.</summary>
public sealed class RunRecorder(IRunKeeper keeper, TimeProvider time)
{
    private static readonly JsonElement NoPayload = JsonDocument.Parse("{}").RootElement.Clone();
    private static readonly TimeSpan EarlyTimer = TimeSpan.FromSeconds(1); // a timer may run out a little before the clock, by which legs are judged; more is a clock that was set
    private readonly Lock gate = new();
    private readonly List<Waiter> waiters = [];
    private ImmutableList<CapturedFrame> frames = [];
    private int last, legStart, attempt;
    private string leg = "";

    /// <summary>Is told every frame, and when a prompt opens or closes; quick and without exceptions.</summary>
    public event Action? Changed;

    public RunFacts Facts { get; private set; } = RunFacts.None;
    public OpenPrompt? Prompt { get; private set; }
    public ImmutableDictionary<string, string> ToRestore { get; private set; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>All frames of the run.</summary>
    public IReadOnlyList<CapturedFrame> Frames => Volatile.Read(ref frames);

    /// <summary>The frames of the present leg.</summary>
    public LegCapture Leg => new([.. Frames.Skip(legStart)]);

    /// <summary>Goes on where a run was when the server stopped.</summary>
    public void Resume(IReadOnlyList<CapturedFrame> kept, ImmutableDictionary<string, string> toRestore)
    {
        lock (gate)
        {
            frames = [.. kept];
            last = kept.Count == 0 ? 0 : kept[^1].Number;
            Facts = RunFacts.Of(kept);
            ToRestore = toRestore;
        }
    }

    public void BeginLeg(string id, int number)
    {
        lock (gate) (leg, attempt, legStart) = (id, number, frames.Count);
        Changed?.Invoke();
    }

    public void EndLeg()
    {
        lock (gate) (leg, attempt, legStart) = ("", 0, frames.Count);
        Changed?.Invoke();
    }

    public void Add(LinkFrame frame) => Add(new CapturedFrame(0, frame.At, frame.Connection, frame.FromChargePoint, frame.Kind, frame.Action, frame.UniqueId, "", 0, frame.Payload, frame.Text));

    public CapturedFrame Add(FrameKind kind, string action, string uniqueId, string text) =>
        Add(new CapturedFrame(0, time.GetUtcNow(), 0, false, kind, action, uniqueId, "", 0, NoPayload, text));

    public async Task<CapturedFrame?> WaitAsync(Func<CapturedFrame, bool> fits, TimeSpan limit, CapturedFrame? after, CancellationToken stop)
    {
        var waiter = new Waiter(fits);
        lock (gate)
        {
            var from = after?.Number ?? (legStart < frames.Count ? frames[legStart].Number - 1 : last);
            if (frames.FirstOrDefault(frame => frame.Number > from && fits(frame)) is { } known) return known;
            waiters.Add(waiter);
        }
        var end = time.GetUtcNow() + limit;
        try
        {
            while (true)
            {
                try
                {
                    return await waiter.Found.Task.WaitAsync(limit, time, stop);
                }
                catch (TimeoutException)
                {
                    limit = end - time.GetUtcNow();
                    if (limit <= TimeSpan.Zero || limit > EarlyTimer) return null;
                    limit = TimeSpan.FromMilliseconds(Math.Ceiling(limit.TotalMilliseconds));
                }
            }
        }
        finally
        {
            lock (gate) waiters.Remove(waiter);
        }
    }

    public async Task<PromptAnswer> AskAsync(Prompt prompt, Func<CapturedFrame, bool>? fulfilled, TimeSpan limit, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var asked = Add(FrameKind.Prompt, prompt.Key, $"prompt-{last + 1}", prompt.Title);
        Prompt = new OpenPrompt(asked.UniqueId, prompt, asked.Leg, now, now + limit);
        Changed?.Invoke();
        bool Ends(CapturedFrame frame) => frame.Number > asked.Number && (frame.Kind == FrameKind.PromptAnswer && frame.UniqueId == asked.UniqueId || fulfilled?.Invoke(frame) == true);
        var end = await WaitAsync(Ends, limit, asked, stop);
        Prompt = null;
        if (end is { Kind: FrameKind.PromptAnswer }) return Enum.Parse<PromptAnswer>(end.Action);
        var answer = end is null ? PromptAnswer.Expired : PromptAnswer.ByItself;
        Add(FrameKind.PromptAnswer, answer.ToString(), asked.UniqueId, end is null ? "nobody answered in time" : $"the charge point reported it: {end.Action} {end.Status}".TrimEnd());
        return answer;
    }

    /// <summary>What a person says to the open prompt.</summary>
    /// <param name="said">An answer to the prompt's question, or a remark; may be empty.</param>
    /// <returns>False when that prompt is no longer open.</returns>
    public bool Answer(string promptId, PromptAnswer answer, string said = "", bool goesOnElsewhere = false)
    {
        if (Prompt?.Id != promptId) return false;
        Add(new CapturedFrame(0, time.GetUtcNow(), 0, false, FrameKind.PromptAnswer, answer.ToString(), promptId, "", 0, NoPayload, said), goesOnElsewhere);
        return true;
    }

    public Task KeepForRestoreAsync(string key, string value)
    {
        if (ToRestore.ContainsKey(key)) return Task.CompletedTask; // the first value is the charge point's own
        ToRestore = ToRestore.SetItem(key, value);
        return keeper.KeepRestoreAsync(ToRestore);
    }

    public Task RestoredAsync(string key)
    {
        ToRestore = ToRestore.Remove(key);
        return keeper.KeepRestoreAsync(ToRestore);
    }

    /// <param name="goesOnElsewhere">The one who adds it is not the run's own loop: who waited for the frame goes on on a thread of the pool.</param>
    private CapturedFrame Add(CapturedFrame frame, bool goesOnElsewhere = false)
    {
        List<Waiter> found;
        lock (gate)
        {
            frame = frame with { Number = ++last, Leg = leg, Attempt = attempt };
            frames = frames.Add(frame);
            Facts = Facts.With(frame);
            found = waiters.FindAll(waiter => waiter.Fits(frame));
        }
        keeper.Keep(frame);
        if (!goesOnElsewhere) foreach (var waiter in found) waiter.Found.TrySetResult(frame);
        else if (found.Count > 0) _ = Task.Run(() => found.ForEach(waiter => waiter.Found.TrySetResult(frame)));
        Changed?.Invoke();
        return frame;
    }

    private sealed record Waiter(Func<CapturedFrame, bool> Fits)
    {
        public TaskCompletionSource<CapturedFrame> Found { get; } = new(); // goes on at once, in the order of what happened: whoever adds frames is the run's own loop
    }
}
