using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Configuration;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.Certificates;

/// <summary>
/// Whom the door for TLS believes (security profile 3): certificates below the authority that signs here, and below those of <c>Ocpp:Tls:TrustedRoots</c>.
/// A chain must be whole, in time, made for clients, and go through one of these.
/// </summary>
public sealed class ClientTrust
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2", NameOid = "2.5.4.3";
    private readonly X509Certificate2Collection anchors = [], between = [], roots = [];
    private readonly ClientCertificates mode;
    private readonly TimeProvider time;

    /// <exception cref="AuthorityException">Our own authority cannot be read or made.</exception>
    public ClientTrust(DashboardSettings settings, CertificateAuthority authority, TimeProvider time)
    {
        var tls = settings.Ocpp.Tls ?? throw new InvalidOperationException("there is no door for TLS");
        (mode, this.time) = (tls.ClientCertificates, time);
        if (tls.TrustsOwnAuthority)
        {
            var own = X509Certificate2.CreateFromPem(authority.CertificatePem());
            anchors.Add(own);
            Sort(own);
            if (settings.Security.Authority is { } supplied)
            {
                using var pem = PemCertificate.Load(supplied);
                foreach (var issuer in pem.Chain) Sort(X509CertificateLoader.LoadCertificate(issuer.RawData)); // above it: they lead to a root, and are not believed by themselves
            }
        }
        if (tls.TrustedRoots is not { } file) return;
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(file);
        anchors.AddRange(trusted);
        foreach (var certificate in trusted) Sort(certificate);
    }

    public IEnumerable<WatchedCertificate> Watched => anchors.Select(anchor => new WatchedCertificate("authority", anchor.Subject, new(anchor.NotAfter.ToUniversalTime())));

    /// <summary>Nothing was shown so far.</summary>
    public ShownCertificate None => new(mode == ClientCertificates.Required);

    /// <param name="sent">What came along with it: its issuers.</param>
    public ShownCertificate Judge(X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        var shown = new ShownCertificate(mode == ClientCertificates.Required, true);
        try
        {
            return Judge(certificate, sent, shown with { Holder = HolderOf(certificate) });
        }
        catch (CryptographicException)
        {
            return shown with { Fault = "it cannot be read" };
        }
    }

    private ShownCertificate Judge(X509Certificate2 certificate, X509Certificate2Collection sent, ShownCertificate shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(between);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true; // no address of a stranger is opened
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuthentication));
        var isGood = chain.Build(certificate);
        try
        {
            if (!isGood) return shown with { Fault = Words(chain.ChainStatus) };
            return chain.ChainElements.Skip(1).Any(element => anchors.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)))
                ? shown : shown with { Fault = "its authority is not trusted here" };
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    /// <summary>The one common name of the subject. Where there are several, nobody says which one the authority looked at: then there is none.</summary>
    private static string? HolderOf(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().ToList();
        if (parts.Exists(part => part.HasMultipleElements)) return null;
        var names = parts.Where(part => part.GetSingleElementType().Value == NameOid).Select(part => part.GetSingleElementValue()).ToList();
        return names.Count == 1 ? names[0] : null;
    }

    private void Sort(X509Certificate2 certificate) => (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? roots : between).Add(certificate);

    private static string Words(X509ChainStatus[] all)
    {
        X509ChainStatusFlags status = 0;
        foreach (var one in all) status |= one.Status;
        if (status.HasFlag(X509ChainStatusFlags.PartialChain) || status.HasFlag(X509ChainStatusFlags.UntrustedRoot)) return "its authority is not trusted here";
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) return "it, or one of its issuers, has expired or is not good yet";
        if (status.HasFlag(X509ChainStatusFlags.NotSignatureValid)) return "its signature is wrong";
        if (status.HasFlag(X509ChainStatusFlags.NotValidForUsage)) return "it is not made for clients";
        return $"its chain cannot be used ({status})";
    }
}
