using System.Net;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

/// <summary>Who is at the machine itself, and who only seems to be.</summary>
public class AtHomeTests
{
    private const string Password = "0123456789abcdef0123";

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.60;proto=http")]
    [InlineData("X-Forwarded-For", "192.0.2.60")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("x-forwarded-anything", "")]
    [InlineData("X-Real-IP", "192.0.2.60")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Wire_what_a_proxy_passes_on_is_not_at_home(string name, string value)
    {
        await using var central = await TestCentralSystem.StartAsync();
        foreach (var path in new[] { "/", "/settings", "/css/tokens.css" }) Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(central, path, (name, value)));
        foreach (var path in new[] { "/api/v1/charge-points", "/metrics" }) Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(central, path, (name, value)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(central, "/"));
    }

    [Fact]
    public async Task Wire_the_address_that_a_proxy_names_counts_for_nothing_unless_it_is_trusted()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await OpenAsync(central, "X-Forwarded-For: 192.0.2.60");
        Assert.Equal("127.0.0.1", (await central.SnapshotAsync("CP-1", snapshot => snapshot.Online)).RemoteAddress);
    }

    [Fact]
    public async Task Wire_behind_a_trusted_proxy_the_address_of_the_client_counts_and_only_the_last_one()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { KnownProxies = [IPAddress.Loopback] });
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(central, "/", ("X-Forwarded-For", "192.0.2.60")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(central, "/", ("X-Forwarded-For", "127.0.0.1, 192.0.2.60")));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(central, "/", ("X-Forwarded-For", "192.0.2.60, 127.0.0.1")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(central, "/", ("Forwarded", "for=127.0.0.1")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(central, "/", ("Via", "1.1 proxy")));
        await using var client = await OpenAsync(central, "X-Forwarded-For: 127.0.0.1, 192.0.2.60");
        Assert.Equal("192.0.2.60", (await central.SnapshotAsync("CP-1", snapshot => snapshot.Online)).RemoteAddress);
    }

    [Theory]
    [InlineData("Origin: https://evil.example", 403)]
    [InlineData("Origin: http://127.0.0.1.evil.example", 403)]
    [InlineData("Origin: http://192.0.2.9:8080", 403)]
    [InlineData("Origin: http://127.0.0.1", 101)]
    [InlineData("Origin: http://127.0.0.1:9999", 101)]
    [InlineData("Origin: null", 101)]
    [InlineData("Origin: file://", 101)]
    [InlineData("Origin:", 101)]
    [InlineData("Origin: CP-1", 101)]
    public async Task Wire_a_page_of_another_site_is_no_charge_point(string header, int status)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await OpenAsync(central, header);
        Assert.Equal(status, client.Answer!.Status);
        Assert.Equal(status == 101 ? 0 : 1, central.Get<HandshakeAttempts>().Latest.Count);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 203.0.113.5", 101)]
    [InlineData("Via: 1.1 proxy", 101)]
    [InlineData("X-Something: else", 403)] // a browser on this machine that was led here by another name
    public async Task Wire_a_charge_point_behind_a_proxy_on_this_machine_may_name_the_server_as_its_origin(string header, int status)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await RawOcppClient.OpenAsync(
            central.Port, new RawHandshake("/ocpp/CP-1") { Host = "ocpp.example.com", Headers = ["Origin: https://ocpp.example.com", header] });
        Assert.Equal(status, client.Answer!.Status);
    }

    [Fact]
    public async Task Wire_a_charge_point_that_shows_its_password_may_send_any_origin()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", own => own with { PasswordSha256 = ChargePointPassword.Hash(Password) });
        await using var with = await OpenAsync(central, "Origin: https://vendor.example", Password);
        Assert.Equal(101, with.Answer!.Status);
        await using var without = await OpenAsync(central, "Origin: https://vendor.example");
        Assert.Equal(401, without.Answer!.Status);
    }

    private static Task<RawOcppClient> OpenAsync(TestCentralSystem central, string header, string? password = null) => RawOcppClient.OpenAsync(
        central.Port, new RawHandshake("/ocpp/CP-1") { Headers = [header], Credentials = password is null ? null : RawHandshake.User("CP-1", password) });

    private static async Task<HttpStatusCode> AskAsync(TestCentralSystem central, string path, params (string Name, string Value)[] headers)
    {
        using var browser = central.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode;
    }
}
