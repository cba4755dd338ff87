namespace OcppDashboard.Live;

/// <summary>
/// Runs an action at most once per interval however often it is asked to: at once when it was quiet, then once more at the end of the
/// interval when there was more. Never two runs at a time.
/// </summary>
public sealed class Throttle(Func<Task> action, TimeSpan interval, TimeProvider time, Action<Exception>? onError = null) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private bool running, again;

    /// <summary>Asks for a run. Returns at once; callable from any thread.</summary>
    public void Signal()
    {
        lock (gate)
        {
            if (running) { again = true; return; }
            running = true;
        }
        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        await Task.Yield(); // never on the signalling thread
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await action();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                if (exception is not (OperationCanceledException or ObjectDisposedException)) onError?.Invoke(exception);
            }
            await Task.Delay(interval, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (gate)
            {
                if (!again) { running = false; return; }
                again = false;
            }
        }
    }

    /// <summary>A run that is under way ends by itself: its token must not be taken away.</summary>
    public async ValueTask DisposeAsync() => await stop.CancelAsync();
}
