using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OcppDashboard.Simulator.Fleet;

namespace OcppDashboard.Simulator;

/// <summary>Brings the demo fleet into the application.</summary>
public static class SimulatorServices
{
    /// <summary>Adds <see cref="DemoFleet"/>, which connects to this very server once it listens.</summary>
    /// <param name="centralSystem">Another address to connect to, without identity; null: <c>/ocpp</c> at the first address of this server.</param>
    /// <param name="isTaken">Whether somebody has a charge point for himself, which the scripted day then leaves alone; null: nobody ever has.</param>
    public static IServiceCollection AddDemoFleet(
        this IServiceCollection services, Func<IServiceProvider, Uri>? centralSystem = null, Func<IServiceProvider, string, bool>? isTaken = null)
    {
        services.AddSingleton(provider => DemoFleet.Create(
            () => (centralSystem ?? OwnAddress)(provider), provider.GetService<TimeProvider>() ?? TimeProvider.System,
            isTaken: isTaken is null ? null : id => isTaken(provider, id)));
        return services.AddHostedService<DemoFleetService>();
    }

    /// <exception cref="InvalidOperationException">The server does not listen yet.</exception>
    private static Uri OwnAddress(IServiceProvider provider)
    {
        var addresses = provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        var first = addresses?.FirstOrDefault(address => address.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException("The server has no http address yet.");
        var port = BindingAddress.Parse(first).Port;
        return new($"ws://127.0.0.1:{port}/ocpp");
    }
}

/// <summary>Switches the demo fleet on when the server listens, and off before it goes.</summary>
internal sealed class DemoFleetService(DemoFleet demo, IHostApplicationLifetime lifetime, ILogger<DemoFleetService> logger) : IHostedService
{
    private CancellationTokenRegistration started;
    private CancellationTokenRegistration stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        started = lifetime.ApplicationStarted.Register(() => _ = BeginAsync());
        stopping = lifetime.ApplicationStopping.Register(() => demo.Day.Pause());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await started.DisposeAsync();
        await stopping.DisposeAsync();
        await demo.StopAsync();
    }

    private async Task BeginAsync()
    {
        try
        {
            await demo.StartAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) // stopped while it began
        {
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The demo fleet could not be started.");
        }
    }
}
