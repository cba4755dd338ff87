using System.Net;
using Microsoft.Extensions.Configuration;
using OcppDashboard.Configuration;
using OcppDashboard.Tests.Features.Files.Ftp;

namespace OcppDashboard.Tests.Configuration;

public sealed class FilesSettingsReaderTests : IDisposable
{
    private readonly TestCertificate certificate = new();

    public void Dispose() => certificate.Dispose();

    [Fact]
    public void Without_settings_files_go_over_the_plain_port_alone()
    {
        var files = Read(RunMode.Normal);
        Assert.Equal(new FilesSettings(), files);
        Assert.Equal((500L << 20, 100L << 20, 2048L << 20, 1L << 30), (files.MaxFirmwareBytes, files.MaxReceivedBytes, files.MaxReceivedTotalBytes, files.LeastFreeBytes));
        Assert.Equal((90, TimeSpan.FromHours(24), TimeSpan.FromHours(2)), (files.ReceivedDays, files.AddressLife, files.UploadLimit));
    }

    [Fact]
    public void FTP_is_on_for_this_machine_in_lab_and_demo_on_any_free_port()
    {
        Assert.Equal(new FtpSettings(0, null, true, 0, 0, null, false), Read(RunMode.Lab).Ftp);
        Assert.Equal(new FtpSettings(0, null, true, 0, 0, null, true), Read(RunMode.Demo).Ftp);
        Assert.Equal(new FtpSettings(2100, null, true, 0, 0, null, true), Read(RunMode.Demo, ("Files:Ftp:Port", "2100")).Ftp);
        Assert.Null(Read(RunMode.Demo, ("Files:Ftp:Enabled", "false")).Ftp);
        Assert.Null(Read(RunMode.Normal, ("Files:Ftp:Port", "2100")).Ftp);
    }

    [Fact]
    public void FTP_that_was_asked_for_is_for_everyone_on_fixed_ports()
    {
        Assert.Equal(new FtpSettings(2121, null, false, 50_000, 50_099, null, false), Read(RunMode.Normal, ("Files:Ftp:Enabled", "true")).Ftp);
        Assert.Equal(new FtpSettings(2121, null, false, 65_500, 65_535, null, false), Read(RunMode.Normal, ("Files:Ftp:Enabled", "true"), ("Files:Ftp:FirstPassivePort", "65500")).Ftp);
        Assert.Equal(new FtpSettings(0, null, true, 0, 0, null, false), Read(RunMode.Lab, ("Port", "0"), ("Files:Ftp:Enabled", "true")).Ftp);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var files = Read(
            RunMode.Normal, ("Files:PublicAddress", "https://files.example:8443"), ("Files:HttpsPort", "5443"), ("Files:Tls:CertificateFile", certificate.Files.Certificate), ("Files:Tls:KeyFile", certificate.Files.Key),
            ("Files:Signing:CertificateFile", certificate.Files.Certificate), ("Files:Signing:KeyFile", certificate.Files.Key), ("Files:MaxFirmwareMegabytes", "1"), ("Files:MaxReceivedMegabytes", "2"),
            ("Files:MaxReceivedTotalMegabytes", "3"), ("Files:ReceivedDays", "4"), ("Files:AddressHours", "5"), ("Files:Ftp:Enabled", "true"), ("Files:Ftp:Port", "21"), ("Files:Ftp:ImplicitTlsPort", "990"),
            ("Files:Ftp:FirstPassivePort", "40000"), ("Files:Ftp:LastPassivePort", "40001"), ("Files:Ftp:AdvertisedAddress", "203.0.113.5"), ("Files:Ftp:Downloads", "true"));
        Assert.Equal(
            new FilesSettings
            {
                PublicAddress = new("https://files.example:8443"), HttpsPort = 5443, Tls = certificate.Files, Signing = certificate.Files, MaxFirmwareBytes = 1 << 20, MaxReceivedBytes = 2 << 20, MaxReceivedTotalBytes = 3 << 20,
                ReceivedDays = 4, AddressLife = TimeSpan.FromHours(5), Ftp = new(21, 990, false, 40_000, 40_001, IPAddress.Parse("203.0.113.5"), true),
            },
            files);
    }

    [Theory]
    [InlineData("Files:PublicAddress", "ftp://a", "The setting Files:PublicAddress is \"ftp://a\": it must be http:// or https:// with a host and, where needed, a port, such as http://203.0.113.5:5016.")]
    [InlineData("Files:PublicAddress", "http://a/b", "it must be http:// or https:// with a host")]
    [InlineData("Files:PublicAddress", "http://u:p@a", "it must be http:// or https:// with a host")]
    [InlineData("Files:HttpsPort", "65536", "The setting Files:HttpsPort is \"65536\": it must be a whole number from 0 to 65535.")]
    [InlineData("Files:HttpsPort", "5443", "The setting Files:HttpsPort needs a certificate: name it with Files:Tls:CertificateFile.")]
    [InlineData("Files:Tls:KeyFile", "key.pem", "The setting Files:Tls:KeyFile needs Files:Tls:CertificateFile beside it.")]
    [InlineData("Files:Tls:CertificateFile", "absent.pem", "The file /here/absent.pem, named by a setting of Files:Tls, is not there.")]
    [InlineData("Files:Signing:CertificateFile", "absent.pem", "The file /here/absent.pem, named by a setting of Files:Signing, is not there.")]
    [InlineData("Files:MaxFirmwareMegabytes", "0", "The setting Files:MaxFirmwareMegabytes is \"0\": it must be a whole number from 1 to 100000.")]
    [InlineData("Files:MaxReceivedMegabytes", "x", "The setting Files:MaxReceivedMegabytes is \"x\": it must be a whole number from 1 to 100000.")]
    [InlineData("Files:MaxReceivedTotalMegabytes", "-1", "The setting Files:MaxReceivedTotalMegabytes is \"-1\"")]
    [InlineData("Files:ReceivedDays", "0", "The setting Files:ReceivedDays is \"0\"")]
    [InlineData("Files:AddressHours", "721", "The setting Files:AddressHours is \"721\": it must be a whole number from 1 to 720.")]
    [InlineData("Files:Ftp:Enabled", "yes", "The setting Files:Ftp:Enabled is \"yes\": it must be true or false.")]
    [InlineData("Files:Ftp:Downloads", "yes", "The setting Files:Ftp:Downloads is \"yes\": it must be true or false.")]
    [InlineData("Files:Ftp:Port", "70000", "The setting Files:Ftp:Port is \"70000\": it must be a whole number from 0 to 65535.")]
    [InlineData("Files:Ftp:Port", "5016", "The setting Files:Ftp:Port is 5016, as Port is: each needs a port of its own.")]
    [InlineData("Files:Ftp:ImplicitTlsPort", "x", "The setting Files:Ftp:ImplicitTlsPort is \"x\"")]
    [InlineData("Files:Ftp:ImplicitTlsPort", "990", "The setting Files:Ftp:ImplicitTlsPort needs a certificate: name it with Files:Tls:CertificateFile.")]
    [InlineData("Files:Ftp:FirstPassivePort", "-1", "The setting Files:Ftp:FirstPassivePort is \"-1\"")]
    [InlineData("Files:Ftp:LastPassivePort", "5", "The setting Files:Ftp:LastPassivePort is 5: with Files:Ftp:FirstPassivePort 0, which means any free port, it must be absent.")]
    [InlineData("Files:Ftp:AdvertisedAddress", "::1", "The setting Files:Ftp:AdvertisedAddress is \"::1\": it must be an IPv4 address such as 203.0.113.5.")]
    public void A_mistake_is_a_sentence(string name, string value, string part)
    {
        var (settings, mistakes) = ReadAll(RunMode.Lab, (name, value));
        Assert.Null(settings);
        Assert.Contains(mistakes, mistake => mistake.Contains(part, StringComparison.Ordinal) && mistake.EndsWith('.'));
    }

    [Fact]
    public void Passive_ports_must_be_in_order()
    {
        var (_, mistakes) = ReadAll(RunMode.Normal, ("Files:Ftp:Enabled", "true"), ("Files:Ftp:FirstPassivePort", "40000"), ("Files:Ftp:LastPassivePort", "39999"));
        Assert.Equal(["The setting Files:Ftp:LastPassivePort is 39999: it must not be below Files:Ftp:FirstPassivePort, 40000."], mistakes);
    }

    [Fact]
    public void Each_port_is_given_once()
    {
        var (_, mistakes) = ReadAll(
            RunMode.Normal, ("Files:HttpsPort", "2121"), ("Files:Tls:CertificateFile", certificate.Files.Certificate), ("Files:Tls:KeyFile", certificate.Files.Key), ("Files:Ftp:Enabled", "true"),
            ("Files:Ftp:ImplicitTlsPort", "5016"));
        Assert.Equal(["The setting Files:Ftp:Port is 2121, as Files:HttpsPort is: each needs a port of its own.", "The setting Files:Ftp:ImplicitTlsPort is 5016, as Port is: each needs a port of its own."], mistakes);
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_one_sentence()
    {
        using var other = new TestCertificate();
        var noise = Path.Combine(Path.GetDirectoryName(certificate.Files.Key)!, "noise.pem");
        File.WriteAllText(noise, "no certificate");
        foreach (var (file, key) in new[] { (certificate.Files.Certificate, other.Files.Key), (noise, certificate.Files.Key), (certificate.Files.Certificate, noise), (certificate.Files.Certificate, certificate.Files.Certificate) })
        {
            var mistake = Assert.Single(ReadAll(RunMode.Normal, ("Files:Tls:CertificateFile", file), ("Files:Tls:KeyFile", key)).Mistakes);
            Assert.StartsWith($"The settings of Files:Tls cannot be used: {file} must be a certificate and {key} its private key, both PEM and the key without a password (", mistake, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', mistake);
        }
    }

    private static FilesSettings Read(RunMode mode, params (string Key, string Value)[] given)
    {
        var (settings, mistakes) = ReadAll(mode, given);
        Assert.Empty(mistakes);
        return settings!.Files;
    }

    private static (DashboardSettings? Settings, IReadOnlyList<string> Mistakes) ReadAll(RunMode mode, params (string Key, string Value)[] given) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(given.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build(), mode, "/here");
}
