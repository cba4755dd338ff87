using System.Net;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Pages over HTTP: they render in this process with all their files, and refuse strangers.</summary>
public class PagesTests
{
    [Fact]
    public async Task Pages_and_their_files_are_served()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        using var browser = central.Browser();
        foreach (var path in new[] { "/", "/transactions", "/messages", "/id-tags", "/connect", "/charge-points/CP-1" })
        {
            using var page = await browser.GetAsync(path);
            Assert.True(page.StatusCode == HttpStatusCode.OK, $"{path}: {page.StatusCode}");
            Assert.Contains("<html", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("default-src 'self'", string.Join(";", page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
        foreach (var path in new[] { "/css/ui.css", "/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.js" })
        {
            using var file = await browser.GetAsync(path);
            Assert.True(file.StatusCode == HttpStatusCode.OK && (await file.Content.ReadAsByteArrayAsync()).Length > 1000, $"{path}: {file.StatusCode}");
        }
    }

    [Theory]
    [InlineData("evil.example", null)]
    [InlineData("localhost.evil.example", null)]
    [InlineData("10.0.0.1", null)]
    [InlineData("localhost", "https://evil.example")]
    [InlineData("localhost", "null")]
    public async Task A_foreign_name_or_origin_is_refused(string host, string? origin)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var browser = central.Browser();
        foreach (var path in new[] { "/", "/messages", "/css/ui.css", "/_blazor" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = $"{host}:{central.Port}";
            if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
            using var answer = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.DoesNotContain("<", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await using var socket = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/_blazor?id=x")
        {
            Host = $"{host}:{central.Port}", Headers = origin is null ? [] : [$"Origin: {origin}"], Protocols = [],
        });
        Assert.Equal(403, socket.Answer!.Status);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task This_machines_own_names_are_let_in(string host)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var browser = central.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = $"{host}:{central.Port}";
        request.Headers.TryAddWithoutValidation("Origin", $"http://{host}:{central.Port}");
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
