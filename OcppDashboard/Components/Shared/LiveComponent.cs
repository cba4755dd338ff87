using Microsoft.AspNetCore.Components;
using OcppDashboard.Live;

namespace OcppDashboard.Components.Shared;

/// <summary>
/// A page or part of one that draws again when something changed: at most 4 times a second, and once per <see cref="Tick"/> for durations.
/// What it shows is read anew while drawing (design rule 8).
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource gone = new();
    private IDisposable? subscription;
    private Throttle? throttle;
    private ITimer? ticker;
    private bool disposed;

    [Inject] protected TimeProvider Time { get; set; } = null!;
    [Inject] private ILoggerFactory Logs { get; set; } = null!;

    /// <summary>Shortest time between two redraws.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    /// <summary>How often to draw although nothing changed; null: never.</summary>
    protected virtual TimeSpan? Tick => null;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone => gone.Token;

    /// <summary>Subscribes to what the page shows; <paramref name="changed"/> may be called from any thread.</summary>
    protected abstract IDisposable? Subscribe(Action changed);

    /// <summary>Runs before each live redraw, on the circuit: for what must be read asynchronously.</summary>
    protected virtual Task OnChangedAsync() => Task.CompletedTask;

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || disposed) return;
        throttle = new Throttle(() => InvokeAsync(RedrawAsync), Interval, Time, exception => Logs.CreateLogger(GetType()).LogError(exception, "A redraw failed"));
        Follow();
        if (Tick is { } tick) ticker = Time.CreateTimer(_ => throttle.Signal(), null, tick, tick);
    }

    /// <summary>Subscribes anew, for a page whose parameters changed, and draws: something may have changed in between.</summary>
    protected void Follow()
    {
        if (throttle is null || disposed) return;
        subscription?.Dispose();
        subscription = Subscribe(throttle.Signal);
        throttle.Signal();
    }

    /// <summary>Asks for a redraw as a change would.</summary>
    protected void RequestRedraw() => throttle?.Signal();

    private async Task RedrawAsync()
    {
        if (disposed) return;
        await OnChangedAsync();
        if (!disposed) StateHasChanged();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        subscription?.Dispose();
        ticker?.Dispose();
        await gone.CancelAsync();
        gone.Dispose();
        if (throttle is not null) await throttle.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
