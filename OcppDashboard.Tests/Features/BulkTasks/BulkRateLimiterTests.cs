using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.BulkTasks;

/// <summary>Turns of several tasks on one rate, on a clock that is moved.</summary>
public sealed class BulkRateLimiterTests : IDisposable
{
    private readonly MovableTime time = new();
    private readonly BulkRateLimiter pacer;

    public BulkRateLimiterTests() => pacer = new(time);

    [Fact]
    public async Task One_a_minute_is_one_a_minute_of_all_together()
    {
        await pacer.Ask(1).Granted;
        var second = pacer.Ask(1);
        var third = pacer.Ask(1);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(second.Granted.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(31));
        await Granted(second);
        Assert.False(third.Granted.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(61));
        await Granted(third);
    }

    [Fact]
    public async Task The_fastest_of_those_that_wait_says_the_rate()
    {
        await pacer.Ask(1).Granted;
        var slow = pacer.Ask(1);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(slow.Granted.IsCompleted);
        var fast = pacer.Ask(4); // 15 s have passed: the one that came first goes
        await Granted(slow);
        Assert.False(fast.Granted.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(16));
        await Granted(fast);
    }

    [Fact]
    public async Task What_is_given_back_is_the_next_ones_and_counts_no_start()
    {
        var unused = pacer.Ask(1);
        var next = pacer.Ask(1);
        var after = pacer.Ask(1);
        await unused.Granted;
        Assert.False(next.Granted.IsCompleted);
        unused.GiveBack();
        await Granted(next);
        next.GiveBack();
        await Granted(after);
        pacer.Ask(1).GiveBack(); // had not come yet
        var last = pacer.Ask(1);
        Assert.False(last.Granted.IsCompleted);
    }

    [Fact]
    public async Task After_a_restart_the_first_waits_as_if_one_had_just_begun()
    {
        pacer.BeginAnew();
        var first = pacer.Ask(1);
        Assert.False(first.Granted.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(61));
        await Granted(first);
    }

    public void Dispose() => pacer.Dispose();

    private static Task Granted(BulkRateLimiter.Turn turn) => turn.Granted.WaitAsync(RawOcppClient.Deadline);
}
