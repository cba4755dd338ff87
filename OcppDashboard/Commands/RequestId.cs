namespace OcppDashboard.Commands;

/// <summary>Numbers by which a charge point's reports name the request that they belong to.</summary>
public static class RequestId
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static int last;

    /// <summary>Seconds since 2020, moved on where two come in one second: positive, and larger than those of the run before.</summary>
    public static int Next(DateTimeOffset now)
    {
        var seconds = (int)Math.Clamp((now - Start).TotalSeconds, 1, int.MaxValue / 2);
        while (true)
        {
            var before = Volatile.Read(ref last);
            var next = Math.Max(before + 1, seconds);
            if (Interlocked.CompareExchange(ref last, next, before) == before) return next;
        }
    }
}
