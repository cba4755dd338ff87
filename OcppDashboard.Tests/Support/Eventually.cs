namespace OcppDashboard.Tests.Support;

/// <summary>Looks again until something is so, within a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It did not become so in time.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Predicate<T> isSo, string what, TimeSpan? deadline = null)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isSo(seen)) return seen;
            if (TimeProvider.System.GetElapsedTime(until) > (deadline ?? RawOcppClient.Deadline)) throw new TimeoutException($"no {what}; last seen: {seen}");
            await Task.Delay(Interval);
        }
    }

    public static Task<T> GetAsync<T>(Func<T> look, Predicate<T> isSo, string what, TimeSpan? deadline = null) => GetAsync(() => Task.FromResult(look()), isSo, what, deadline);

    public static Task IsAsync(Func<bool> isSo, string what, TimeSpan? deadline = null) => GetAsync(isSo, so => so, what, deadline);
}
