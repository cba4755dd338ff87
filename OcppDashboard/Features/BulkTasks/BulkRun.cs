using System.Collections.Immutable;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.BulkTasks;

/// <summary>A task in memory. Every change is made under its lock and told to <see cref="BulkCommands"/>, which keeps it.</summary>
internal sealed class BulkRun
{
    private readonly Lock gate = new();
    private readonly BulkTarget[] targets;
    private BulkTask task;
    private TaskCompletionSource changed = New();
    private DateTimeOffset nextStart;
    private int inFlight;

    /// <param name="lastStart">When it last began with a charge point, as far as that matters to its rate; null: not yet.</param>
    public BulkRun(BulkTask task, KeptOrder order, DateTimeOffset heldUntil, DateTimeOffset? lastStart = null)
    {
        if (lastStart is { } before) nextStart = before + TimeSpan.FromMinutes(1) / task.PerMinute;
        (this.task, Order, HeldUntil) = (task with { Targets = [] }, order, heldUntil);
        targets = [.. task.Targets];
    }

    public KeptOrder Order { get; private set; }

    /// <summary>Until when offline charge points are waited for in any case: after a restart all of them are, for a moment.</summary>
    public DateTimeOffset HeldUntil { get; }

    public long Id => task.Id;

    /// <summary>Charge points a minute at most.</summary>
    public int PerMinute => task.PerMinute;

    /// <summary>A loop is serving it.</summary>
    public bool IsServed { get; set; }

    public BulkTask Snapshot
    {
        get
        {
            lock (gate) return task with { Targets = [.. targets] };
        }
    }

    /// <summary>What to do next: serve a charge point, fail some that are offline, wait, or nothing more.</summary>
    public BulkStep Next(DateTimeOffset now, Func<string, bool?> isOnline)
    {
        lock (gate)
        {
            if (task.State != BulkState.Running && inFlight == 0) return new(null, [], null, IsOver: true);
            var waitsUntil = Order.WaitsForOffline ? Order.Round + BulkOrder.LongestWait : Order.Round;
            if (HeldUntil > waitsUntil) waitsUntil = HeldUntil;
            BulkTarget? pick = null;
            var held = false;
            var lost = ImmutableArray.CreateBuilder<BulkTarget>();
            foreach (var target in targets)
            {
                if (target.State != BulkTargetState.Waiting) continue;
                var online = isOnline(target.ChargePointId);
                if (online == true) pick ??= target;
                else if (online is not null && now < waitsUntil) held = true;
                else lost.Add(target with { Result = online is null ? "there is no such charge point" : Order.WaitsForOffline ? "offline for 24 h" : "offline" });
            }
            if (lost.Count > 0) return new(null, lost.ToImmutable(), null);
            if (pick is null && !held && inFlight == 0) return new(null, [], null, IsOver: true);
            if (pick is not null && inFlight < task.AtOnce)
            {
                if (now >= nextStart) return new(pick, [], changed.Task);
                return new(null, [], changed.Task, nextStart - now);
            }
            return new(null, [], changed.Task, held ? waitsUntil - now : null);
        }
    }

    /// <summary>A target is about to be served.</summary>
    public BulkTarget? Begin(BulkTarget target, DateTimeOffset now)
    {
        lock (gate)
        {
            if (targets[target.Number].State != BulkTargetState.Waiting || task.State != BulkState.Running) return null;
            inFlight++;
            nextStart = now + TimeSpan.FromMinutes(1) / task.PerMinute;
            return targets[target.Number] = target with { State = BulkTargetState.Sent, Attempt = target.Attempt + 1, Result = null, CommandId = null };
        }
    }

    /// <param name="wasServed">True: it was begun before.</param>
    public BulkTarget End(BulkTarget target, BulkTargetState state, string result, DateTimeOffset now, long? commandId = null, bool wasServed = true)
    {
        lock (gate)
        {
            if (wasServed) inFlight--;
            var ended = targets[target.Number] = target with { State = state, Result = result, EndedAt = now, CommandId = commandId };
            WakeLocked();
            return ended;
        }
    }

    /// <summary>It went offline before anything was sent: it waits again.</summary>
    public BulkTarget PutBack(BulkTarget target)
    {
        lock (gate)
        {
            inFlight--;
            var back = targets[target.Number] = target with { State = task.State == BulkState.Running ? BulkTargetState.Waiting : BulkTargetState.Cancelled, Attempt = target.Attempt - 1 };
            WakeLocked();
            return back;
        }
    }

    /// <summary>Nothing will happen to it any more unless it is asked for.</summary>
    public bool IsAtRest
    {
        get
        {
            lock (gate) return !IsServed && task.State != BulkState.Running;
        }
    }

    public void Wake()
    {
        lock (gate) WakeLocked();
    }

    /// <returns>The targets that will not be served any more.</returns>
    public IReadOnlyList<BulkTarget> Cancel(string why, DateTimeOffset now)
    {
        lock (gate)
        {
            if (task.State != BulkState.Running) return [];
            task = task with { State = BulkState.Cancelled, EndedAt = now };
            var cancelled = Change(target => target.State == BulkTargetState.Waiting, target => target with { State = BulkTargetState.Cancelled, Result = why, EndedAt = now });
            WakeLocked();
            return cancelled;
        }
    }

    /// <summary>Nobody serves it any more: what waits has failed, so that a person can have it tried again.</summary>
    /// <returns>The targets that failed with it.</returns>
    public IReadOnlyList<BulkTarget> BreakOff(string why, DateTimeOffset now)
    {
        lock (gate)
        {
            IsServed = false;
            if (task.State == BulkState.Running) task = task with { State = BulkState.Finished, EndedAt = now };
            return Change(target => target.State == BulkTargetState.Waiting, target => target with { State = BulkTargetState.Failed, Result = why, EndedAt = now });
        }
    }

    /// <returns>The targets that are tried again.</returns>
    public IReadOnlyList<BulkTarget> Retry(DateTimeOffset now)
    {
        lock (gate)
        {
            var again = Change(target => target.State == BulkTargetState.Failed, target => target with { State = BulkTargetState.Waiting, Result = null, EndedAt = null });
            if (again.Count == 0) return again;
            task = task with { State = BulkState.Running, EndedAt = null };
            Order = Order with { Round = now };
            WakeLocked();
            return again;
        }
    }

    /// <summary>True: it ended now.</summary>
    public bool Finish(DateTimeOffset now)
    {
        lock (gate)
        {
            if (targets.Any(target => target.State is BulkTargetState.Waiting or BulkTargetState.Sent)) return false; // tried again meanwhile
            IsServed = false;
            if (task.State == BulkState.Running) task = task with { State = BulkState.Finished, EndedAt = now };
            return true;
        }
    }

    /// <summary>True for the one who is to serve it now.</summary>
    public bool TakeService()
    {
        lock (gate)
        {
            if (IsServed) return false;
            return IsServed = true;
        }
    }

    /// <summary>As it is kept: with its secrets only as long as it runs.</summary>
    public BulkTaskEntity ToEntity()
    {
        lock (gate)
        {
            var json = Order.Write();
            return new()
            {
                Id = task.Id, Action = task.Action, PayloadJson = task.State == BulkState.Running ? json : SecretMasking.Mask(json), RequestedBy = task.RequestedBy,
                CreatedAt = task.CreatedAt, PerMinute = task.PerMinute, State = task.State.ToString(), EndedAt = task.EndedAt,
            };
        }
    }

    private List<BulkTarget> Change(Predicate<BulkTarget> which, Func<BulkTarget, BulkTarget> change)
    {
        var list = new List<BulkTarget>();
        for (var i = 0; i < targets.Length; i++)
            if (which(targets[i])) list.Add(targets[i] = change(targets[i]));
        return list;
    }

    private void WakeLocked()
    {
        changed.TrySetResult();
        changed = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <param name="Serve">A charge point that can be begun with as soon as it is the task's turn.</param>
/// <param name="Lost">Those that are offline and not waited for, with the reason as their result.</param>
/// <param name="Changed">Completes when it is worth looking again; at the latest after <paramref name="Wait"/>.</param>
internal sealed record BulkStep(BulkTarget? Serve, ImmutableArray<BulkTarget> Lost, Task? Changed, TimeSpan? Wait = null, bool IsOver = false);
