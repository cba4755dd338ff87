using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.ChargingProfiles;

public static class ChargingProfileServices
{
    /// <summary>What is known of the charging profiles at charge points.</summary>
    public static IServiceCollection AddChargingProfiles(this IServiceCollection services) => services
        .AddSingleton<ChargingProfileStore>()
        .AddForgetting<ChargingProfileStore>()
        .AddSingleton<ProfileWatch>()
        .AddSingleton<IWireLog>(provider => provider.GetRequiredService<ProfileWatch>())
        .AddForgetting<ProfileWatch>();
}
