using System.Net;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

public class CrossOriginTests
{
    private const string Board = "http://board.example:8080";

    [Theory]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1", Board, HttpStatusCode.OK)]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1", "http://evil.example", HttpStatusCode.Unauthorized)]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1", "null", HttpStatusCode.Unauthorized)]
    [InlineData("/_blazor/negotiate?negotiateVersion=1", Board, HttpStatusCode.Forbidden)] // pages stay ours
    public async Task A_named_origin_may_use_the_hub_and_nothing_else(string path, string origin, HttpStatusCode status)
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Api = new() { AllowedOrigins = [Board] } });
        using var browser = central.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Origin", origin);
        using var answer = await browser.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK, answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Nobody_is_named_by_default()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var browser = central.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/live/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", Board);
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
