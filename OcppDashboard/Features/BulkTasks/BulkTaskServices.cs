namespace OcppDashboard.Features.BulkTasks;

public static class BulkTaskServices
{
    /// <summary>Commands to many charge points.</summary>
    public static IServiceCollection AddBulkTasks(this IServiceCollection services) => services
        .AddSingleton<BulkAddresses>()
        .AddSingleton<BulkSender>()
        .AddSingleton<BulkCommands>()
        .AddHostedService(provider => provider.GetRequiredService<BulkCommands>());
}
