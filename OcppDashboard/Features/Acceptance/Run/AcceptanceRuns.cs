using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Live;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>Why a run could not be started or a word could not be taken; a sentence.</summary>
public sealed class AcceptanceException(string sentence) : Exception(sentence);

/// <summary>All commissioning runs: those that go on, and what is kept of the others.</summary>
public sealed class AcceptanceRuns(LinkServices services, RunCapture capture, RunStore store, AcceptanceQueries queries, TimeProvider time, ILogger<AcceptanceRuns> logger)
{
    private const int LongestText = 2000;
    private const int LargestPhoto = 8 << 20;
    private readonly ConcurrentDictionary<long, LiveRun> live = new();
    private readonly ConcurrentDictionary<long, Func<Task>> ends = new();
    private readonly ConcurrentDictionary<long, Task> tasks = new();
    private long lastRun, lastWord;

    /// <summary>Signals the id of a run that changed.</summary>
    public ChangeFeed<long> Changes { get; } = new();

    /// <summary>Runs that go on.</summary>
    public IEnumerable<LiveRun> Live => live.Values.OrderBy(run => run.Id);

    public LiveRun? FindLive(long id) => live.GetValueOrDefault(id);

    public LiveRun? FindLive(string chargePointId) => live.Values.FirstOrDefault(run => run.ChargePointId.Equals(chargePointId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The whole run with its frames, going on or over; null: there is none.</summary>
    public async Task<RunRecord?> FindAsync(long id, CancellationToken stop = default) => FindLive(id)?.Record ?? await store.FindAsync(id, stop);

    /// <summary>The run as pages draw it.</summary>
    public async Task<RunView?> ViewAsync(long id, CancellationToken stop = default) =>
        FindLive(id)?.View ?? (await store.FindAsync(id, stop) is { } record ? new(record with { Frames = [] }, record.Frames, false, null, null, [], null, false, false) : null);

    /// <summary>Starts a run; it goes on by itself.</summary>
    /// <exception cref="AcceptanceException">It cannot be started; the sentence says why.</exception>
    public async Task<LiveRun> StartAsync(string chargePointId, AcceptancePlan plan)
    {
        if (services.Store.Find(chargePointId) is not { } snapshot) throw new AcceptanceException($"There is no charge point {chargePointId}.");
        if (!snapshot.Online) throw new AcceptanceException($"{snapshot.Id} is offline: a run begins with a connected charge point.");
        if (string.IsNullOrWhiteSpace(plan.Tester)) throw new AcceptanceException("The tester's name is needed: it is printed in the report.");
        if (plan.Functions.Count == 0) throw new AcceptanceException("Choose at least one function.");
        plan = plan with // as it says now: the head of the report, and what the model's sheet is found by
        {
            ManufacturerName = plan.ManufacturerName ?? snapshot.Boot?.Vendor, ManufacturerModel = plan.ManufacturerModel ?? snapshot.Boot?.Model,
            ManufacturerNumber = plan.ManufacturerNumber ?? snapshot.Boot?.SerialNumber ?? snapshot.Boot?.ChargeBoxSerialNumber, FirmwareVersion = plan.FirmwareVersion ?? snapshot.Boot?.FirmwareVersion,
        };
        var record = new RunRecord { Id = Interlocked.Increment(ref lastRun), ChargePointId = snapshot.Id, Plan = plan, StartedAt = time.GetUtcNow() };
        var run = Make(record, [], LiveRun.LegsOf(plan)) ?? throw new AcceptanceException($"{snapshot.Id} is being commissioned already: open that run.");
        await BeginAsync(run, record);
        return run;
    }

    /// <summary>Runs the legs of a function, or one leg, once more, also of a run that is over.</summary>
    /// <exception cref="AcceptanceException">It cannot be run now; the sentence says why.</exception>
    public async Task RepeatAsync(long runId, IReadOnlyList<string> legs)
    {
        if (FindLive(runId) is { } going)
        {
            if (going.Repeat(legs)) return;
            if (tasks.TryGetValue(runId, out var ending)) await ending;
        }
        var record = await store.FindAsync(runId) ?? throw new AcceptanceException("There is no such run.");
        if (services.Store.Find(record.ChargePointId)?.Online != true) throw new AcceptanceException($"{record.ChargePointId} is offline: connect it first.");
        var again = record with { State = RunState.Running, EndedAt = null };
        var run = Make(again, [], legs) ?? throw new AcceptanceException($"{record.ChargePointId} is being commissioned already: open that run.");
        await BeginAsync(run, again);
    }

    /// <summary>A person's verdict over the machine's; the machine's stays.</summary>
    /// <exception cref="AcceptanceException">A name and a comment are needed.</exception>
    public async Task OverrideAsync(long runId, string leg, Verdict verdict, string by, string comment)
    {
        if (string.IsNullOrWhiteSpace(by) || string.IsNullOrWhiteSpace(comment)) throw new AcceptanceException("A verdict of a person needs a name and a comment.");
        var word = new LegOverride(leg, verdict, Tidy(by), Tidy(comment), time.GetUtcNow());
        await store.KeepAsync(runId, Interlocked.Increment(ref lastWord), word);
        FindLive(runId)?.Add(word);
        Changes.Signal(runId);
    }

    /// <summary>A remark about a leg, with a picture or without.</summary>
    /// <param name="photo">JPEG or PNG, at most 8 MiB.</param>
    /// <exception cref="AcceptanceException">It cannot be taken; the sentence says why.</exception>
    public async Task NoteAsync(long runId, string leg, string by, string text, byte[]? photo)
    {
        if (photo is null && string.IsNullOrWhiteSpace(text)) throw new AcceptanceException("A note needs a text or a photo.");
        if (photo is { Length: > LargestPhoto }) throw new AcceptanceException("The photo is larger than 8 MiB.");
        if (photo is not null && !IsPicture(photo)) throw new AcceptanceException("The photo must be a JPEG or PNG picture.");
        var note = new LegNote(Interlocked.Increment(ref lastWord), leg, Tidy(by), Tidy(text), time.GetUtcNow(), photo);
        await store.KeepAsync(runId, note);
        FindLive(runId)?.Add(note);
        Changes.Signal(runId);
    }

    /// <summary>Goes on with what the last stop interrupted. Called once, at start.</summary>
    internal async Task ResumeAsync()
    {
        (var goingOn, lastRun, lastWord, _) = queries.AtStart();
        foreach (var id in goingOn)
        {
            var record = await store.FindAsync(id);
            if (record is null) continue;
            var left = LiveRun.LegsOf(record.Plan).Where(leg => record.Last(leg) is null);
            var run = Make(record with { State = record.State == RunState.Paused ? RunState.Running : record.State }, await store.ToRestoreAsync(id), left);
            if (run is null) continue;
            if (record.State == RunState.Paused) run.Pause();
            Go(run);
        }
    }

    /// <summary>The server stops: all runs stop where they are.</summary>
    internal async Task HaltAsync()
    {
        foreach (var run in live.Values) run.Halt();
        await Task.WhenAll(tasks.Values);
    }

    private LiveRun? Make(RunRecord record, ImmutableDictionary<string, string> toRestore, IEnumerable<string> legs)
    {
        var owner = $"commissioning run {record.Id}";
        if (services.Commands.Reserve(record.ChargePointId, owner) is not { } reservation) return null;
        var link = new ChargePointLink(record.ChargePointId, owner, services);
        var run = new LiveRun(record, toRestore, legs, link, store, time, logger);
        run.Changed += () => Changes.Signal(run.Id);
        capture.Add(link);
        live[run.Id] = run;
        ends[run.Id] = async () =>
        {
            capture.Remove(link);
            await link.DisposeAsync();
            reservation.Dispose();
        };
        return run;
    }

    /// <summary>One that cannot be kept does not begin, and lets its charge point go.</summary>
    private async Task BeginAsync(LiveRun run, RunRecord record)
    {
        try
        {
            await store.KeepAsync(record, []);
        }
        catch
        {
            live.TryRemove(new(run.Id, run));
            if (ends.TryRemove(run.Id, out var end)) await end();
            throw;
        }
        Go(run);
    }

    private void Go(LiveRun run) => tasks[run.Id] = Task.Run(async () =>
    {
        await run.RunAsync();
        if (ends.TryRemove(run.Id, out var end)) await end();
        tasks.TryRemove(run.Id, out _);
        live.TryRemove(new(run.Id, run)); // it may be running once more by now
        Changes.Signal(run.Id);
    });

    private static string Tidy(string text) => text.Trim() is { Length: > LongestText } endless ? endless[..LongestText] : text.Trim();

    private static bool IsPicture(byte[] photo) => photo.AsSpan().StartsWith<byte>([0xFF, 0xD8, 0xFF]) || photo.AsSpan().StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]);
}
