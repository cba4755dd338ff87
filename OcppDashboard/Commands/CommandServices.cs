using OcppDashboard.Commands.Bulk;
using OcppDashboard.Commands.Configuration;

namespace OcppDashboard.Commands;

public static class CommandServices
{
    public static IServiceCollection AddCommands(this IServiceCollection services) =>
        services.AddSingleton<CommandStore>().AddSingleton<FollowUps>().AddSingleton<ChargePointCommands>().AddSingleton<ConfigurationReader>()
            .AddSingleton<ConfigurationWriter>().AddSingleton<ConfigurationTemplates>().AddSingleton<ConfigurationBaselines>()
            .AddSingleton<BulkSender>().AddSingleton<BulkCommands>().AddHostedService(provider => provider.GetRequiredService<BulkCommands>());
}
