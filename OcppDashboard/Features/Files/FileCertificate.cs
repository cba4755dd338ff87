using System.Net.Security;
using OcppDashboard.Configuration;

namespace OcppDashboard.Features.Files;

/// <summary>The certificate for https and ftps, read once; that it can be read was checked with the settings.</summary>
public sealed class FileCertificate(DashboardSettings settings) : IDisposable
{
    private readonly Lazy<PemCertificate?> pem = new(() => settings.Files.Tls is { } files ? PemCertificate.Load(files) : null);
    private SslStreamCertificateContext? context;

    /// <summary>Null: none is set.</summary>
    public PemCertificate? Pem => pem.Value;

    /// <summary>The same for a stream of our own.</summary>
    public SslStreamCertificateContext? Context => Pem is { } loaded ? context ??= SslStreamCertificateContext.Create(loaded.Own, loaded.Chain, offline: true) : null;

    public void Dispose()
    {
        if (pem.IsValueCreated) pem.Value?.Dispose();
    }
}
