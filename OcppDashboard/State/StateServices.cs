using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

public static class StateServices
{
    /// <summary>What is true now, and who keeps it true.</summary>
    public static IServiceCollection AddState(this IServiceCollection services)
    {
        services.AddSingleton<ChargePointStore>().AddSingleton<ChargePointEvents>().AddSingleton<LiveState>().AddSingleton<HandshakeAttempts>().AddSingleton<LiveMessages>().AddSingleton<FleetMeter>()
            .AddSingleton<MeterState>().AddSingleton<AuthorizationOverrides>().AddSingleton<BootOverrides>().AddSingleton<TransactionEnder>().AddSingleton<ConnectionBlocks>().AddSingleton<ChargePointSettingsStore>()
            .AddSingleton<CriticalSecurityEvents>().AddSingleton<ChargePointNames>().AddSingleton<IdTagAuthorizer>().AddSingleton<WatchedCertificates>();
        services.AddForgetting<ChargePointStore>().AddForgetting<ChargePointSettingsStore>().AddForgetting<BootOverrides>().AddForgetting<AuthorizationOverrides>()
            .AddForgetting<ConnectionBlocks>().AddForgetting<CriticalSecurityEvents>().AddForgetting<HandshakeAttempts>().AddForgetting<IdTagAuthorizer>();
        services.AddSingleton<IConnectionPolicy, SettingsPolicy>();
        services.AddSingleton<IConnectionAdmission>(provider => provider.GetRequiredService<ConnectionBlocks>());
        services.AddSingleton<IWireLog>(provider => provider.GetRequiredService<LiveMessages>());
        services.AddSingleton<IWireLog, Findings>();
        services.AddSingleton<WireCounters>().AddSingleton<IWireLog>(provider => provider.GetRequiredService<WireCounters>()).AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<WireCounters>());
        services.AddSingleton<IConnectionObserver, ConnectionState>();
        services.AddSingleton<IChargePointDirectory, ChargePointDirectory>();
        services.AddHostedService<FleetSampler>();
        return services;
    }
}

/// <summary>Every charge point that was ever seen has a snapshot: the store is the directory.</summary>
public sealed class ChargePointDirectory(ChargePointStore store, ChargePointSettingsStore settings) : IChargePointDirectory
{
    public string? Stored(string identity) => store.Find(identity)?.Id;

    public string? LookAlike(string identity) => store.Identities.LookAlike(identity) ?? settings.Identities.LookAlike(identity);

    public int Count => store.Count;
}
