namespace OcppDashboard;

/// <summary>
/// A service of the background whose exceptions end neither it nor the server: what failed is logged once, counted for
/// <c>/metrics</c>, and tried again after a pause. Every service of the background derives from it (a test looks).
/// </summary>
public abstract class GuardedBackgroundService(TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);
    private long failures;
    private string? told;

    /// <summary>Exceptions since the start of the process.</summary>
    public long Failures => Interlocked.Read(ref failures);

    protected TimeProvider Time { get; } = time;
    protected ILogger Logger { get; } = logger;

    /// <summary>Runs until it is stopped. Called again when it threw; when it returns, it is over.</summary>
    protected abstract Task RunAsync(CancellationToken stop);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = FirstPause; !stoppingToken.IsCancellationRequested; pause = Longer(pause))
        {
            try
            {
                await RunAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed(exception);
            }
            await Task.Delay(pause, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does the same at each turn. One that fails costs no other.</summary>
    /// <param name="atOnce">True: the first turn is now.</param>
    protected async Task EachAsync(TimeSpan interval, Func<CancellationToken, Task> turn, CancellationToken stop, bool atOnce = false)
    {
        using var timer = new PeriodicTimer(interval, Time);
        while (atOnce || await timer.WaitForNextTickAsync(stop))
        {
            atOnce = false;
            try
            {
                await turn(stop);
                Worked();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed(exception);
            }
        }
    }

    /// <inheritdoc cref="EachAsync(TimeSpan, Func{CancellationToken, Task}, CancellationToken, bool)"/>
    protected Task EachAsync(TimeSpan interval, Action turn, CancellationToken stop, bool atOnce = false) => EachAsync(interval, _ =>
    {
        turn();
        return Task.CompletedTask;
    }, stop, atOnce);

    /// <summary>Counts and logs an exception that a part of the service caught itself to go on with the next part.</summary>
    protected void Failed(Exception exception)
    {
        Count();
        var what = $"{exception.GetType().Name}: {exception.Message}";
        if (Interlocked.Exchange(ref told, what) != what) Logger.LogError(exception, "{Service} failed; the server goes on and it is tried again", GetType().Name);
    }

    /// <summary>Counts an exception that a part of the service caught and logged itself.</summary>
    protected void Count() => Interlocked.Increment(ref failures);

    private void Worked()
    {
        if (Interlocked.Exchange(ref told, null) is not null) Logger.LogInformation("{Service} works again", GetType().Name);
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
