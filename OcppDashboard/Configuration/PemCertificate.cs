using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

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
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        return Of(X509Certificate2.CreateFromPemFile(files.Certificate, files.Key), chain);
    }

    /// <param name="chain">All of the file, the own one too.</param>
    private static PemCertificate Of(X509Certificate2 own, X509Certificate2Collection chain)
    {
        if (OperatingSystem.IsWindows()) // TLS there takes no key that is in memory only
        {
            using var inMemory = own;
            own = X509CertificateLoader.LoadPkcs12(inMemory.Export(X509ContentType.Pfx), null);
        }
        foreach (var certificate in chain.Where(certificate => certificate.Thumbprint == own.Thumbprint).ToList())
        {
            chain.Remove(certificate);
            certificate.Dispose();
        }
        return new(own, chain);
    }

    /// <summary>Reads PEM or PFX, whichever it is.</summary>
    /// <exception cref="CryptographicException">One of the files is not what it should be, or they do not belong together.</exception>
    /// <exception cref="ArgumentException">The file holds no private key.</exception>
    /// <exception cref="IOException">One of the files cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One of the files may not be read.</exception>
    public static PemCertificate Load(CertificateFiles files)
    {
        var bytes = File.ReadAllBytes(files.Certificate);
        if (bytes.AsSpan().IndexOf("-----BEGIN "u8) < 0) return LoadPfx(bytes, files.Password);
        if (files.Password is not { } password || File.ReadAllText(files.Key) is var key && !key.Contains("BEGIN ENCRYPTED", StringComparison.Ordinal)) return Load(new PemFiles(files.Certificate, files.Key));
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(Encoding.UTF8.GetString(bytes));
        return Of(X509Certificate2.CreateFromEncryptedPem(Encoding.UTF8.GetString(bytes), key, password), chain);
    }

    private static PemCertificate LoadPfx(byte[] bytes, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(bytes, password);
        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("it holds no certificate with a private key");
        all.Remove(own);
        return new(own, all);
    }

    /// <summary>True for what comes of files that are not as they should be.</summary>
    public static bool IsFault(Exception exception) => exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>What is wrong with the files, a sentence.</summary>
    public static string Words(CertificateFiles files, Exception fault) =>
        $"{files.Certificate} must hold the server's certificate, in PEM first and its issuers behind it, and {(files.Key == files.Certificate ? "its private key" : files.Key + " its private key")}, or be a PFX with both ({fault.Message.TrimEnd('.')}).";

    public void Dispose()
    {
        Own.Dispose();
        foreach (var certificate in Chain) certificate.Dispose();
    }
}
