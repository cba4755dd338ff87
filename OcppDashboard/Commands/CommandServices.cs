using OcppDashboard.Commands.Effects;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Commands;

public static class CommandServices
{
    public static IServiceCollection AddCommands(this IServiceCollection services) =>
        services.AddSingleton<CommandStore>().AddSingleton<FollowUps>().AddSingleton<ChargePointCommands>().AddSingleton<ConfigurationReader>()
            .AddSingleton<ConfigurationWriter>().AddSingleton<ConfigurationTemplates>().AddSingleton<ConfigurationBaselines>()
            .AddSingleton<StatusAsking>().AddHostedService(provider => provider.GetRequiredService<StatusAsking>())
            .AddForgetting<CommandStore>().AddForgetting<ChargePointCommands>().AddForgetting<StatusAsking>().AddForgetting<ChargingProfileBook>()
            .AddSingleton<BulkSender>().AddSingleton<BulkCommands>().AddHostedService(provider => provider.GetRequiredService<BulkCommands>())
            .AddProfiles();

    /// <summary>What is known of the charging profiles at charge points.</summary>
    private static IServiceCollection AddProfiles(this IServiceCollection services) =>
        services.AddSingleton<ChargingProfileBook>().AddSingleton<ProfileWatch>()
            .AddSingleton<IWireLog>(provider => provider.GetRequiredService<ProfileWatch>()).AddForgetting<ProfileWatch>();
}
