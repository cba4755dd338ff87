using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Configuration;
using OcppDashboard.State;

namespace OcppDashboard.Hosting.Tls;

/// <summary>The certificate of the door for TLS, as it is served now.</summary>
/// <param name="Context">With its issuers: they are sent along whether the peer names a server or not (A18).</param>
internal sealed record ServedCertificate(SslStreamCertificateContext Context, X509Certificate2 Own, X509Certificate2Collection Chain)
{
    /// <summary>The first name it is for; null: it has none, or a wildcard first.</summary>
    public string? Host => Own.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()).FirstOrDefault(name => !name.Contains('*'));
}

/// <summary>
/// Loads the certificate of the door for TLS and loads it anew when its files have changed. What cannot be used is told and not taken: the chain
/// that was served before is served on. Connections that are open keep the one they began with.
/// </summary>
public sealed class ServerCertificate
{
    private readonly CertificateFiles files;
    private readonly TimeProvider time;
    private volatile ServedCertificate served;
    private byte[] loaded, seen;

    /// <exception cref="Exception">The files cannot be used, see <see cref="PemCertificate.IsFault"/>.</exception>
    public ServerCertificate(DashboardSettings settings, TimeProvider time)
    {
        (files, this.time) = (settings.Ocpp.Tls?.Certificate ?? throw new InvalidOperationException("there is no door for TLS"), time);
        loaded = seen = Digest();
        served = Read();
    }

    internal ServedCertificate Served => served;

    /// <summary>Why the files are not served as they are, a sentence; null: they are.</summary>
    public string? Fault { get; private set; }

    /// <summary>The served one and its issuers, the first to end first.</summary>
    public IEnumerable<WatchedCertificate> Watched => served.Chain.Select(issuer => ("issuer", issuer)).Prepend(("server", served.Own))
        .Select(pair => new WatchedCertificate(pair.Item1, pair.Item2.Subject, new(pair.Item2.NotAfter.ToUniversalTime()))).OrderBy(certificate => certificate.ExpiresAt);

    /// <summary>Looks at the files; what changed is taken when it is the same at two looks: certificate and key are written one after the other.</summary>
    /// <returns>True where something was taken or could not be.</returns>
    public bool Look()
    {
        byte[] now;
        try
        {
            now = Digest();
        }
        catch (Exception exception) when (PemCertificate.IsFault(exception))
        {
            return Refuse($"The certificate of Ocpp:Tls cannot be read ({exception.Message.TrimEnd('.')}). The one before is served on.");
        }
        if (now.AsSpan().SequenceEqual(loaded))
        {
            seen = now;
            return Refuse(null);
        }
        if (!now.AsSpan().SequenceEqual(seen))
        {
            seen = now;
            return false;
        }
        try
        {
            var found = Read();
            if (found.Own.NotAfter.ToUniversalTime() <= time.GetUtcNow().UtcDateTime) return Refuse($"The new certificate in {files.Certificate} expired on {found.Own.NotAfter.ToUniversalTime():yyyy-MM-dd}. The one before is served on.");
            if (found.Own.NotBefore.ToUniversalTime() > time.GetUtcNow().UtcDateTime) return Refuse($"The new certificate in {files.Certificate} is good only from {found.Own.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC on. The one before is served on.");
            (served, loaded, Fault) = (found, now, null);
            return true;
        }
        catch (Exception exception) when (PemCertificate.IsFault(exception))
        {
            return Refuse($"The new certificate of Ocpp:Tls cannot be used: {PemCertificate.Words(files, exception)} The one before is served on.");
        }
    }

    private bool Refuse(string? fault)
    {
        if (fault == Fault) return false;
        Fault = fault;
        return true;
    }

    private ServedCertificate Read()
    {
        var pem = PemCertificate.Load(files);
        return new(SslStreamCertificateContext.Create(pem.Own, pem.Chain, offline: true), pem.Own, pem.Chain);
    }

    private byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(File.ReadAllBytes(files.Certificate));
        if (files.Key != files.Certificate && File.Exists(files.Key)) hash.AppendData(File.ReadAllBytes(files.Key));
        return hash.GetHashAndReset();
    }
}
