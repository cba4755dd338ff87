using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Certificates;

public static class CertificateServices
{
    /// <summary>Certificates of charge points: those that they show, ask for and hold.</summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services) => services
        .AddSingleton<CertificateAuthority>()
        .AddSingleton<CertificateService>()
        .AddHostedService<CertificateWatch>()
        .AddSingleton<ClientTrust>()
        .AddForgetting<CertificateService>();
}
