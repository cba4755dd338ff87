using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Features.WorkList;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting.Tls;

/// <summary>The server's side of TLS for charge points: chain, reload, expiry, and what fails (rows A17 and A18).</summary>
public sealed class TlsEndpointTests : TlsTest
{
    [Theory]
    [InlineData("", false)]
    [InlineData("localhost", false)]
    [InlineData("other.example", true)]
    public async Task A18_the_whole_chain_is_sent_with_and_without_a_server_name(string name, bool withRoot)
    {
        var issued = Put(Authority.Server(), withRoot);
        await using var central = await StartAsync();
        foreach (var protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
            Assert.Equal([issued.Certificate.Thumbprint, Authority.Middle.Thumbprint], (await ShownAsync(central, name, protocol)).Select(shown => shown.Thumbprint)); // the root is the charge point's own
    }

    [Fact]
    public async Task A18_a_charge_point_that_knows_the_root_alone_connects_and_is_profile_2_with_a_password()
    {
        Put(Authority.Server());
        await using var central = await StartAsync();
        await AcceptedAsync(central, "T-1", 2);
        Assert.StartsWith("https://localhost:", central.Snapshot("T-1").ServerAddress, StringComparison.Ordinal);
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync("T-2", own => own with { PasswordSha256 = ChargePointPassword.Hash("0123456789abcdef") });
        await AcceptedAsync(central, "T-2", 2, password: "0123456789abcdef");
        await RefusedAsync(central, "T-2", "password", password: "wrong");
        await using var plain = await central.BootAsync("T-3"); // the plain port is there as before
        Assert.Equal(0, central.Snapshot("T-3").SecurityProfile);
    }

    [Fact]
    public async Task A18_a_new_certificate_is_taken_without_ending_a_connection()
    {
        var first = Put(Authority.Server());
        await using var central = await StartAsync();
        using var open = await ConnectAsync(central, "T-1");
        var second = Put(Authority.Server());
        await ServesAsync(central, second);
        Assert.NotEqual(first.Certificate.Thumbprint, second.Certificate.Thumbprint);
        Assert.StartsWith("[3,\"u\",", await CallAsync(open, "Heartbeat"), StringComparison.Ordinal);
        Assert.Null(central.Get<WatchedCertificates>().Fault);
    }

    [Theory]
    [InlineData("no certificate", "must hold the server's certificate")]
    [InlineData("another key", "must hold the server's certificate")]
    [InlineData("expired", "expired on")]
    [InlineData("gone", "cannot be read")]
    public async Task A18_files_that_cannot_be_served_change_nothing_and_are_told(string fault, string words)
    {
        var first = Put(Authority.Server());
        await using var central = await StartAsync();
        switch (fault)
        {
            case "no certificate": await System.IO.File.WriteAllTextAsync(Files.Certificate, "-----BEGIN CERTIFICATE-----\nAAAA"); break;
            case "another key": await System.IO.File.WriteAllTextAsync(Files.Key, Authority.Server().KeyPem); break;
            case "expired": Put(Authority.Server(days: -1)); break;
            case "gone": System.IO.File.Delete(Files.Certificate); break;
        }
        await central.PassAsync(TimeSpan.FromSeconds(10), () => central.Get<WatchedCertificates>().Fault is not null, "fault told");
        Assert.Contains(words, central.Get<WatchedCertificates>().Fault, StringComparison.Ordinal);
        Assert.EndsWith("The one before is served on.", central.Get<WatchedCertificates>().Fault, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Warning, (await central.Logs.TakeAsync(record => record.Message.Contains(words, StringComparison.Ordinal))).Level);
        Assert.Equal(first.Certificate.Thumbprint, (await ShownAsync(central))[0].Thumbprint);
        Assert.Contains(Lines(central), item => item.Kind == WorkKind.Certificate && item.Detail.Contains(words, StringComparison.Ordinal));
        await AcceptedAsync(central, "T-1", 2);
        await ServesAsync(central, Put(Authority.Server()));
        await Eventually.IsAsync(() => central.Get<WatchedCertificates>().Fault is null, "fault taken back");
        Assert.DoesNotContain(Lines(central), item => item.Kind == WorkKind.Certificate);
    }

    [Fact]
    public async Task A18_an_expired_certificate_does_not_keep_the_server_from_starting()
    {
        var issued = Put(Authority.Server(days: -1));
        await using var central = await StartAsync();
        Assert.Equal(issued.Certificate.Thumbprint, (await ShownAsync(central))[0].Thumbprint); // some charge points look at no date
        await central.Logs.TakeAsync(record => record.Message.Contains("expired on", StringComparison.Ordinal));
        Assert.Contains(Lines(central), item => item.Kind == WorkKind.Certificate && item.Detail.StartsWith("expired on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A18_a_certificate_near_its_end_is_on_the_work_list_in_the_log_and_in_the_metrics()
    {
        Put(Authority.Server(days: 40));
        await using var central = await StartAsync();
        await central.PassAsync(TimeSpan.FromSeconds(1), () => central.Get<WatchedCertificates>().All.Length == 2, "certificates watched"); // and its issuer
        Assert.DoesNotContain(Lines(central), item => item.Kind == WorkKind.Certificate);
        Assert.InRange(await SecondsAsync(), 39 * 86400, 40 * 86400);
        central.Time.Advance(TimeSpan.FromDays(12));
        var warning = await central.Logs.TakeAsync(record => record.Level == LogLevel.Warning && record.Message.Contains("CN=localhost", StringComparison.Ordinal));
        Assert.Contains("in 28 days", warning.Message, StringComparison.Ordinal);
        var item = Assert.Single(Lines(central), item => item.Kind == WorkKind.Certificate);
        Assert.Equal("CN=localhost", item.Subject);
        Assert.Contains("in 28 days", item.Detail, StringComparison.Ordinal);
        central.Time.Advance(TimeSpan.FromDays(40));
        var over = Assert.Single(Lines(central), item => item.Kind == WorkKind.Certificate);
        Assert.Equal((item.Key, true), (over.Key, over.Detail.StartsWith("expired on", StringComparison.Ordinal)));
        Assert.NotEqual(item.Signature, over.Signature); // who has seen the one has not seen the other
        Assert.InRange(await SecondsAsync(), -14 * 86400, -11 * 86400);

        async Task<double> SecondsAsync()
        {
            using var browser = central.Browser();
            var line = (await browser.GetStringAsync("/metrics")).Split('\n').Single(line => line.StartsWith("ocppdashboard_certificate_expires_seconds{certificate=\"server\"}", StringComparison.Ordinal));
            return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Theory]
    [InlineData(SslProtocols.None, "160301002f0100002b" + "0301" + "0000000000000000000000000000000000000000000000000000000000000000" + "00" + "0004" + "002f000a" + "0100", "it offers TLS 1.0 and nothing newer")]
    [InlineData(SslProtocols.None, "474554202f20485454502f312e310d0a0d0a", "it does not speak TLS on the port for TLS")] // GET / HTTP/1.1
    [InlineData(SslProtocols.None, "160303002f0100002b" + "0303" + "0000000000000000000000000000000000000000000000000000000000000000" + "00" + "0004" + "00010002" + "0100", "the TLS handshake failed")] // no cipher in common
    [InlineData(SslProtocols.Tls12, "", "it went away right after the TLS handshake")]
    public async Task A17_a_handshake_that_fails_is_told_with_its_address_once_a_minute(SslProtocols protocol, string hex, string reason)
    {
        Put(Authority.Server());
        await using var central = await StartAsync();
        for (var i = 0; i < 3; i++) await FailAsync();
        await Eventually.IsAsync(() => central.Get<HandshakeAttempts>().Latest.Any(attempt => attempt.Reason == reason && attempt is { RemoteAddress: "127.0.0.1", Count: 3 }), "listed attempts");
        await Eventually.IsAsync(() => Logged() == 1, "told once");
        central.Time.Advance(TimeSpan.FromMinutes(1));
        await FailAsync();
        await Eventually.IsAsync(() => Logged() == 2, "told again");

        int Logged() => central.Logs.Records.Count(record => record.Message.Contains($"from 127.0.0.1 was refused: {reason}", StringComparison.Ordinal));

        async Task FailAsync()
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, PortOf(central));
            if (protocol == SslProtocols.None) await tcp.GetStream().WriteAsync(Convert.FromHexString(hex));
            else
            {
                await using var tls = new System.Net.Security.SslStream(tcp.GetStream());
                await Assert.ThrowsAsync<AuthenticationException>(() => tls.AuthenticateAsClientAsync("localhost", null, protocol, false)); // it does not know the root
                return;
            }
            var rest = new byte[100];
            try
            {
                while (await tcp.GetStream().ReadAsync(rest) > 0) { }
            }
            catch (IOException)
            {
                // reset
            }
        }
    }

    [Fact]
    public async Task A17_a_look_whether_the_port_is_open_is_no_attempt()
    {
        Put(Authority.Server());
        await using var central = await StartAsync();
        using (var tcp = new TcpClient()) await tcp.ConnectAsync(IPAddress.Loopback, PortOf(central));
        await AcceptedAsync(central, "T-1", 2);
        Assert.Empty(central.Get<HandshakeAttempts>().Latest);
    }

    [Fact]
    public async Task Nothing_but_charge_points_and_their_files_is_at_this_port()
    {
        Put(Authority.Server());
        await using var central = await StartAsync();
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var client = new HttpClient(handler);
        foreach (var path in new[] { "", "charge-points", "_blazor", "_framework/blazor.web.js", "api/v1/charge-points", "health/live", "metrics", "hubs/live", "openapi/v1.json" })
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await client.GetAsync(new Uri($"https://localhost:{PortOf(central)}/{path}"))).StatusCode));
        Assert.Equal(HttpStatusCode.UpgradeRequired, (await client.GetAsync(new Uri($"https://localhost:{PortOf(central)}/ocpp/CP-1"))).StatusCode);
        using var webSocket = await ConnectAsync(central, "T-1");
        var offer = await central.Get<FileTransfers>().OfferUploadAsync(await central.SnapshotAsync("T-1", snapshot => snapshot.Online), FileScheme.Https);
        Assert.StartsWith($"https://localhost:{PortOf(central)}/f/", offer.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync(new Uri(offer.Address), new ByteArrayContent([1, 2, 3]))).StatusCode);
    }

    [Fact]
    public async Task A_PFX_and_an_encrypted_key_are_served_as_PEM_is()
    {
        var issued = Authority.Server();
        using var all = issued.WithKey();
        await System.IO.File.WriteAllBytesAsync(File("all.pfx"), new X509Certificate2Collection { all, Authority.Middle }.Export(X509ContentType.Pfx, "secret")!);
        await System.IO.File.WriteAllTextAsync(File("both.pem"), issued.Certificate.ExportCertificatePem() + "\n" + Authority.Middle.ExportCertificatePem() + "\n"
            + issued.Key.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        foreach (var file in new[] { "all.pfx", "both.pem" })
        {
            await using var central = await StartAsync(tls => tls with { Certificate = new(File(file), File(file), "secret") });
            Assert.Equal([issued.Certificate.Thumbprint, Authority.Middle.Thumbprint], (await ShownAsync(central)).Select(shown => shown.Thumbprint));
        }
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_such_port()
    {
        await using var central = await TestCentralSystem.StartAsync();
        Assert.Equal((0, null), (central.Get<ServerAddresses>().TlsPort, central.Get<ServerAddresses>().TlsAddress));
        using var browser = central.Browser();
        Assert.DoesNotContain("certificate_expires", await browser.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [ToolFact("openssl")]
    public async Task Openssl_verifies_the_chain_by_the_root_alone()
    {
        Put(Authority.Server());
        await System.IO.File.WriteAllTextAsync(File("root.pem"), Authority.Root.ExportCertificatePem());
        await using var central = await StartAsync();
        using var openssl = Tool.Start("openssl", "s_client", "-connect", $"127.0.0.1:{PortOf(central)}", "-noservername", "-showcerts", "-CAfile", File("root.pem"), "-verify_return_error");
        openssl.StandardInput.Close(); // it ends when nothing more is to be sent
        var output = await openssl.StandardOutput.ReadToEndAsync().WaitAsync(RawOcppClient.Deadline);
        Assert.Contains("Verify return code: 0 (ok)", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("-----BEGIN CERTIFICATE-----").Length - 1);
        using var stranger = Tool.Start("openssl", "s_client", "-connect", $"127.0.0.1:{PortOf(central)}", "-verify_return_error"); // it does not know the root, as a charge point whose root is out of date
        await stranger.WaitForExitAsync().WaitAsync(RawOcppClient.Deadline);
        await Eventually.IsAsync(() => central.Get<HandshakeAttempts>().Latest.Any(attempt => attempt.Reason == "the TLS handshake failed" && attempt.Advice.Contains("root", StringComparison.Ordinal)), "listed attempt");
    }

    private static IEnumerable<WorkItem> Lines(TestCentralSystem central)
    {
        var source = central.Get<WorkListSource>();
        source.Changed();
        return source.Lines.Select(line => line.Item);
    }

    private static Task ServesAsync(TestCentralSystem central, Issued issued) => Eventually.GetAsync(async () =>
    {
        central.Time.Advance(TimeSpan.FromSeconds(10));
        return (await ShownAsync(central))[0].Thumbprint;
    }, served => served == issued.Certificate.Thumbprint, "new certificate");
}
