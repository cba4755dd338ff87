using OcppDashboard.Commands;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Features.Authorization;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.Certificates;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Features.Deviations;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Hosting.Tls;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features;

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
