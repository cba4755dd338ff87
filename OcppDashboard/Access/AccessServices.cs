using OcppDashboard.Access.ApiKeys;
using OcppDashboard.Access.Certificates;
using OcppDashboard.Access.IdTags;
using OcppDashboard.Access.LocalLists;
using OcppDashboard.Access.Reservations;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Bulk;
using OcppDashboard.Commands.Configuration;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Access;

public static class AccessServices
{
    /// <summary>Who may do what: settings and credentials of charge points, id tags, keys of programs.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services) => services.AddSingleton<Provisioning>()
        .AddSingleton<IdTagBook>().AddSingleton<UnknownIdTagBook>().AddSingleton<ReservationIds>().AddSingleton<ReservationBook>().AddSingleton<LocalListBook>()
        .AddSingleton<IConfigurationWays, RememberedWays>().AddSingleton<IBulkBooks, BulkBooks>()
        .AddSingleton<SecurityAcknowledgements>().AddSingleton<CertificateAuthority>().AddSingleton<CertificateDesk>().AddHostedService<CertificateWatch>()
        .AddSingleton<ServerCertificate>().AddSingleton<ClientTrust>().AddHostedService<ServerCertificateWatch>()
        .AddSingleton<WorkAcknowledgements>().AddSingleton<FindingKeeper>().AddHostedService(provider => provider.GetRequiredService<FindingKeeper>())
        .AddSingleton<AuthorizationKeyChange>().AddSingleton<ICommandWitness>(provider => provider.GetRequiredService<AuthorizationKeyChange>())
        .AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<AuthorizationKeyChange>())
        .AddForgetting<LocalListBook>().AddForgetting<ReservationBook>().AddForgetting<CertificateDesk>().AddForgetting<FindingKeeper>()
        .AddSingleton<RemovalsUnderWay>().AddSingleton<IAdmission>(provider => provider.GetRequiredService<RemovalsUnderWay>()).AddSingleton<ChargePointRemoval>()
        .AddSingleton<StrangerExpiry>().AddSingleton<IStrangers>(provider => provider.GetRequiredService<StrangerExpiry>())
        .AddHostedService(provider => provider.GetRequiredService<StrangerExpiry>())
        .AddSingleton<SecurityProfileChange>().AddHostedService(provider => provider.GetRequiredService<SecurityProfileChange>()).AddForgetting<SecurityProfileChange>()
        .AddSingleton<ApiKeyBook>().AddSingleton<TransactionClosing>();
}
