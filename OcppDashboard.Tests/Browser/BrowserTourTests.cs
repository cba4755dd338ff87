using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>Every page of the demo in both themes and sizes: a screenshot for people, axe, the console and the page's width for the test.</summary>
public sealed class BrowserTourTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private readonly List<string> findings = [];

    [BrowserTheory]
    [InlineData("desk-light")]
    [InlineData("desk-dark")]
    [InlineData("phone-light")]
    [InlineData("phone-dark")]
    public async Task Every_page_is_drawn_fits_and_is_accessible(string name)
    {
        var demo = await Fixture.DemoAsync();
        var look = Look.Named(name);
        var viewer = await OpenAsync(demo, "/", look);
        await UntilAsync(() => viewer.Page.Locator("a.conn[data-status=charging]").CountAsync(), count => count > 1, "charging connectors", TimeSpan.FromSeconds(60));

        foreach (var stop in Tour.Stops.Where(stop => stop.IsFor(look)))
        {
            try
            {
                await stop.ShowAsync(viewer);
                await LookAsync(viewer, look, stop.Name);
                await Stop.LeaveAsync(viewer);
            }
            catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
            {
                findings.Add($"{stop.Name}: {exception.Message}");
            }
        }
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private async Task LookAsync(OpenPage viewer, Look look, string stop)
    {
        var file = Repository.PathOf("artifacts", "screenshots", look.Name, stop + ".png");
        var picture = await viewer.Page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
        if (picture.Length < 5_000) findings.Add($"{stop}: the screenshot has {picture.Length} bytes");
        if (await viewer.OverflowAsync() is { } overflow) findings.Add($"{stop}: {overflow}");
        var axe = await viewer.Page.RunAxe();
        findings.AddRange(axe.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{stop}: {v.Impact} {v.Id}: {v.Help}: {Nodes(v)}"));
    }

    private static string Nodes(AxeResultItem violation) => string.Join(" | ", violation.Nodes.Take(4).Select(node => node.Html));
}
