using System.Security.Cryptography;

namespace OcppDashboard.Configuration;

/// <summary>How certificates for charge points are made.</summary>
public sealed record SecuritySettings
{
    /// <summary>The certificate authority; null: one of our own, made in the data folder when it is first needed.</summary>
    public PemFiles? Authority { get; init; }

    /// <summary>Requests of charge points that pass all checks are signed without being asked about.</summary>
    public bool SignAutomatically { get; init; }

    /// <summary>How long a certificate for a charge point is valid.</summary>
    public int CertificateDays { get; init; } = 365;
}

/// <summary>The settings below <c>Security</c>.</summary>
internal static class SecuritySettingsReader
{
    public static SecuritySettings ReadSecurity(this SettingsReader reader, string contentRoot) => new()
    {
        Authority = Authority(reader, contentRoot),
        SignAutomatically = reader.Switch("Security:SignAutomatically") ?? false,
        CertificateDays = reader.Number("Security:CertificateDays", 365, 1, 3650),
    };

    private static PemFiles? Authority(SettingsReader reader, string contentRoot)
    {
        var (certificate, key) = (reader.Text("Security:CaCertificate"), reader.Text("Security:CaKey"));
        if (certificate is null && key is null) return null;
        if (certificate is null || key is null)
        {
            reader.Mistake("The settings Security:CaCertificate and Security:CaKey belong together: name both files, or neither.");
            return null;
        }
        var files = new PemFiles(Path.GetFullPath(certificate, contentRoot), Path.GetFullPath(key, contentRoot));
        try
        {
            using var authority = PemCertificate.Load(files);
            if (authority.Own.Extensions.OfType<System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority)) return files;
            reader.Mistake($"The certificate {files.Certificate}, named by Security:CaCertificate, is not that of a certificate authority.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            reader.Mistake($"The settings of Security cannot be used: {files.Certificate} must be a certificate and {files.Key} its private key, both PEM and the key without a password ({exception.Message.TrimEnd('.')}).");
        }
        return null;
    }
}
