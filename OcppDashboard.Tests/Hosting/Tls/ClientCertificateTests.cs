using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Certificates;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting.Tls;

/// <summary>Security profile 3: charge points that show a certificate.</summary>
public sealed class ClientCertificateTests : TlsTest
{
    private TlsSettings With(TlsSettings tls, ClientCertificates mode)
    {
        System.IO.File.WriteAllText(File("roots.pem"), Authority.Pem);
        return tls with { ClientCertificates = mode, TrustedRoots = File("roots.pem") };
    }

    [Theory]
    [InlineData(ClientCertificates.Allowed)]
    [InlineData(ClientCertificates.Required)]
    public async Task A_certificate_whose_name_is_the_identity_is_authentication_enough(ClientCertificates mode)
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => With(tls, mode));
        using var own = Authority.Client("CN=CC-1").WithKey();
        await AcceptedAsync(central, "CC-1", 3, own);
        await AcceptedAsync(central, "cc-1", 3, own); // it is one charge point, whatever the case
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync("CC-1", settings => settings with { PasswordSha256 = ChargePointPassword.Hash("0123456789abcdef") });
        await AcceptedAsync(central, "CC-1", 3, own);
    }

    [Theory]
    [InlineData(ClientCertificates.Allowed)]
    [InlineData(ClientCertificates.Required)]
    public async Task A_certificate_of_another_name_is_refused_whatever_else_is_shown(ClientCertificates mode)
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => With(tls, mode));
        using var own = Authority.Client("CN=CC-1").WithKey();
        await RefusedAsync(central, "CC-2", "its client certificate is that of CC-1", own);
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync("CC-3", settings => settings with { PasswordSha256 = ChargePointPassword.Hash("0123456789abcdef") });
        await RefusedAsync(central, "CC-3", "its client certificate is that of CC-1", own, "0123456789abcdef");
        foreach (var subject in new[] { "O=CC-4", "CN=CC-4, CN=CC-5", "CN=CC-4 " + new string('x', 40) })
        {
            using var odd = Authority.Client(subject).WithKey();
            await RefusedAsync(central, "CC-4", "its client certificate is that of", odd);
        }
    }

    [Fact]
    public async Task Without_a_certificate_nobody_gets_in_where_one_is_required()
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => With(tls, ClientCertificates.Required));
        await RefusedAsync(central, "CC-1", "it shows no client certificate");
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync("CC-2", settings => settings with { PasswordSha256 = ChargePointPassword.Hash("0123456789abcdef") });
        await RefusedAsync(central, "CC-2", "it shows no client certificate", password: "0123456789abcdef");
    }

    [Fact]
    public async Task Where_it_is_only_allowed_a_password_does_without()
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => With(tls, ClientCertificates.Allowed));
        await AcceptedAsync(central, "CC-1", 2);
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync("CC-2", settings => settings with { PasswordSha256 = ChargePointPassword.Hash("0123456789abcdef") });
        await AcceptedAsync(central, "CC-2", 2, password: "0123456789abcdef");
        using var factory = new TestAuthority("Factory");
        using var own = factory.Client("CN=CC-2").WithKey(); // the manufacturer's, which it always shows
        await AcceptedAsync(central, "CC-2", 2, own, "0123456789abcdef");
        await RefusedAsync(central, "CC-2", "password", own, "wrong");
        await RefusedAsync(central, "CC-3", "its client certificate is not believed: its authority is not trusted here", own);
    }

    [Theory]
    [InlineData("another authority", "its authority is not trusted here")]
    [InlineData("one of the same name", "its signature is wrong")]
    [InlineData("expired", "has expired")]
    [InlineData("a server's", "not made for clients")]
    [InlineData("its own", "its authority is not trusted here")]
    public async Task A_certificate_that_is_not_believed_is_refused_with_the_reason(string kind, string reason)
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => With(tls, ClientCertificates.Required));
        using var factory = new TestAuthority(kind == "another authority" ? "Factory" : "Test");
        using var certificate = kind switch
        {
            "another authority" or "one of the same name" => factory.Client("CN=CC-1").WithKey(),
            "expired" => Authority.Client("CN=CC-1", days: -2).WithKey(),
            "a server's" => Authority.Server().WithKey(),
            _ => SelfSigned("CN=CC-1"),
        };
        await RefusedAsync(central, "CC-1", reason, certificate);
        await RefusedAsync(central, "localhost", kind == "a server's" ? reason : "its client certificate", certificate);
    }

    [Fact]
    public async Task What_the_authority_of_this_server_signed_is_trusted_and_the_newest_connection_wins()
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => tls with { ClientCertificates = ClientCertificates.Required });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CC-1", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        using var own = X509Certificate2.CreateFromPem(central.Get<CertificateAuthority>().Sign(request), key.ExportPkcs8PrivateKeyPem());
        using var old = await ConnectAsync(central, "CC-1", own);
        Assert.StartsWith("[3,\"u\",", await CallAsync(old, "Heartbeat"), StringComparison.Ordinal);
        using var young = await ConnectAsync(central, "CC-1", own);
        Assert.Equal(WebSocketState.Open, young.State);
        Assert.StartsWith("[3,\"u\",", await CallAsync(young, "Heartbeat"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketException>(() => CallAsync(old, "Heartbeat"));
        using var theirs = Authority.Client("CN=CC-1").WithKey();
        await RefusedAsync(central, "CC-1", "its authority is not trusted here", theirs);
        await central.PassAsync(TimeSpan.FromSeconds(1), () => central.Get<WatchedCertificates>().All.Any(watched => watched is { Use: "authority", Subject: "CN=OcppDashboard CA" }), "authority watched");
    }

    [Fact]
    public async Task A_certificate_with_a_serial_number_as_its_name_proves_the_charge_point_that_was_signed_it()
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => tls with { ClientCertificates = ClientCertificates.Allowed });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var client = await RawOcppClient.OpenAsync(central.Port, "/ocpp/CC-1");
        await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box","chargePointSerialNumber":"SN-1"}""");
        var csr = System.Text.Json.JsonSerializer.Serialize(new CertificateRequest("CN=SN-1", key, HashAlgorithmName.SHA256).CreateSigningRequestPem());
        Assert.Equal("Accepted", (await client.CallForResultAsync("SignCertificate", $$"""{"csr":{{csr}}}""")).GetProperty("status").GetString());
        var desk = central.Get<CertificateService>();
        var request = (await Eventually.GetAsync(() => desk.Waiting, waiting => waiting.Count == 1, "request"))[0];
        Assert.Null(desk.Sign(request.Id, "test"));
        var call = await client.AnswerAsync("CertificateSigned", """{"status":"Accepted"}""");
        using var own = X509Certificate2.CreateFromPem(call.Payload.GetProperty("certificateChain").GetString(), key.ExportPkcs8PrivateKeyPem());
        await AcceptedAsync(central, "CC-1", 3, own);
        await RefusedAsync(central, "SN-1", "its client certificate is that of CC-1", own); // the name alone is not what was signed
        await RefusedAsync(central, "CC-2", "its client certificate is that of CC-1", own);
        await central.RestartAsync();
        await AcceptedAsync(central, "CC-1", 3, own);
    }

    [Fact]
    public async Task Only_what_is_below_the_authority_itself_is_trusted_and_not_all_below_its_root()
    {
        Put(Authority.Server());
        System.IO.File.WriteAllText(File("ca.pem"), Authority.Middle.ExportCertificatePem() + "\n" + Authority.Root.ExportCertificatePem());
        System.IO.File.WriteAllText(File("ca-key.pem"), Authority.MiddleKeyPem);
        await using var central = await StartAsync(
            tls => tls with { ClientCertificates = ClientCertificates.Required },
            settings => settings with { Security = settings.Security with { Authority = new(File("ca.pem"), File("ca-key.pem")) } });
        using var own = Authority.Client("CN=CC-1").WithKey();
        using var sister = Authority.ClientOfRoot("CN=CC-2").WithKey();
        await AcceptedAsync(central, "CC-1", 3, own);
        await RefusedAsync(central, "CC-2", "its authority is not trusted here", sister);
    }

    [Fact]
    public async Task A_charge_point_may_be_let_in_by_its_certificate_alone_whatever_the_door()
    {
        Put(Authority.Server());
        await using var central = await StartAsync(tls => With(tls, ClientCertificates.Allowed));
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync("CC-1", own => own with { RequiresClientCertificate = true, PasswordSha256 = ChargePointPassword.Hash("0123456789abcdef") });
        await RefusedAsync(central, "CC-1", "it shows no client certificate", password: "0123456789abcdef");
        using var factory = new TestAuthority("Factory");
        using var foreign = factory.Client("CN=CC-1").WithKey();
        await RefusedAsync(central, "CC-1", "its client certificate is not believed", foreign, "0123456789abcdef");
        await using (var plain = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/CC-1") { Credentials = RawHandshake.User("CC-1", "0123456789abcdef") })) Assert.Equal(401, plain.Answer!.Status);
        using var own = Authority.Client("CN=CC-1").WithKey();
        await AcceptedAsync(central, "CC-1", 3, own);
        await AcceptedAsync(central, "CC-2", 2);
    }

    [Fact]
    public async Task Where_none_is_asked_for_none_is_looked_at()
    {
        Put(Authority.Server());
        await using var central = await StartAsync();
        using var own = Authority.Client("CN=CC-1").WithKey();
        await AcceptedAsync(central, "CC-2", 2, own);
    }

    private static X509Certificate2 SelfSigned(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(9));
    }
}
