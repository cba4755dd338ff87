using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Deviations;

public static class DeviationServices
{
    /// <summary>Keeps what charge points do against the specification.</summary>
    public static IServiceCollection AddDeviations(this IServiceCollection services) => services
        .AddSingleton<FindingPersister>()
        .AddHostedService(provider => provider.GetRequiredService<FindingPersister>())
        .AddForgetting<FindingPersister>();
}
