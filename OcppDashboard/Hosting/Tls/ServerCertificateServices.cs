namespace OcppDashboard.Hosting.Tls;

internal static class ServerCertificateServices
{
    public static IServiceCollection AddServerCertificate(this IServiceCollection services) => services
        .AddSingleton<ServerCertificate>()
        .AddHostedService<ServerCertificateWatch>();
}
