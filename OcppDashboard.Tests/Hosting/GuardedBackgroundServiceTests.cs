using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OcppDashboard.Hosting;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

/// <summary>The one base of all services of the background.</summary>
public class GuardedBackgroundServiceTests
{
    private readonly MovableTime time = new();
    private readonly TestLoggerProvider logs = new();

    [Fact]
    public void R15_every_service_of_the_background_is_a_guarded_one()
    {
        var bare = typeof(DashboardApp).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(BackgroundService)) && !type.IsSubclassOf(typeof(GuardedBackgroundService)));
        Assert.Empty(bare);
    }

    [Fact]
    public async Task R15_what_throws_is_begun_again_logged_once_and_counted()
    {
        var begun = 0;
        using var service = new Played(time, logs.CreateLogger("test"), async (_, stop) =>
        {
            if (Interlocked.Increment(ref begun) <= 3) throw new InvalidDataException("the same fault");
            await Task.Delay(Timeout.Infinite, stop);
        });
        await service.StartAsync(CancellationToken.None);
        await Eventually.IsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Volatile.Read(ref begun) == 4;
        }, "a fourth beginning");
        Assert.Equal(3, service.Failures);
        Assert.False(service.ExecuteTask!.IsCompleted);
        Assert.Single(logs.Records, record => record.Level == LogLevel.Error && record.Exception is InvalidDataException);
        await service.StopAsync(CancellationToken.None);
        Assert.True(service.ExecuteTask.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task R15_a_turn_that_throws_costs_no_other_turn()
    {
        var turns = 0;
        using var service = new Played(time, logs.CreateLogger("test"), (self, stop) => self.TurnAsync(TimeSpan.FromSeconds(10), () =>
        {
            if (Interlocked.Increment(ref turns) is 2 or 3) throw new OperationCanceledException("not the stop");
        }, stop));
        await service.StartAsync(CancellationToken.None);
        await Eventually.IsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return Volatile.Read(ref turns) >= 5;
        }, "five turns");
        Assert.Equal(2, service.Failures);
        Assert.Single(logs.Records, record => record.Level == LogLevel.Error);
        Assert.Single(logs.Records, record => record.Message.Contains("works again", StringComparison.Ordinal));
        await service.StopAsync(CancellationToken.None);
    }

    private sealed class Played(TimeProvider time, ILogger logger, Func<Played, CancellationToken, Task> run) : GuardedBackgroundService(time, logger)
    {
        public Task TurnAsync(TimeSpan interval, Action turn, CancellationToken stop) => EachAsync(interval, turn, stop);

        protected override Task RunAsync(CancellationToken stop) => run(this, stop);
    }
}
