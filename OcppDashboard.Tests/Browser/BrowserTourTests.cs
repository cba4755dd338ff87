using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>Every page of the demo in both themes and sizes: a screenshot for people, axe, the console and the page's width for the test.</summary>
[Collection(BrowserTourCollection.Name)]
public sealed class BrowserTourTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const int SmallestPicture = 5_000;
    private static readonly AxeRunOptions OnlyViolations = new() { ResultTypes = [ResultType.Violations] };
    private static readonly AxeRunOptions OnlyColours = new() { ResultTypes = [ResultType.Violations], RunOnly = new() { Type = "rule", Values = ["color-contrast"] } }; // all that differs in the dark
    private readonly List<string> findings = [];

    [BrowserFact]
    public Task Every_page_is_drawn_fits_and_is_accessible_on_a_desk() => WalkAsync(Look.Desk, Look.DeskDark);

    [BrowserFact]
    public Task Every_page_is_drawn_fits_and_is_accessible_on_a_phone() => WalkAsync(Look.Phone, Look.PhoneDark);

    private async Task WalkAsync(Look light, Look dark)
    {
        var demo = await Fixture.DemoAsync();
        var wall = await OpenAsync(demo, "/");
        var energy = wall.Page.Locator(".counter").Filter(new() { HasText = "Energy today" }).Locator(".v");
        await Eventually.GetAsync(() => energy.InnerTextAsync(), text => KiloWattHours(text) >= 1, "energy of 1 kWh", TimeSpan.FromSeconds(90));
        await wall.DisposeAsync();

        var viewer = await OpenAsync(demo, "/", light);
        foreach (var stop in Tour.Stops.Where(stop => stop.IsFor(light)))
        {
            try
            {
                await stop.ShowAsync(viewer);
                foreach (var look in (Look[])[light, dark])
                {
                    await viewer.SwitchAsync(look.Theme); // as the viewer's system does in the evening
                    await foreach (var finding in LookAsync(viewer, look, stop.Name)) findings.Add($"{look.Name} {stop.Name}: {finding}");
                }
                await viewer.SwitchAsync(light.Theme);
                await Stop.LeaveAsync(viewer);
            }
            catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
            {
                findings.Add($"{light.Name} {stop.Name}: {exception.Message}");
            }
        }
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private static async IAsyncEnumerable<string> LookAsync(OpenPage viewer, Look look, string stop)
    {
        var file = Repository.PathOf("artifacts", "screenshots", look.Name, stop + ".png");
        var picture = await viewer.Page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
        if (picture.Length < SmallestPicture) yield return $"the screenshot has {picture.Length} bytes";
        if (await viewer.OverflowAsync() is { } overflow) yield return overflow;

        // what lies under a modal dialog was looked at before
        var dialog = viewer.Page.Locator("dialog[open]");
        var rules = look.IsDark ? OnlyColours : OnlyViolations;
        var axe = await dialog.CountAsync() > 0 ? await dialog.RunAxe(rules) : await viewer.Page.RunAxe(rules);
        foreach (var violation in axe.Violations.Where(v => v.Impact is "serious" or "critical"))
        {
            var nodes = violation.Nodes.Take(4).Select(node => node.Html);
            yield return $"{violation.Impact} {violation.Id}: {violation.Help}: {string.Join(" | ", nodes)}";
        }
    }

    private static double KiloWattHours(string text) =>
        double.Parse(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
}
