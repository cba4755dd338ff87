using System.Net;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Tests.Features.Files.Ftp;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

/// <summary>The port that offers files over TLS, and nothing else.</summary>
public sealed class FilePortsTests : IDisposable
{
    private readonly TestCertificate certificate = new();

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task Files_go_over_https_and_nothing_else_does()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Files = settings.Files with { HttpsPort = 0, Tls = certificate.Files } });
        var addresses = central.Get<ServerAddresses>();
        Assert.Equal(($"http://localhost:{central.Port}", true), (addresses.Dashboard, addresses.HttpsPort > 0 && addresses.HttpsPort != central.Port));
        await using var chargePoint = await central.BootAsync("CP-1");
        var offer = await central.Get<FileTransfers>().OfferUploadAsync(central.Snapshot("CP-1"), FileScheme.Https);
        Assert.StartsWith($"https://127.0.0.1:{addresses.HttpsPort}/f/", offer.Address, StringComparison.Ordinal);

        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var client = new HttpClient(handler);
        foreach (var path in new[] { "", "charge-points", "ocpp/CP-1", "_blazor", "_framework/blazor.web.js", "api/messages.csv", "F/x", "f" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"https://127.0.0.1:{addresses.HttpsPort}/{path}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync(new Uri(offer.Address), new ByteArrayContent([1, 2, 3]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri($"http://localhost:{central.Port}/"))).StatusCode);
    }

    [ToolFact("curl")]
    public async Task Curl_sends_over_https()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Files = settings.Files with { HttpsPort = 0, Tls = certificate.Files } });
        await using var chargePoint = await central.BootAsync("CP-1");
        var offer = await central.Get<FileTransfers>().OfferUploadAsync(central.Snapshot("CP-1"), FileScheme.Https);
        var (code, _, errors) = await Tool.RunAsync("curl", "-sSf", "--cacert", certificate.Files.Certificate, "-T", certificate.Files.Key, offer.Address);
        Assert.Equal((0, ""), (code, errors));
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_such_port()
    {
        await using var central = await TestCentralSystem.StartAsync();
        Assert.Equal((0, 0), (central.Get<ServerAddresses>().HttpsPort, central.Get<ServerAddresses>().FtpImplicitPort));
    }
}
