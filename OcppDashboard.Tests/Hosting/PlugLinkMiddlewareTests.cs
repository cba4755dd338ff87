using System.Net;
using System.Text;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

/// <summary>What a phone may and may not. It is known by the host name it asks for: these tests' connections all come from this machine.</summary>
public sealed class PlugLinkMiddlewareTests : IAsyncLifetime
{
    private const string Phone = "192.0.2.44", Foreign = "evil.example";
    private TestCentralSystem central = null!;
    private RawOcppClient client = null!;
    private LiveRun run = null!;
    private string token = "";

    private RunShares Shares => central.Get<RunShares>();

    public async Task InitializeAsync()
    {
        central = await TestCentralSystem.StartAsync();
        client = await central.BootAsync("CP-1");
        run = await central.Get<AcceptanceRuns>().StartAsync("CP-1", new AcceptancePlan { Tester = "test", Functions = [15] });
        token = (await Shares.PlugAsync(run.Id, "test")).Token;
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await central.DisposeAsync();
    }

    [Fact]
    public async Task The_link_opens_one_document_and_what_it_loads()
    {
        var (status, text, cookie) = await AskAsync(Phone, $"/plug/{token}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("blazor.web.js", text, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var path in (string[])["/js/start.js", "/css/tokens.css", "/_framework/blazor.web.js", "/alive", "/_blazor/initializers"])
            Assert.True((int)(await AskAsync(Phone, path, token)).Status is 200 or 204, path);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Phone, "/_blazor/negotiate?negotiateVersion=1", token, post: true)).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/messages")]
    [InlineData("/acceptance/1")]
    [InlineData("/acceptance/1/plug")]
    [InlineData("/acceptance/1/report")]
    [InlineData("/acceptance/1/photos/1")]
    [InlineData("/charge-points/CP-1")]
    [InlineData("/transactions.csv")]
    [InlineData("/no-such-page")]
    [InlineData("/files/firmware?name=a.bin")]
    public async Task With_its_cookie_no_page_opens(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(Phone, path, token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(Phone, path)).Status);
    }

    [Theory]
    [InlineData("/api/v1/charge-points")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/metrics")]
    [InlineData("/hubs/live/negotiate")]
    public async Task With_its_cookie_the_api_stays_shut(string path) => Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(Phone, path, token)).Status);

    [Fact]
    public async Task Without_a_good_token_nothing_opens_and_all_answers_are_alike()
    {
        var report = await Shares.ShareAsync(run.Id, "test", TimeSpan.FromDays(1));
        var answers = new List<string>();
        foreach (var wrong in (string[])[report, new string('0', 64), "short", token.ToUpperInvariant()])
        {
            var (status, text, cookie) = await AskAsync(Phone, $"/plug/{wrong}");
            Assert.Equal((HttpStatusCode.NotFound, ""), (status, cookie));
            answers.Add(text);
            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(Phone, "/_blazor/negotiate?negotiateVersion=1", wrong, post: true)).Status);
        }
        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(Phone, $"/shared/{token}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(Phone, "/_blazor/negotiate?negotiateVersion=1", post: true)).Status);
    }

    [Fact]
    public async Task A_foreign_name_or_page_does_not_get_in_with_it()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(Foreign, $"/plug/{token}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(Foreign, "/_blazor/negotiate?negotiateVersion=1", token, post: true)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(Phone, "/_blazor/negotiate?negotiateVersion=1", token, post: true, origin: "http://evil.example")).Status);
    }

    [Fact]
    public async Task It_ends_by_hand_and_by_time_and_is_the_same_until_then()
    {
        var again = await Shares.PlugAsync(run.Id, "test");
        Assert.Equal(token, again.Token);
        await Shares.EndAsync(again.Share.Id);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(Phone, $"/plug/{token}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(Phone, "/alive", token)).Status);
        var next = await Shares.PlugAsync(run.Id, "test");
        Assert.NotEqual(token, next.Token);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Phone, $"/plug/{next.Token}")).Status);
    }

    private async Task<(HttpStatusCode Status, string Text, string Cookie)> AskAsync(string host, string path, string? cookie = null, bool post = false, string? origin = null)
    {
        using var handler = new HttpClientHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"http://localhost:{central.Port}") };
        using var request = new HttpRequestMessage(post ? HttpMethod.Post : HttpMethod.Get, path);
        if (post) request.Content = new StringContent("", Encoding.UTF8, "text/plain");
        request.Headers.Host = $"{host}:{central.Port}";
        if (cookie is not null) request.Headers.Add("Cookie", $"plug={cookie}");
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join(';', set) : "");
    }
}
