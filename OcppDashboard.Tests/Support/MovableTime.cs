namespace OcppDashboard.Tests.Support;

/// <summary>The real time, which a test can move forward: what waits for a moment that has come goes on at once.</summary>
internal sealed class MovableTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<Waiting> timers = [];
    private long aheadTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Interlocked.Read(ref aheadTicks) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Waiting(this, callback, state, dueTime, period);

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref aheadTicks, by.Ticks);
        Waiting[] all;
        lock (gate) all = [.. timers];
        foreach (var timer in all) timer.Rearm();
    }

    private sealed class Waiting : ITimer
    {
        private readonly MovableTime owner;
        private readonly ITimer inner;
        private readonly Lock gate = new();
        private DateTimeOffset dueAt;
        private TimeSpan period;

        public Waiting(MovableTime owner, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.owner = owner;
            inner = System.CreateTimer(given =>
            {
                lock (gate) dueAt = this.period > TimeSpan.Zero ? owner.GetUtcNow() + this.period : DateTimeOffset.MaxValue;
                callback(given);
            }, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            lock (owner.gate) owner.timers.Add(this);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (gate)
            {
                this.period = period;
                dueAt = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : owner.GetUtcNow() + dueTime;
                return inner.Change(dueTime, period);
            }
        }

        public void Rearm()
        {
            lock (gate)
            {
                if (dueAt == DateTimeOffset.MaxValue) return;
                var left = dueAt - owner.GetUtcNow();
                inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, period);
            }
        }

        public void Dispose()
        {
            lock (owner.gate) owner.timers.Remove(this);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
