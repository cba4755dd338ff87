namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>
/// Time that passes only when nothing else is left to do: everything runs on one thread in a fixed order, and hours take milliseconds. What is
/// awaited must end in this time (no thread pool, no sockets).
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<Timer, (long Due, long Order)> timers = new();
    private readonly Pump pump = new();
    private long ticks = new DateTimeOffset(2026, 5, 12, 13, 58, 0, TimeSpan.Zero).UtcTicks, order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override DateTimeOffset GetUtcNow() => new(ticks, TimeSpan.Zero);
    public override long GetTimestamp() => ticks;

    /// <summary>Runs to its end.</summary>
    /// <exception cref="InvalidOperationException">It waits for something that will never happen, or for more than virtual days.</exception>
    public static T Run<T>(Func<VirtualTime, Task<T>> body)
    {
        var time = new VirtualTime();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(time.pump);
        try
        {
            var task = body(time);
            var end = time.ticks + TimeSpan.FromDays(3).Ticks;
            while (!task.IsCompleted)
                if (!time.pump.RunOne() && !(time.ticks < end && time.Advance())) throw new InvalidOperationException("Nothing more happens, and the test still waits.");
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Advance()
    {
        while (timers.TryDequeue(out var timer, out var due))
        {
            if (timer.Due != due.Due) continue; // changed or stopped since
            ticks = Math.Max(ticks, due.Due);
            timer.Fire();
            return true;
        }
        return false;
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public long Due { get; private set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            period = newPeriod;
            Due = dueTime == Timeout.InfiniteTimeSpan ? -1 : time.ticks + dueTime.Ticks;
            if (Due >= 0) time.timers.Enqueue(this, (Due, ++time.order));
            return true;
        }

        public void Fire()
        {
            if (period > TimeSpan.Zero) Change(period, period);
            else Due = -1;
            callback(state);
        }

        public void Dispose() => Due = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Pump : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Work, object? State)> queue = new();

        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (queue) queue.Enqueue((d, state));
        }

        public bool RunOne()
        {
            (SendOrPostCallback Work, object? State) next;
            lock (queue)
                if (!queue.TryDequeue(out next)) return false;
            next.Work(next.State);
            return true;
        }
    }
}
