using System.Collections.Immutable;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>A run that goes on: its legs one after the other, whatever happens to connections, pages or this process.</summary>
public sealed class LiveRun
{
    private static readonly TimeSpan TidyLimit = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource abort = new();
    private readonly CancellationTokenSource halt = new();
    private readonly RunStore store;
    private readonly IChargePointLink link;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly RunRecorder recorder;
    private readonly StepRunner driver;
    private ImmutableList<string> planned;
    private RunRecord record;
    private TaskCompletionSource? goOn;
    private (string Leg, DateTimeOffset Since)? current;
    private bool isTidying, isOver;

    internal LiveRun(RunRecord record, ImmutableDictionary<string, string> toRestore, IEnumerable<string> legs, IChargePointLink link, RunStore store, TimeProvider time, ILogger logger)
    {
        (this.record, this.link, this.store, this.time, this.logger, planned) = (record with { Frames = [] }, link, store, time, logger, [.. legs]);
        recorder = new RunRecorder(new Keeper(this), time);
        recorder.Resume(record.Frames, toRestore);
        recorder.Changed += () => Changed?.Invoke();
        link.Heard = recorder.Add;
        driver = new StepRunner(recorder, link, logger);
    }

    public long Id => record.Id;
    public string ChargePointId => record.ChargePointId;

    /// <summary>Something about the run changed; on any thread, quick listeners only.</summary>
    internal event Action? Changed;

    public RunView View
    {
        get
        {
            lock (gate) return new(record, recorder.Frames, true, current?.Leg, current?.Since, planned, recorder.Prompt, goOn is not null, isTidying);
        }
    }

    /// <summary>The whole record, frames included.</summary>
    public RunRecord Record
    {
        get
        {
            lock (gate) return record with { Frames = recorder.Frames };
        }
    }

    /// <summary>The legs of a plan, in the order with the fewest hands.</summary>
    public static IEnumerable<string> LegsOf(AcceptancePlan plan) =>
        AcceptanceFunctions.Order.Where(plan.Functions.Contains).Select(AcceptanceFunctions.Find).OfType<AcceptanceFunction>().SelectMany(function => function.Info.Legs).Select(leg => leg.Id);

    /// <summary>Answers the open prompt.</summary>
    /// <param name="said">An answer to its question, or a remark.</param>
    /// <returns>False when that prompt is no longer open.</returns>
    public bool Answer(string promptId, PromptAnswer answer, string said = "") => recorder.Answer(promptId, answer, said, goesOnElsewhere: true); // a page answers: what follows must not run on its circuit

    /// <summary>Stops after the present leg, until <see cref="Resume"/>.</summary>
    public void Pause()
    {
        lock (gate) goOn ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        Changed?.Invoke();
    }

    public void Resume()
    {
        TaskCompletionSource? waiting;
        lock (gate) (waiting, goOn) = (goOn, null);
        waiting?.TrySetResult();
        Changed?.Invoke();
    }

    /// <summary>Ends the run; what was changed is put back first.</summary>
    public void Abort()
    {
        abort.Cancel();
        Resume();
    }

    /// <summary>Runs legs once more, next; the earlier tries are kept.</summary>
    /// <returns>False when the run is over: it takes no more.</returns>
    public bool Repeat(IEnumerable<string> legs)
    {
        lock (gate)
        {
            if (isOver) return false;
            planned = planned.InsertRange(0, legs.Where(leg => leg != current?.Leg && !planned.Contains(leg)));
        }
        Changed?.Invoke();
        return true;
    }

    internal void Add(LegOverride word) => Change(run => run with { Overrides = [.. run.Overrides, word] });

    internal void Add(LegNote note) => Change(run => run with { Notes = [.. run.Notes, note] });

    /// <summary>Stops at once because the server stops: nothing is judged or put back, the next start goes on.</summary>
    internal void Halt()
    {
        halt.Cancel();
        Resume();
    }

    /// <summary>Runs to the end. Never throws.</summary>
    internal async Task RunAsync()
    {
        try
        {
            do
            {
                if (record.State != RunState.Aborted) await RunLegsAsync();
                await TidyAsync();
            }
            while (!IsOver());
            Change(run => run with { State = abort.IsCancellationRequested || run.State == RunState.Aborted ? RunState.Aborted : RunState.Finished, EndedAt = time.GetUtcNow() });
            await KeepAsync();
        }
        catch (OperationCanceledException) when (halt.IsCancellationRequested)
        {
        }
        catch (StorageFailedException exception)
        {
            logger.LogWarning("The commissioning run {Run} of {ChargePoint} cannot be kept and stops; the next start goes on with it ({Fault})", Id, ChargePointId, exception.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "The commissioning run {Run} of {ChargePoint} stopped", Id, ChargePointId);
            Change(run => run with { State = RunState.Aborted, EndedAt = time.GetUtcNow(), Remarks = [.. run.Remarks, "The server failed at this run and ended it; its log says why."] });
        }
    }

    /// <summary>What was to be repeated while it tidied up is not forgotten.</summary>
    private bool IsOver()
    {
        lock (gate) return isOver = isTidying = planned.IsEmpty || abort.IsCancellationRequested || record.State == RunState.Aborted;
    }

    private async Task RunLegsAsync()
    {
        while (!abort.IsCancellationRequested)
        {
            halt.Token.ThrowIfCancellationRequested();
            Task? wait;
            lock (gate) wait = goOn?.Task;
            if (wait is not null)
            {
                await StateAsync(RunState.Paused);
                await wait;
                await StateAsync(RunState.Running);
                continue;
            }
            string leg;
            lock (gate)
            {
                if (planned.IsEmpty) return;
                (leg, planned) = (planned[0], planned.RemoveAt(0));
                current = (leg, time.GetUtcNow());
            }
            await RunLegAsync(leg);
        }
    }

    private async Task RunLegAsync(string leg)
    {
        var function = AcceptanceFunctions.OfLeg(leg)!;
        var attempt = record.Legs.Count(run => run.Leg == leg) + 1;
        var started = time.GetUtcNow();
        recorder.BeginLeg(leg, attempt);
        var result = await driver.RunAsync(function, leg, record, RunContext, abort.Token, halt.Token);
        var frames = recorder.Leg.Frames;
        recorder.EndLeg();
        var (first, last) = frames.Count == 0 ? (1, 0) : (frames[0].Number, frames[^1].Number);
        var run = new LegRun(leg, attempt, started, time.GetUtcNow(), first, last, result);
        lock (gate)
        {
            record = record with { Legs = [.. record.Legs, run] };
            current = null;
        }
        await store.KeepAsync(Id, run);
        await KeepAsync();
    }

    private async Task TidyAsync()
    {
        lock (gate) isTidying = true;
        if (abort.IsCancellationRequested) Change(run => run with { State = RunState.Aborted });
        await KeepAsync();
        using var tooLong = new CancellationTokenSource(TidyLimit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, halt.Token);
        IReadOnlyList<string> remarks;
        try
        {
            remarks = await RunCleanup.RunAsync(RunContext(limit.Token), recorder);
        }
        catch (OperationCanceledException) when (!halt.IsCancellationRequested)
        {
            remarks = [.. recorder.ToRestore.Select(pair => RunCleanup.LeftOver(pair.Key, pair.Value, "there was no time left for it"))];
        }
        Change(run => run with { Remarks = [.. run.Remarks, .. remarks] });
    }

    private RunContext RunContext(CancellationToken stop) => new(recorder, link, record.Plan, time, stop);

    private Task StateAsync(RunState state)
    {
        Change(run => run with { State = state });
        return KeepAsync();
    }

    private void Change(Func<RunRecord, RunRecord> change)
    {
        lock (gate) record = change(record);
        Changed?.Invoke();
    }

    private Task KeepAsync() => store.KeepAsync(Record, recorder.ToRestore);

    private sealed class Keeper(LiveRun run) : IRunKeeper
    {
        public void Keep(CapturedFrame frame) => run.store.Keep(run.Id, frame);

        public Task KeepRestoreAsync(ImmutableDictionary<string, string> toRestore) => run.store.KeepAsync(run.Record, toRestore);
    }
}
