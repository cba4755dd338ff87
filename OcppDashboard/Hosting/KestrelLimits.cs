using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Hosting.Tls;

namespace OcppDashboard.Hosting;

/// <summary>What the web server accepts (safety 7): charge points come from the network, so the limits are those of a hostile one.</summary>
internal static class KestrelLimits
{
    public static void Apply(KestrelServerOptions kestrel, DashboardSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowHostHeaderOverride = true; // chargers send absolute URIs whose host is not the Host header's (A8)
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Limits.MaxRequestLineSize = 4096;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 50;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60); // between two requests; before the first one TlsOnPlainPortDetector has its own
        if (settings.Port == 0) kestrel.Listen(IPAddress.Loopback, 0, Use);
        else kestrel.ListenAnyIP(settings.Port, Use);
        if (settings.Files.HttpsPort is { } port && kestrel.ApplicationServices.GetRequiredService<FileCertificate>().Pem is { } certificate)
        {
            if (settings.Port == 0) kestrel.Listen(IPAddress.Loopback, port, listen => UseTls(listen, certificate));
            else kestrel.ListenAnyIP(port, listen => UseTls(listen, certificate));
        }
        if (settings.Ocpp.Tls is not { } tls) return; // last: the addresses that are bound are told apart by their order
        if ((tls.Address ?? (settings.Port == 0 ? IPAddress.Loopback : null)) is { } address) kestrel.Listen(address, tls.Port, listen => TlsEndpoint.Open(listen, tls));
        else kestrel.ListenAnyIP(tls.Port, listen => TlsEndpoint.Open(listen, tls));
    }

    private static void UseTls(ListenOptions listen, PemCertificate certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate.Own, ServerCertificateChain = certificate.Chain, SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 });
        FilesOnly.Mark(listen);
    }

    private static void Use(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => new TlsOnPlainPortDetector(next, listen.ApplicationServices).OnConnectionAsync);
    }
}
