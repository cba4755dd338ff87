using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>
/// Time for whole servers and simulated charge points with real sockets and a real disk in this process: it stands still while anything
/// runs or is on its way, and goes to the next timer as soon as everything waits. A slow machine makes it slower, never different.
/// </summary>
/// <remarks>Everything in the process must be meant to take part: what runs beside it holds the time up.</remarks>
internal sealed class JumpingTime : TimeProvider, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<Timer, (long Due, long Order)> timers = new();
    private readonly List<Func<bool>> busy = [];
    private readonly QuietProcess process = new();
    private readonly Thread thread;
    private TaskCompletionSource look = NewLook();
    private long ticks = System.GetUtcNow().UtcTicks, order, jumps;
    private volatile bool isOver;

    public JumpingTime()
    {
        thread = new(Run) { IsBackground = true, Name = "jumping time" };
        thread.Start();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How often it went on.</summary>
    public long Jumps => Volatile.Read(ref jumps);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref ticks);

    /// <summary>Stands still while <paramref name="isBusy"/> is so, for work that sleeps by the system's clock.</summary>
    public void StandStillWhile(Func<bool> isBusy)
    {
        lock (gate) busy.Add(isBusy);
    }

    /// <summary>Looks again before each jump until something is so; what <paramref name="isSo"/> starts is waited for before time goes on.</summary>
    /// <param name="deadline">Of real time.</param>
    /// <exception cref="TimeoutException">It did not become so in time.</exception>
    public async Task UntilAsync(Func<bool> isSo, string what, TimeSpan? deadline = null)
    {
        var begun = System.GetTimestamp();
        while (!isSo())
        {
            if (System.GetElapsedTime(begun) > (deadline ?? RawOcppClient.Deadline)) throw new TimeoutException($"no {what} at {GetUtcNow():O} after {Jumps} jumps; last seen running: {process.LastBusy}");
            Task next;
            lock (gate) next = look.Task;
            await Task.WhenAny(next, Task.Delay(RawOcppClient.Deadline));
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public async ValueTask DisposeAsync()
    {
        isOver = true;
        await Task.Run(thread.Join);
        process.Dispose();
    }

    private static TaskCompletionSource NewLook() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run()
    {
        var hasLooked = false;
        for (var tries = 0; !isOver; tries++)
        {
            if (!IsQuiet())
            {
                if (tries < 20) Thread.Yield();
                else Thread.Sleep(1);
                continue;
            }
            tries = 0;
            hasLooked = !hasLooked; // whoever waits looks once before each jump
            if (hasLooked) LetLook();
            else if (!Jump()) Thread.Sleep(1);
        }
    }

    private bool IsQuiet()
    {
        Func<bool>[] all;
        lock (gate) all = [.. busy];
        return process.IsQuiet() && !Array.Exists(all, isBusy => isBusy());
    }

    private void LetLook()
    {
        TaskCompletionSource looking;
        lock (gate) (looking, look) = (look, NewLook());
        looking.SetResult();
    }

    /// <returns>Whether there was a timer to go to.</returns>
    private bool Jump()
    {
        lock (gate)
        {
            var at = -1L;
            while (timers.TryPeek(out var timer, out var key) && (at < 0 || key.Due <= at))
            {
                timers.Dequeue();
                if (!timer.IsDue(key.Order)) continue; // changed or stopped since
                at = Math.Max(Volatile.Read(ref ticks), key.Due);
                Volatile.Write(ref ticks, at);
                timer.Fire();
            }
            if (at >= 0) jumps++;
            return at >= 0;
        }
    }

    private sealed class Timer(JumpingTime time, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? context = ExecutionContext.Capture();
        private TimeSpan period;
        private long current;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (time.gate)
            {
                if (current < 0) return false;
                period = newPeriod;
                Enqueue(dueTime);
                return true;
            }
        }

        public bool IsDue(long itsOrder) => current == itsOrder;

        /// <summary>On the thread pool, as a real one does.</summary>
        public void Fire()
        {
            Enqueue(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan);
            ThreadPool.UnsafeQueueUserWorkItem(timer => timer.Call(), this, preferLocal: false);
        }

        public void Dispose()
        {
            lock (time.gate) current = -1;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enqueue(TimeSpan dueTime)
        {
            current = 0;
            if (dueTime == Timeout.InfiniteTimeSpan) return;
            current = ++time.order;
            time.timers.Enqueue(this, (Volatile.Read(ref time.ticks) + dueTime.Ticks, current));
        }

        private void Call()
        {
            if (context is null) callback(state);
            else ExecutionContext.Run(context, _ => callback(state), null);
        }
    }
}
