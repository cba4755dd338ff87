using OcppDashboard.Commands;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.ChargePoints;

public static class ChargePointServices
{
    /// <summary>Settings and credentials of charge points, their removal, and what is done for them unasked.</summary>
    public static IServiceCollection AddChargePoints(this IServiceCollection services) => services
        .AddSingleton<ChargePointSettingsService>()
        .AddSingleton<ManualTransactionClose>()
        .AddSingleton<AuthorizationKeyChange>()
        .AddSingleton<ICommandInterceptor>(provider => provider.GetRequiredService<AuthorizationKeyChange>())
        .AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<AuthorizationKeyChange>())
        .AddSingleton<RemovalsUnderWay>()
        .AddSingleton<IConnectionAdmission>(provider => provider.GetRequiredService<RemovalsUnderWay>())
        .AddSingleton<ChargePointRemoval>()
        .AddSingleton<StrangerExpiry>()
        .AddSingleton<IStrangers>(provider => provider.GetRequiredService<StrangerExpiry>())
        .AddHostedService(provider => provider.GetRequiredService<StrangerExpiry>())
        .AddSingleton<SecurityProfileChange>()
        .AddHostedService(provider => provider.GetRequiredService<SecurityProfileChange>())
        .AddForgetting<SecurityProfileChange>();

    /// <summary>Asks those who do not tell their status.</summary>
    public static IServiceCollection AddStatusPolling(this IServiceCollection services) => services
        .AddSingleton<StatusPollingService>()
        .AddHostedService(provider => provider.GetRequiredService<StatusPollingService>())
        .AddForgetting<StatusPollingService>();
}
