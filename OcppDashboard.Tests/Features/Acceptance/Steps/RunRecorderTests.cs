using System.Collections.Immutable;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;

namespace OcppDashboard.Tests.Features.Acceptance.Steps;

public class RunRecorderTests
{
    [Fact]
    public async Task A_wait_lasts_as_long_by_the_clock_although_its_timer_runs_out_early()
    {
        var time = new EarlyTime(TimeSpan.FromMilliseconds(5));
        var (recorder, begun) = (new RunRecorder(new NoKeeper(), time), time.GetUtcNow());
        Assert.Null(await recorder.WaitAsync(_ => true, TimeSpan.FromMinutes(10), null, CancellationToken.None));
        Assert.InRange(time.GetUtcNow() - begun, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_lengthen_a_wait()
    {
        var time = new EarlyTime(TimeSpan.FromDays(1));
        Assert.Null(await new RunRecorder(new NoKeeper(), time).WaitAsync(_ => true, TimeSpan.FromMinutes(10), null, CancellationToken.None));
        Assert.Equal(1, time.Timers);
    }

    [Fact]
    public async Task House20_what_a_persons_answer_leads_to_does_not_run_on_the_thread_that_answers()
    {
        var recorder = new RunRecorder(new NoKeeper(), TimeProvider.System);
        var asked = recorder.AskAsync(new Prompt("tap-card", "Tap the card", ""), null, TimeSpan.FromMinutes(1), CancellationToken.None);
        var wentOnAt = asked.ContinueWith(_ => Environment.CurrentManagedThreadId, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var answeredAt = 0;
        var page = new Thread(() =>
        {
            answeredAt = Environment.CurrentManagedThreadId;
            Assert.True(recorder.Answer(recorder.Prompt!.Id, PromptAnswer.Done, goesOnElsewhere: true));
        });
        page.Start();
        page.Join();
        Assert.Equal(PromptAnswer.Done, await asked);
        Assert.NotEqual(answeredAt, await wentOnAt);
    }

    /// <summary>Each timer goes off at once, and the clock then shows so much less than it should; later ones are right.</summary>
    private sealed class EarlyTime(TimeSpan early) : TimeProvider
    {
        private DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(50);

        public int Timers { get; private set; }

        public override DateTimeOffset GetUtcNow() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            now += Timers++ == 0 ? dueTime - early : dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class NoKeeper : IRunKeeper
    {
        public void Keep(CapturedFrame frame) { }

        public Task KeepRestoreAsync(ImmutableDictionary<string, string> toRestore) => Task.CompletedTask;
    }
}
