using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Acceptance;

public static class AcceptanceServices
{
    public static IServiceCollection AddAcceptance(this IServiceCollection services)
    {
        services.AddSingleton<LinkServices>().AddSingleton<RunCapture>().AddSingleton<RunStore>().AddSingleton<AcceptanceRuns>().AddSingleton<RunShares>().AddSingleton<AcceptancePresets>();
        services.AddSingleton<IWireLog>(provider => provider.GetRequiredService<RunCapture>());
        services.AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<RunCapture>());
        return services.AddHostedService<RunResumer>();
    }

    /// <summary>Goes on with the runs that the last stop interrupted.</summary>
    private sealed class RunResumer(AcceptanceRuns runs, ILogger<AcceptanceRuns> logger) : IHostedLifecycleService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            try
            {
                await runs.ResumeAsync();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                logger.LogError(exception, "Commissioning runs could not be gone on with");
            }
        }

        public Task StoppingAsync(CancellationToken cancellationToken) => runs.HaltAsync().WaitAsync(cancellationToken);

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
