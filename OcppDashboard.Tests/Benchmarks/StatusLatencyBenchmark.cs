using System.Globalization;
using Microsoft.Playwright;
using OcppDashboard.Tests.Browser;
using OcppDashboard.Tests.Support;
using Xunit.Abstractions;

namespace OcppDashboard.Tests.Benchmarks;

/// <summary>Runs only where a server is named: it measures one that carries a load (docs/performance.md).</summary>
public sealed class BenchmarkFactAttribute : FactAttribute
{
    public const string Port = "OCPP_BENCH_PORT";

    public BenchmarkFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Port) is null) Skip = $"a measurement, not a test: name the port of a running server in {Port}";
    }
}

/// <summary>How long a status frame takes from the charge point's socket to a viewer's screen.</summary>
public sealed class StatusLatencyBenchmark(ITestOutputHelper output)
{
    private const int Rounds = 100;

    /// <summary>Notes the time at which the element's status changed, on this machine's clock.</summary>
    private const string Watch = """
        element => { window.seen = []; new MutationObserver(() => window.seen.push([element.dataset.status, Date.now()])).observe(element, { attributes: true, attributeFilter: ['data-status'] }); }
        """;

    [BenchmarkFact]
    public async Task A_status_frame_is_visible_in_the_browser()
    {
        var port = int.Parse(Environment.GetEnvironmentVariable(BenchmarkFactAttribute.Port)!, CultureInfo.InvariantCulture);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumPath.File, Args = ["--no-sandbox", "--disable-gpu"] });
        await using var client = await RawOcppClient.OpenAsync(port, "/ocpp/AAA-LATENCY");
        await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Raw"}""");
        await SendAsync(client, "Available");
        var page = await chromium.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.GotoAsync($"http://localhost:{port}/");
        var tile = page.Locator("article.cp").Filter(new() { HasText = "AAA-LATENCY" }).Locator("a.conn").First;
        await Assertions.Expect(tile).ToHaveAttributeAsync("data-status", "available", new() { Timeout = 30_000 });
        await tile.EvaluateAsync(Watch);

        var delays = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var status = round % 2 == 0 ? "Preparing" : "Available";
            var sent = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await SendAsync(client, status);
            await Assertions.Expect(tile).ToHaveAttributeAsync("data-status", status.ToLowerInvariant(), new() { Timeout = 30_000 });
            var at = await page.EvaluateAsync<double>("status => window.seen.filter(s => s[0] === status).at(-1)[1]", status.ToLowerInvariant());
            delays.Add(at - sent);
            await Task.Delay(Random.Shared.Next(50, 350)); // so that the sends do not fall into step with the page's redraws
        }
        delays.Sort();
        var p50 = delays[Rounds / 2];
        var p95 = delays[(int)(Rounds * 0.95)];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"status to screen: p50 {p50:0} ms, p95 {p95:0} ms, max {delays[^1]:0} ms over {Rounds} frames"));
        Assert.True(p95 < 500, $"p95 is {p95} ms");
    }

    private static Task SendAsync(RawOcppClient client, string status) =>
        client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":"NoError","status":"{{status}}"}""");
}
