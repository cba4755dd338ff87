using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OcppDashboard.Configuration;

/// <summary>A certificate with its private key, and what stands behind it in its file.</summary>
/// <param name="Own">With private key.</param>
/// <param name="Chain">The issuers that are sent along; may be empty.</param>
public sealed record PemCertificate(X509Certificate2 Own, X509Certificate2Collection Chain) : IDisposable
{
    /// <exception cref="CryptographicException">One of the files is not what it should be, or they do not belong together.</exception>
    /// <exception cref="IOException">One of the files cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One of the files may not be read.</exception>
    public static PemCertificate Load(PemFiles files)
    {
        var own = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        if (OperatingSystem.IsWindows()) // TLS there takes no key that is in memory only
        {
            using var inMemory = own;
            own = X509CertificateLoader.LoadPkcs12(inMemory.Export(X509ContentType.Pfx), null);
        }
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        foreach (var certificate in chain.Where(certificate => certificate.Thumbprint == own.Thumbprint).ToList())
        {
            chain.Remove(certificate);
            certificate.Dispose();
        }
        return new(own, chain);
    }

    public void Dispose()
    {
        Own.Dispose();
        foreach (var certificate in Chain) certificate.Dispose();
    }
}
