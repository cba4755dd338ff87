using OcppDashboard.Live;
using OcppDashboard.State;

namespace OcppDashboard.Features.Webhooks;

/// <summary>
/// Sends deliveries, and makes those of connections that come and go. It listens no more before connections are closed: that charge
/// points go offline with this server is not told. What is kept is told by <see cref="WebhookOutbox"/>.
/// </summary>
internal sealed class WebhookService(WebhookDeliveries deliveries, ChargePointEvents events, TimeProvider time, ILogger<WebhookService> logger)
    : GuardedBackgroundService(time, logger), IHostedLifecycleService
{
    private const int MostWaiting = 10_000;
    private readonly PushFeed<ChargePointEvent> feed = new();
    private IDisposable? subscription;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        subscription = events.Subscribe(feed.Publish);
        return Task.CompletedTask;
    }

    protected override async Task RunAsync(CancellationToken stop)
    {
        using var listener = feed.Listen(happened => happened is ChargePointConnected or ChargePointDisconnected, MostWaiting);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] running = [TellAsync(listener, both.Token), deliveries.RunAsync(both.Token)];
        await Task.WhenAny(running);
        await both.CancelAsync(); // when one of them fails both begin anew
        await Task.WhenAll(running);
    }

    private async Task TellAsync(PushFeed<ChargePointEvent>.Listener listener, CancellationToken stop)
    {
        var told = 0L;
        await foreach (var happened in listener.Items.ReadAllAsync(stop))
        {
            Tell(happened);
            if (listener.Dropped == told) continue;
            Logger.LogWarning("{Count} events were too many for the webhooks and were dropped", listener.Dropped - told);
            told = listener.Dropped;
        }
    }

    /// <summary>What goes wrong at one event does not stop the next one.</summary>
    private void Tell(ChargePointEvent happened)
    {
        try
        {
            if (WebhookEventMapper.Of(happened) is { } fact) deliveries.Tell(fact);
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        subscription?.Dispose();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
