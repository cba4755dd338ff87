using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Features.BulkTasks;

/// <summary>
/// One action for many charge points: at a limited rate (of all tasks together), so many at once, with a result for each. Tasks outlive a restart; what had been sent
/// and was not answered then is not sent again by itself, except for what only reads.
/// </summary>
public sealed class BulkCommands : IHostedLifecycleService, IDisposable
{
    /// <summary>After a restart every charge point is offline for a moment.</summary>
    internal static readonly TimeSpan AfterRestart = TimeSpan.FromMinutes(3);

    private const int KeptInMemory = 50;
    private static readonly HashSet<string> ReadOnly = ["GetConfiguration", "GetLocalListVersion", "GetCompositeSchedule", "GetInstalledCertificateIds"];
    private readonly ConcurrentDictionary<long, BulkRun> runs = new();
    private readonly BulkSender sender;
    private readonly ChargePointStore store;
    private readonly HistoryWriter history;
    private readonly BulkQueries queries;
    private readonly TimeProvider time;
    private readonly ILogger<BulkCommands> logger;
    private readonly BulkRateLimiter pacer;
    private readonly IDisposable subscription;
    private volatile bool stopping;
    private long lastId;

    public BulkCommands(BulkSender sender, ChargePointStore store, ChargePointEvents events, HistoryWriter history, BulkQueries queries, TimeProvider time, ILogger<BulkCommands> logger)
    {
        (this.sender, this.store, this.history, this.queries, this.time, this.logger) = (sender, store, history, queries, time, logger);
        pacer = new(time);
        lastId = queries.LastTask();
        subscription = events.Subscribe(happened =>
        {
            if (happened is not ChargePointConnected) return;
            foreach (var run in runs.Values)
                if (run.IsServed) run.Wake();
        });
    }

    /// <summary>Signals the id of a task that changed.</summary>
    public ChangeFeed<long> Changes { get; } = new();

    /// <summary>Starts a task and returns when it is kept; it goes on when the page is left.</summary>
    /// <exception cref="ArgumentException">The order has a <see cref="BulkOrder.Fault"/>.</exception>
    /// <exception cref="StorageFailedException">It could not be kept; nothing was sent.</exception>
    public async Task<BulkTask> StartTaskAsync(BulkOrder order)
    {
        if (order.Fault is { } fault) throw new ArgumentException(fault, nameof(order));
        var now = time.GetUtcNow();
        var task = new BulkTask
        {
            Id = Interlocked.Increment(ref lastId), Action = order.Action, PayloadJson = CommandTexts.Masked(order.Payload), Argument = ArgumentOf(order.Action, CommandTexts.Masked(order.Payload)),
            RequestedBy = order.RequestedBy, CreatedAt = now, PerMinute = order.PerMinute, AtOnce = order.AtOnce, WaitsForOffline = order.WaitsForOffline,
            Targets = [.. order.ChargePointIds.Distinct(StringComparer.OrdinalIgnoreCase).Select((id, number) => new BulkTarget(number, id))],
        };
        var run = new BulkRun(task, new KeptOrder(order.Payload.Clone(), order.AtOnce, order.WaitsForOffline, now, order.File), now);
        await Task.WhenAll([.. task.Targets.Select(target => history.KeepAsync(Row(task.Id, target))), history.KeepAsync(new RowWrite<BulkTaskEntity>(run.ToEntity()))]);
        runs[task.Id] = run;
        Changes.Signal(task.Id);
        Serve(run);
        return task;
    }

    /// <summary>Sends to no further charge point; what was sent goes on.</summary>
    /// <returns>False: it was over already, or there is no such task.</returns>
    public async Task<bool> CancelRestAsync(long id, string by)
    {
        if (!runs.TryGetValue(id, out var run) || run.Cancel($"cancelled by {by}", time.GetUtcNow()) is not { Count: > 0 } cancelled) return false;
        await KeepAsync(run, cancelled);
        return true;
    }

    /// <summary>Tries those again that failed.</summary>
    /// <returns>Why not, a sentence; null: they are being tried.</returns>
    public async Task<string?> RetryFailedAsync(long id)
    {
        if ((runs.GetValueOrDefault(id) ?? await LoadAsync(id)) is not { } run) return "There is no such task.";
        if (run.Order.Write() is var json && json.Contains(SecretMasking.Dots, StringComparison.Ordinal) || json.Contains("\\u2022", StringComparison.Ordinal))
            return "The payload holds a secret, which is not kept once a task is over: start a new task with it.";
        if (run.Retry(time.GetUtcNow()) is not { Count: > 0 } again) return "No charge point of this task has failed.";
        await KeepAsync(run, again);
        Serve(run);
        return null;
    }

    /// <summary>The tasks of this run of the server, newest first: truer than the database, which is written a moment later.</summary>
    public IReadOnlyList<BulkTask> Known => [.. runs.Values.Select(run => run.Snapshot).OrderByDescending(task => task.Id)];

    /// <summary>A task with all its charge points; null: there is none.</summary>
    public async Task<BulkTask?> FindAsync(long id, CancellationToken stop = default) =>
        runs.TryGetValue(id, out var run) ? run.Snapshot : await queries.FindAsync(id, stop) is var (entity, targets) ? OfEntity(entity, targets) : null;

    /// <summary>Goes on with what was running when the server stopped. Called once, at start, when the state is restored.</summary>
    public void Resume()
    {
        var now = time.GetUtcNow();
        var unfinished = queries.Unfinished();
        if (unfinished.Count > 0) pacer.BeginAnew();
        foreach (var (entity, targets) in unfinished)
        {
            var task = OfEntity(entity, targets);
            var isRunning = task.State == BulkState.Running;
            var seen = task.Targets.Select(target => target.State == BulkTargetState.Sent ? Interrupted(isRunning && ReadOnly.Contains(task.Action), target, now) : target).ToImmutableArray();
            var run = new BulkRun(task with { Targets = seen }, KeptOrder.Read(entity.PayloadJson), now + AfterRestart, lastStart: now);
            runs[task.Id] = run;
            foreach (var target in seen.Except(task.Targets)) history.Keep(Row(task.Id, target));
            if (isRunning) Serve(run);
        }
    }

    private static BulkTarget Interrupted(bool again, BulkTarget target, DateTimeOffset now) => again ? target with { State = BulkTargetState.Waiting }
        : target with { State = BulkTargetState.Failed, Result = "the server stopped before the answer", EndedAt = now };

    private async Task<BulkRun?> LoadAsync(long id)
    {
        if (await queries.FindAsync(id, CancellationToken.None) is not var (entity, targets)) return null;
        return runs.GetOrAdd(id, _ => new BulkRun(OfEntity(entity, targets), KeptOrder.Read(entity.PayloadJson), default));
    }

    private void Serve(BulkRun run)
    {
        if (run.TakeService()) _ = ServeAsync(run);
    }

    private async Task ServeAsync(BulkRun run)
    {
        await Task.Yield();
        BulkRateLimiter.Turn? turn = null;
        try
        {
            while (!stopping)
            {
                var step = run.Next(time.GetUtcNow(), id => store.Find(id)?.Online);
                foreach (var target in step.Lost) Keep(run, run.End(target, BulkTargetState.Failed, target.Result!, time.GetUtcNow(), wasServed: false));
                if (step.Serve is { } pick)
                {
                    turn ??= pacer.Ask(run.PerMinute);
                    if (!turn.Granted.IsCompleted) await Task.WhenAny(turn.Granted, step.Changed!);
                    else if (run.Begin(pick, time.GetUtcNow()) is { } begun)
                    {
                        turn = null;
                        _ = SendAsync(run, begun);
                    }
                    continue;
                }
                turn?.GiveBack();
                turn = null;
                if (step.Changed is { } change) await (step.Wait is { } wait ? change.WaitAsync(wait, time) : change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                else if (step.IsOver && run.Finish(time.GetUtcNow())) break;
            }
            if (stopping) return;
            Keep(run);
            foreach (var old in runs.Values.Where(known => known.IsAtRest).OrderByDescending(known => known.Id).Skip(KeptInMemory)) runs.TryRemove(old.Id, out _); // the database has it
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "The bulk task {Task} broke off", run.Id);
            foreach (var target in run.BreakOff("the server failed at this task; its log says why", time.GetUtcNow())) Keep(run, target);
            Keep(run);
        }
        finally
        {
            turn?.GiveBack();
        }
    }

    /// <summary>Kept as sent before it is sent: after a crash it is not sent a second time.</summary>
    private async Task SendAsync(BulkRun run, BulkTarget target)
    {
        Changes.Signal(run.Id);
        BulkResult result;
        try
        {
            await history.KeepAsync(Row(run.Id, target));
            var task = run.Snapshot;
            result = await sender.RunAsync(new BulkJob(task.Action, run.Order.Payload, run.Order.File, target.Number, target.ChargePointId, $"{task.RequestedBy}, task {task.Id}"));
        }
        catch (StorageFailedException exception)
        {
            result = new(false, $"not sent, because it could not be kept: {exception.Message.TrimEnd('.')}");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "{Action} of the bulk task {Task} to {ChargePoint} failed", run.Snapshot.Action, run.Id, target.ChargePointId);
            result = new(false, "the server failed at this; its log says why");
        }
        if (stopping) return; // stays as sent: the next start says what that means
        if (result.NotSent && run.Order.WaitsForOffline && store.Find(target.ChargePointId) is { Online: false }) Keep(run, run.PutBack(target));
        else Keep(run, run.End(target, result.Succeeded ? BulkTargetState.Succeeded : BulkTargetState.Failed, result.Text, time.GetUtcNow(), result.CommandId));
    }

    private void Keep(BulkRun run, BulkTarget? target = null)
    {
        history.Keep(target is null ? new RowWrite<BulkTaskEntity>(run.ToEntity()) : Row(run.Id, target));
        Changes.Signal(run.Id);
    }

    private async Task KeepAsync(BulkRun run, IEnumerable<BulkTarget> targets)
    {
        Changes.Signal(run.Id);
        await Task.WhenAll([.. targets.Select(target => history.KeepAsync(Row(run.Id, target))), history.KeepAsync(new RowWrite<BulkTaskEntity>(run.ToEntity()))]);
    }

    internal static string ArgumentOf(string action, string payloadJson) => action == BulkOrder.Template ? CommandTexts.Member(payloadJson, "name") ?? "" : CommandTexts.Argument(payloadJson);

    private static RowWrite<BulkTargetEntity> Row(long taskId, BulkTarget target) => new(new()
    {
        TaskId = taskId, Number = target.Number, ChargePointId = target.ChargePointId, State = target.State.ToString(), Attempt = target.Attempt, CommandId = target.CommandId,
        Result = target.Result, EndedAt = target.EndedAt,
    });

    internal static BulkTask OfEntity(BulkTaskEntity entity, IEnumerable<BulkTargetEntity> targets)
    {
        var order = KeptOrder.Read(entity.PayloadJson);
        var payload = CommandTexts.Masked(order.Payload);
        return new()
        {
            Id = entity.Id, Action = entity.Action, PayloadJson = payload, Argument = ArgumentOf(entity.Action, payload), RequestedBy = entity.RequestedBy, CreatedAt = entity.CreatedAt,
            PerMinute = entity.PerMinute, AtOnce = order.AtOnce, WaitsForOffline = order.WaitsForOffline, State = Enum.Parse<BulkState>(entity.State), EndedAt = entity.EndedAt,
            Targets = [.. targets.Select(t => new BulkTarget(t.Number, t.ChargePointId, Enum.Parse<BulkTargetState>(t.State), t.Attempt, t.CommandId, t.Result, t.EndedAt))],
        };
    }

    /// <summary>Before the connections close: that they do is not the charge points' doing.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        foreach (var run in runs.Values) run.Wake();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        stopping = true;
        subscription.Dispose();
        pacer.Dispose();
    }
}
