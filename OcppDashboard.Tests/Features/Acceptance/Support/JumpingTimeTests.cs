using OcppDashboard.Tests.Features.Acceptance.Documents;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

[Collection(JumpingTimeCollection.Name)]
public class JumpingTimeTests
{
    [Fact]
    public async Task Days_pass_at_once_and_every_timer_is_exact()
    {
        await using var time = new JumpingTime();
        var start = time.GetUtcNow();
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        for (var hour = 1; hour <= 48; hour++)
        {
            Assert.True(await timer.WaitForNextTickAsync());
            Assert.Equal(TimeSpan.FromHours(hour), time.GetUtcNow() - start);
        }
    }

    [Fact]
    public async Task It_stands_still_while_something_computes_or_is_declared_busy()
    {
        await using var time = new JumpingTime();
        var isBusy = false;
        time.StandStillWhile(() => Volatile.Read(ref isBusy));
        var start = time.GetUtcNow();
        var later = Task.Delay(TimeSpan.FromSeconds(1), time);
        Compute(TimeSpan.FromMilliseconds(100));
        Volatile.Write(ref isBusy, true);
        Compute(TimeSpan.FromMilliseconds(10));
        await Task.Delay(100); // asleep by the system's clock
        Assert.Equal((start, false), (time.GetUtcNow(), later.IsCompleted));
        Volatile.Write(ref isBusy, false);
        await later;
        Assert.Equal(start.AddSeconds(1), time.GetUtcNow());
    }

    [Fact]
    public async Task Whoever_waits_looks_before_each_jump()
    {
        await using var time = new JumpingTime();
        var start = time.GetUtcNow();
        using var timer = time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var looks = new List<TimeSpan>();
        await time.UntilAsync(() =>
        {
            looks.Add(time.GetUtcNow() - start);
            return looks.Count == 30;
        }, "thirty looks");
        Assert.InRange(looks.Distinct().Count(), 29, 30); // the first two may be at the same time
    }

    [Fact]
    public async Task What_does_not_become_so_ends_with_words()
    {
        await using var time = new JumpingTime();
        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => time.UntilAsync(() => false, "miracle", TimeSpan.FromMilliseconds(50)));
        Assert.StartsWith("no miracle at ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_timer_does_not_fire_and_a_changed_one_fires_when_it_was_changed_to()
    {
        await using var time = new JumpingTime();
        var start = time.GetUtcNow();
        var fired = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = time.CreateTimer(_ => fired.TrySetResult(time.GetUtcNow()), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var stopped = time.CreateTimer(_ => fired.TrySetException(new InvalidOperationException("it was stopped")), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        stopped.Dispose();
        Assert.False(stopped.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Assert.True(timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan));
        Assert.Equal(start.AddSeconds(3), await fired.Task);
        timer.Dispose();
    }

    private static void Compute(TimeSpan span)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < span) Thread.SpinWait(1000);
    }
}
