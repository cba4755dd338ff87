using System.Net;
using Microsoft.Extensions.Configuration;
using OcppDashboard.Configuration;
using OcppDashboard.Tests.Features.Files.Ftp;
using OcppDashboard.Tests.Hosting.Tls;

namespace OcppDashboard.Tests.Configuration;

/// <summary>What stands below Ocpp:Tls, and every sentence about what is wrong with it.</summary>
public sealed class TlsSettingsReaderTests : IDisposable
{
    private readonly TestCertificate certificate = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-tls-");

    public void Dispose()
    {
        certificate.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Without_a_port_there_is_none() => Assert.Null(Read().Settings!.Ocpp.Tls);

    [Fact]
    public void Every_setting_is_read()
    {
        using var authority = new TestAuthority();
        var roots = Put("roots.pem", authority.Pem);
        Assert.Equal(new TlsSettings(5443, Files), Read(("Ocpp:Tls:Port", "5443"), Certificate, Key).Settings!.Ocpp.Tls);
        Assert.Equal(
            new TlsSettings(5443, Files with { Password = "secret" }) { Address = IPAddress.Loopback, ClientCertificates = ClientCertificates.Required, TrustsOwnAuthority = false, TrustedRoots = roots },
            Read(("Ocpp:Tls:Port", "5443"), Certificate, Key, ("Ocpp:Tls:Password", "secret"), ("Ocpp:Tls:Address", "127.0.0.1"), ("Ocpp:Tls:ClientCertificates", "required"), ("Ocpp:Tls:TrustOwnAuthority", "false"),
                ("Ocpp:Tls:TrustedRoots", roots)).Settings!.Ocpp.Tls);
        Assert.DoesNotContain("secret", (Files with { Password = "secret" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_said_in_a_sentence()
    {
        using var authority = new TestAuthority();
        var (none, wrong, middle) = (Path.Combine(folder.FullName, "none.pem"), Put("wrong.pem", "nothing"), Put("middle.pem", authority.Middle.ExportCertificatePem()));
        var otherKey = Put("other-key.pem", authority.Server().KeyPem);
        Assert.Equal(["The setting Ocpp:Tls:Port needs a certificate: name it with Ocpp:Tls:CertificateFile."], Read(("Ocpp:Tls:Port", "5443")).Mistakes);
        Assert.Contains("needs Ocpp:Tls:Port", Assert.Single(Read(Certificate, Key).Mistakes), StringComparison.Ordinal);
        Says("must be a whole number", ("Ocpp:Tls:Port", "x"), Certificate, Key);
        Says("The setting Ocpp:Tls:Port is 5016, as Port is: each needs a port of its own.", ("Ocpp:Tls:Port", "5016"), Certificate, Key);
        Says("must be an address of this machine", ("Ocpp:Tls:Port", "5443"), Certificate, Key, ("Ocpp:Tls:Address", "here"));
        Says("none.pem must hold the server's certificate", ("Ocpp:Tls:Port", "5443"), ("Ocpp:Tls:CertificateFile", none));
        Says("wrong.pem must hold the server's certificate", ("Ocpp:Tls:Port", "5443"), ("Ocpp:Tls:CertificateFile", wrong));
        Says("must hold the server's certificate", ("Ocpp:Tls:Port", "5443"), ("Ocpp:Tls:CertificateFile", certificate.Files.Certificate)); // no key in it
        Says("other-key.pem its private key", ("Ocpp:Tls:Port", "5443"), Certificate, ("Ocpp:Tls:KeyFile", otherKey));
        Says("must be one of None, Allowed, Required", ("Ocpp:Tls:Port", "5443"), Certificate, Key, ("Ocpp:Tls:ClientCertificates", "maybe"));
        Says("no authority is trusted", ("Ocpp:Tls:Port", "5443"), Certificate, Key, ("Ocpp:Tls:ClientCertificates", "Allowed"), ("Ocpp:Tls:TrustOwnAuthority", "false"));
        Says("cannot be read", ("Ocpp:Tls:Port", "5443"), Certificate, Key, ("Ocpp:Tls:ClientCertificates", "Allowed"), ("Ocpp:Tls:TrustedRoots", none));
        Says("holds no certificate", ("Ocpp:Tls:Port", "5443"), Certificate, Key, ("Ocpp:Tls:ClientCertificates", "Allowed"), ("Ocpp:Tls:TrustedRoots", wrong));
        Says("No root is among the authorities", ("Ocpp:Tls:Port", "5443"), Certificate, Key, ("Ocpp:Tls:ClientCertificates", "Allowed"), ("Ocpp:Tls:TrustOwnAuthority", "false"), ("Ocpp:Tls:TrustedRoots", middle));

        void Says(string words, params (string, string)[] settings) => Assert.Contains(words, Assert.Single(Read(settings).Mistakes), StringComparison.Ordinal);
    }

    private CertificateFiles Files => new(certificate.Files.Certificate, certificate.Files.Key, null);
    private (string, string) Certificate => ("Ocpp:Tls:CertificateFile", certificate.Files.Certificate);
    private (string, string) Key => ("Ocpp:Tls:KeyFile", certificate.Files.Key);

    private string Put(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private (DashboardSettings? Settings, IReadOnlyList<string> Mistakes) Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => new KeyValuePair<string, string?>(pair.Name, pair.Value))).Build();
        return SettingsReader.Read(configuration, RunMode.Normal, folder.FullName);
    }
}
