using System.Threading.Channels;
using OcppDashboard.Live;
using OcppDashboard.State;

namespace OcppDashboard.Access.Webhooks;

/// <summary>Listens to charge points for webhooks. It stops before connections are closed: that charge points go offline with this server is not told.</summary>
internal sealed class WebhookService(WebhookDeliveries deliveries, ChargePointStore store, ChargePointEvents events, ILogger<WebhookService> logger) : BackgroundService, IHostedLifecycleService
{
    private const int MostWaiting = 10_000;
    private readonly PushFeed<ChargePointEvent> feed = new();
    private IDisposable? subscription;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        subscription = events.Subscribe(feed.Publish);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = feed.Listen(IsOne, MostWaiting);
        await Task.WhenAll(TellAsync(listener, new WebhookFacts(store), stoppingToken), deliveries.RunAsync(stoppingToken));
    }

    private static bool IsOne(ChargePointEvent happened) =>
        happened is StatusReported or TransactionStarted or TransactionStopped or ChargePointConnected or ChargePointDisconnected or ChargePointRemoved;

    private async Task TellAsync(PushFeed<ChargePointEvent>.Listener listener, WebhookFacts facts, CancellationToken stop)
    {
        var told = 0L;
        try
        {
            await foreach (var happened in listener.Items.ReadAllAsync(stop))
            {
                Tell(facts, happened);
                if (listener.Dropped == told) continue;
                logger.LogWarning("{Count} events were too many for the webhooks and were dropped", listener.Dropped - told);
                told = listener.Dropped;
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    /// <summary>What goes wrong at one event stops neither the next one nor the server.</summary>
    private void Tell(WebhookFacts facts, ChargePointEvent happened)
    {
        try
        {
            foreach (var fact in facts.Of(happened)) deliveries.Tell(fact);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "An event of {ChargePoint} could not be told to webhooks", happened.ChargePointId);
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
