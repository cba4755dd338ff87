namespace OcppDashboard.Features.ChargePointConfiguration;

public static class ConfigurationServices
{
    /// <summary>Reads and writes the configuration of charge points.</summary>
    public static IServiceCollection AddChargePointConfiguration(this IServiceCollection services) => services
        .AddSingleton<ConfigurationReader>()
        .AddSingleton<ConfigurationWriter>()
        .AddSingleton<ConfigurationTemplates>()
        .AddSingleton<ConfigurationBaselines>();
}
