using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Configuration;

namespace OcppDashboard.Features.Certificates;

/// <summary>Nothing was signed; the message is a sentence for the person who asked.</summary>
public sealed class AuthorityException(string sentence, Exception? inner = null) : Exception(sentence, inner);

/// <summary>
/// Signs certificates of charge points: with the authority that the settings name, otherwise with one of our own in the data folder, made when it
/// is first needed. Its key is readable for the owner of the process alone and never leaves its file.
/// </summary>
public sealed class CertificateAuthority(DashboardSettings settings, TimeProvider time)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan OwnLife = TimeSpan.FromDays(3650);
    private readonly Lock gate = new();

    /// <summary>True: the settings name it; false: it is made here.</summary>
    public bool IsSupplied => settings.Security.Authority is not null;

    private string Folder => Path.Combine(settings.Data.Directory, "ca");
    private PemFiles OwnFiles => new(Path.Combine(Folder, "ca.pem"), Path.Combine(Folder, "ca-key.pem"));

    /// <summary>The authority's certificate as PEM.</summary>
    /// <exception cref="AuthorityException">It cannot be read or made.</exception>
    public string CertificatePem()
    {
        using var authority = Load();
        return authority.Own.ExportCertificatePem();
    }

    /// <returns>The chain as PEM, the charge point's own certificate first; a root is left out.</returns>
    /// <param name="requestPem">A request that was checked.</param>
    /// <exception cref="AuthorityException">The authority cannot be used.</exception>
    public string Sign(string requestPem)
    {
        using var authority = Load();
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(requestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
            Extend(request, authority.Own);
            using var ec = authority.Own.GetECDsaPrivateKey();
            using var rsa = authority.Own.GetRSAPrivateKey();
            var generator = ec is not null ? X509SignatureGenerator.CreateForECDsa(ec) : X509SignatureGenerator.CreateForRSA(rsa!, RSASignaturePadding.Pkcs1);
            var (from, until) = (time.GetUtcNow().AddHours(-1), time.GetUtcNow().AddDays(settings.Security.CertificateDays)); // an hour for a charge point's clock
            var last = new DateTimeOffset(authority.Own.NotAfter.ToUniversalTime());
            if (last < time.GetUtcNow()) throw new AuthorityException($"The certificate authority {authority.Own.Subject} ended on {last:yyyy-MM-dd}. Nothing was signed.");
            using var signed = request.Create(authority.Own.SubjectName, generator, from, until < last ? until : last, SerialNumber());
            var isRoot = authority.Own.SubjectName.RawData.AsSpan().SequenceEqual(authority.Own.IssuerName.RawData);
            var above = isRoot ? [] : authority.Chain.Where(issuer => !issuer.SubjectName.RawData.AsSpan().SequenceEqual(issuer.IssuerName.RawData)).Prepend(authority.Own);
            return CertificateText.Tidy(string.Join('\n', above.Prepend(signed).Select(certificate => certificate.ExportCertificatePem())));
        }
        catch (CryptographicException exception)
        {
            throw new AuthorityException($"The certificate authority could not sign: {exception.Message.TrimEnd('.')}. Nothing was sent.", exception);
        }
    }

    private static void Extend(CertificateRequest request, X509Certificate2 authority)
    {
        request.CertificateExtensions.Clear(); // what it may be is said here, not by who asks
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var hasKeyIdentifier = authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any();
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, hasKeyIdentifier, !hasKeyIdentifier));
    }

    private PemCertificate Load()
    {
        lock (gate)
        {
            try
            {
                if (settings.Security.Authority is { } supplied) return PemCertificate.Load(supplied);
                if (!File.Exists(OwnFiles.Certificate)) Make();
                return PemCertificate.Load(OwnFiles);
            }
            catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new AuthorityException($"The certificate authority {(settings.Security.Authority ?? OwnFiles).Certificate} cannot be used: {exception.Message.TrimEnd('.')}. Nothing was signed.", exception);
            }
        }
    }

    private void Make()
    {
        Directory.CreateDirectory(Folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=OcppDashboard CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(time.GetUtcNow().AddHours(-1), time.GetUtcNow() + OwnLife);
        Write(OwnFiles.Key, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(OwnFiles.Certificate, certificate.ExportCertificatePem(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>The key is written first: a certificate without it would look finished.</summary>
    private static void Write(string file, string text, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using var stream = new StreamWriter(file, options);
        stream.Write(text + "\n");
    }

    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40); // positive, and always as long
        return serial;
    }
}
