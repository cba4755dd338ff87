using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OcppDashboard.Configuration;

/// <summary>The settings below <c>Ocpp:Tls</c>.</summary>
internal static class TlsSettingsReader
{
    private const string Section = "Ocpp:Tls";

    /// <returns>Null: charge points are served without TLS of our own.</returns>
    public static TlsSettings? ReadTls(this SettingsReader reader, int port, FilesSettings files, SecuritySettings security, string contentRoot)
    {
        if (reader.Text(Section + ":Port") is null)
        {
            foreach (var name in new[] { "CertificateFile", "ClientCertificates" })
                if (reader.Text($"{Section}:{name}") is not null) reader.Mistake($"The setting {Section}:{name} needs {Section}:Port: without a port there is no TLS for charge points.");
            return null;
        }
        if (reader.Text(Section + ":CertificateFile") is not { } certificate)
        {
            reader.Mistake($"The setting {Section}:Port needs a certificate: name it with {Section}:CertificateFile.");
            return null;
        }
        var key = reader.Text(Section + ":KeyFile") ?? certificate;
        var tls = new TlsSettings(
            reader.Number(Section + ":Port", 0, 0, 65535), new(Path.GetFullPath(certificate, contentRoot), Path.GetFullPath(key, contentRoot), reader.Text(Section + ":Password")))
        {
            Address = Address(reader),
            ClientCertificates = reader.Choice(Section + ":ClientCertificates", ClientCertificates.None),
            TrustsOwnAuthority = reader.Switch(Section + ":TrustOwnAuthority") ?? true,
            TrustedRoots = reader.Text(Section + ":TrustedRoots") is { } roots ? Path.GetFullPath(roots, contentRoot) : null,
        };
        CheckPort(reader, tls.Port, port, files);
        CheckCertificate(reader, tls.Certificate);
        if (tls.ClientCertificates != ClientCertificates.None) CheckTrust(reader, tls, security);
        return tls;
    }

    private static IPAddress? Address(SettingsReader reader)
    {
        if (reader.Text(Section + ":Address") is not { } text || text == "*") return null;
        if (IPAddress.TryParse(text, out var address)) return address;
        reader.Mistake($"The setting {Section}:Address is \"{text}\": it must be an address of this machine, such as 192.168.1.20, or absent for all of them.");
        return null;
    }

    private static void CheckPort(SettingsReader reader, int own, int port, FilesSettings files)
    {
        foreach (var (name, other) in new[] { ("Port", (int?)port), ("Files:HttpsPort", files.HttpsPort), ("Files:Ftp:Port", files.Ftp?.Port), ("Files:Ftp:ImplicitTlsPort", files.Ftp?.ImplicitTlsPort) })
            if (own > 0 && other == own) reader.Mistake($"The setting {Section}:Port is {own}, as {name} is: each needs a port of its own.");
    }

    private static void CheckCertificate(SettingsReader reader, CertificateFiles files)
    {
        try
        {
            PemCertificate.Load(files).Dispose();
        }
        catch (Exception exception) when (PemCertificate.IsFault(exception))
        {
            reader.Mistake($"The settings of {Section} cannot be used: {PemCertificate.Words(files, exception)}");
        }
    }

    /// <summary>What is trusted must be there, and reach up to a root.</summary>
    private static void CheckTrust(SettingsReader reader, TlsSettings tls, SecuritySettings security)
    {
        if (tls is { TrustsOwnAuthority: false, TrustedRoots: null })
        {
            reader.Mistake($"The setting {Section}:ClientCertificates is {tls.ClientCertificates}, but no authority is trusted: name some with {Section}:TrustedRoots, or leave {Section}:TrustOwnAuthority on.");
            return;
        }
        var roots = 0;
        if (tls.TrustedRoots is { } file)
        {
            try
            {
                var trusted = new X509Certificate2Collection();
                trusted.ImportFromPemFile(file);
                if (trusted.Count == 0) reader.Mistake($"The file {file}, named by {Section}:TrustedRoots, holds no certificate in PEM.");
                roots = trusted.Count(IsRoot);
            }
            catch (Exception exception) when (PemCertificate.IsFault(exception))
            {
                reader.Mistake($"The file {file}, named by {Section}:TrustedRoots, cannot be read: {exception.Message.TrimEnd('.')}.");
                return;
            }
        }
        if (tls.TrustsOwnAuthority && security.Authority is { } supplied)
        {
            using var authority = PemCertificate.Load(supplied); // it was read before
            roots += authority.Chain.Append(authority.Own).Count(IsRoot);
        }
        else if (tls.TrustsOwnAuthority) roots++;
        if (roots == 0) reader.Mistake($"No root is among the authorities that {Section} trusts: put the root of the authority behind it in Security:CaCertificate, or into {Section}:TrustedRoots.");
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
