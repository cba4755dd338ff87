namespace OcppDashboard.State;

/// <summary>Durations in buckets. Thread-safe; adding allocates nothing.</summary>
public sealed class Histogram
{
    /// <summary>Upper bounds of the buckets, s; what is longer is in none.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private static readonly long[] BoundTicks = [.. Bounds.Select(bound => (long)(bound * TimeSpan.TicksPerSecond))];
    private readonly long[] counts = new long[BoundTicks.Length + 1];
    private long ticks;

    public long Count => Counts().Sum();

    /// <summary>Sum of all durations, s.</summary>
    public double Seconds => (double)Interlocked.Read(ref ticks) / TimeSpan.TicksPerSecond;

    /// <summary>One count per bound and a last one for what is longer; not summed up.</summary>
    public IReadOnlyList<long> Counts() => [.. counts.Select((_, i) => Interlocked.Read(ref counts[i]))];

    /// <param name="duration">A negative one counts as 0: the clock was set back.</param>
    public void Add(TimeSpan duration)
    {
        var taken = Math.Max(0, duration.Ticks);
        var bucket = 0;
        while (bucket < BoundTicks.Length && taken > BoundTicks[bucket]) bucket++;
        Interlocked.Increment(ref counts[bucket]);
        Interlocked.Add(ref ticks, taken);
    }
}
