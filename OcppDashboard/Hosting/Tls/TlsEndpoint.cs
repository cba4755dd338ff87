using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Certificates;

namespace OcppDashboard.Hosting.Tls;

/// <summary>
/// The port where charge points speak TLS (A17, A18): the whole chain is sent, with or without a server name, from whatever certificate is there when
/// the handshake begins. Client certificates are judged here and believed or refused at the WebSocket handshake, where the identity is known and a reason can be told.
/// </summary>
internal static class TlsEndpoint
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(15);

    public static void Open(ListenOptions listen, TlsSettings tls)
    {
        var services = listen.ApplicationServices;
        var certificate = services.GetRequiredService<ServerCertificate>();
        var trust = tls.ClientCertificates == ClientCertificates.None ? null : services.GetRequiredService<ClientTrust>();
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => new TlsAttempts(next, services).OnConnectionAsync);
        listen.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = HandshakeLimit, OnConnection = context => new(Options(context, certificate, trust, services)) });
        ChargePointsOnly.Mark(listen);
        listen.Use(next => new TlsOnPlainPortDetector(next, services).OnConnectionAsync);
    }

    private static SslServerAuthenticationOptions Options(TlsHandshakeCallbackContext handshake, ServerCertificate certificate, ClientTrust? trust, IServiceProvider services)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Served.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (trust is null) return options;
        var features = handshake.Connection.Features;
        features.Set(trust.None);
        options.ClientCertificateRequired = true; // asked for; one that shows none gets through to be told
        options.RemoteCertificateValidationCallback = (_, shown, chain, _) =>
        {
            if (shown is not X509Certificate2 client) return true;
            var signedFor = services.GetRequiredService<CertificateService>().SignedFor(client); // not before there is a database
            features.Set(trust.Judge(client, chain?.ChainPolicy.ExtraStore ?? []) with { SignedFor = signedFor });
            return true;
        };
        return options;
    }
}
