namespace OcppDashboard.Features.BulkTasks;

/// <summary>
/// Whose turn it is: all tasks together begin no more charge points a minute than the fastest of those that wait for a turn may, and take turns in
/// the order in which they asked. A task has one turn at a time, so that a long one does not hold up a short one.
/// </summary>
internal sealed class BulkRateLimiter : IDisposable
{
    private readonly Lock gate = new();
    private readonly LinkedList<Turn> waiting = [];
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private DateTimeOffset? last;

    public BulkRateLimiter(TimeProvider time)
    {
        this.time = time;
        timer = time.CreateTimer(_ => Grant(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nobody knows what was begun just before a restart: as if it had been now.</summary>
    public void BeginAnew()
    {
        lock (gate) last = time.GetUtcNow();
    }

    /// <summary>Asks for a turn, which counts from the moment it is granted.</summary>
    /// <param name="perMinute">Of the task that asks.</param>
    public Turn Ask(int perMinute)
    {
        var turn = new Turn(this, TimeSpan.FromMinutes(1) / perMinute);
        lock (gate) waiting.AddLast(turn);
        Grant();
        return turn;
    }

    private void Grant()
    {
        lock (gate)
        {
            while (waiting.First is { Value: var next })
            {
                var now = time.GetUtcNow();
                var wait = last is { } before ? before + waiting.Min(turn => turn.Gap) - now : TimeSpan.Zero;
                if (wait > TimeSpan.Zero)
                {
                    timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                    return;
                }
                waiting.RemoveFirst();
                (next.Before, last) = (last, now);
                next.GrantedAt = now;
                next.Done.TrySetResult();
            }
        }
    }

    private void GiveBack(Turn turn)
    {
        lock (gate)
            if (!waiting.Remove(turn) && last == turn.GrantedAt) last = turn.Before; // nothing was begun since
        Grant();
    }

    public void Dispose() => timer.Dispose();

    /// <summary>The place of a task in the queue.</summary>
    internal sealed class Turn(BulkRateLimiter pacer, TimeSpan gap)
    {
        internal readonly TaskCompletionSource Done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        internal readonly TimeSpan Gap = gap;
        internal DateTimeOffset? Before;
        internal DateTimeOffset? GrantedAt;

        public Task Granted => Done.Task;

        /// <summary>It was asked for, and granted perhaps, but there is nothing to begin.</summary>
        public void GiveBack() => pacer.GiveBack(this);
    }
}
