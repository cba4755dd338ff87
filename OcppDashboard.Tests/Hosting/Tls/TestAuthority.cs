using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OcppDashboard.Tests.Hosting.Tls;

/// <summary>A root, an authority below it, and what that one signs.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "Test")
    {
        var now = TimeProvider.System.GetUtcNow();
        var root = Request($"CN={name} Root", rootKey, isAuthority: true);
        Root = root.CreateSelfSigned(now.AddDays(-10), now.AddYears(10));
        Middle = Request($"CN={name} Intermediate", middleKey, isAuthority: true).Create(Root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), now.AddDays(-10), now.AddYears(5), Serial());
    }

    public X509Certificate2 Root { get; }
    public X509Certificate2 Middle { get; }

    public string MiddleKeyPem => middleKey.ExportPkcs8PrivateKeyPem();

    /// <summary>Root and intermediate as PEM.</summary>
    public string Pem => Root.ExportCertificatePem() + "\n" + Middle.ExportCertificatePem() + "\n";

    /// <summary>A certificate for a server, with its key as PEM.</summary>
    /// <param name="days">How long it is good from now on; negative: since when it is not.</param>
    public Issued Server(int days = 365) => Sign("CN=localhost", days, serverUse: true);

    /// <param name="subject">CN=CP-1 or more.</param>
    public Issued Client(string subject, int days = 365) => Sign(subject, days, serverUse: false);

    /// <summary>One that the root signed itself.</summary>
    public Issued ClientOfRoot(string subject) => Sign(subject, 365, serverUse: false, byRoot: true);

    private Issued Sign(string subject, int days, bool serverUse, bool byRoot = false)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(subject, key, isAuthority: false);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(serverUse ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        if (serverUse) request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return new(request.Create((byRoot ? Root : Middle).SubjectName, X509SignatureGenerator.CreateForECDsa(byRoot ? rootKey : middleKey), now.AddDays(Math.Min(-9, days - 1)), now.AddDays(days), Serial()), key);
    }

    private static CertificateRequest Request(string subject, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static byte[] Serial() => [0x40, .. RandomNumberGenerator.GetBytes(15)];

    public void Dispose()
    {
        Root.Dispose();
        Middle.Dispose();
        rootKey.Dispose();
        middleKey.Dispose();
    }
}

/// <summary>A certificate and its key.</summary>
internal sealed record Issued(X509Certificate2 Certificate, ECDsa Key)
{
    public string KeyPem => Key.ExportPkcs8PrivateKeyPem();

    /// <summary>Both together, as TLS wants them.</summary>
    public X509Certificate2 WithKey() => Certificate.CopyWithPrivateKey(Key);
}
