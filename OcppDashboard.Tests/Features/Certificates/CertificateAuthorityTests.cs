using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Certificates;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ocpp-").FullName;

    [Fact]
    public void It_is_made_once_its_key_is_the_owners_alone_and_what_it_signs_can_be_checked()
    {
        var authority = Make();
        using var certificate = X509Certificate2.CreateFromPem(authority.Sign(TestRequests.Rsa("CN=CP-1, O=Acme", 2048)));
        using var root = X509Certificate2.CreateFromPem(authority.CertificatePem());
        Assert.Equal("CN=CP-1, O=Acme", certificate.Subject);
        Assert.True(IsIssuedBy(certificate, root));
        Assert.InRange((certificate.NotAfter.ToUniversalTime() - TimeProvider.System.GetUtcNow()).TotalDays, 29.9, 30.1);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(authority.CertificatePem(), Make().CertificatePem());
        var key = Path.Combine(folder, "ca", "ca-key.pem");
        Assert.Contains("PRIVATE KEY", File.ReadAllText(key));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public void One_that_the_settings_name_signs_instead()
    {
        using var root = TestRequests.Root("CN=Owner CA");
        var files = new PemFiles(Path.Combine(folder, "owner.pem"), Path.Combine(folder, "owner-key.pem"));
        File.WriteAllText(files.Certificate, root.ExportCertificatePem());
        File.WriteAllText(files.Key, root.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        using var certificate = X509Certificate2.CreateFromPem(Make(files).Sign(TestRequests.Ec("CN=CP-1")));
        Assert.True(IsIssuedBy(certificate, root));
        Assert.True(certificate.NotAfter <= root.NotAfter);
        Assert.False(Directory.Exists(Path.Combine(folder, "ca")));
    }

    [Fact]
    public void One_that_cannot_be_read_says_so_and_signs_nothing()
    {
        var refused = Assert.Throws<AuthorityException>(() => Make(new("/nowhere/ca.pem", "/nowhere/key.pem")).Sign(TestRequests.Ec("CN=CP-1")));
        Assert.Contains("/nowhere/ca.pem cannot be used", refused.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CertificateAuthority Make(PemFiles? files = null) =>
        new(new DashboardSettings(RunMode.Lab, 0, new DataSettings(folder, 14, 10), new OcppSettings()) { Security = new() { Authority = files, CertificateDays = 30 } }, TimeProvider.System);

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
