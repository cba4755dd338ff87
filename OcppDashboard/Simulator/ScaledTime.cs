namespace OcppDashboard.Simulator;

/// <summary>A clock that runs <c>scale</c> times as fast as the one it is made from; timers run out accordingly sooner.</summary>
public sealed class ScaledTime(TimeProvider inner, double scale) : TimeProvider
{
    private readonly DateTimeOffset start = inner.GetUtcNow();
    private readonly long startStamp = inner.GetTimestamp();

    public override long TimestampFrequency => inner.TimestampFrequency;
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <summary><paramref name="time"/> itself for a scale of 1.</summary>
    public static TimeProvider Of(TimeProvider time, double scale) => scale == 1 ? time : new ScaledTime(time, scale);

    public override DateTimeOffset GetUtcNow() => start + inner.GetElapsedTime(startStamp) * scale;

    public override long GetTimestamp() => startStamp + (long)((inner.GetTimestamp() - startStamp) * scale);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(inner.CreateTimer(callback, state, Shrink(dueTime), Shrink(period)), this);

    private TimeSpan Shrink(TimeSpan span) => span <= TimeSpan.Zero ? span : span / scale;

    private sealed class ScaledTimer(ITimer timer, ScaledTime owner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(owner.Shrink(dueTime), owner.Shrink(period));
        public void Dispose() => timer.Dispose();
        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
