using System.Globalization;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>Every page of the demo in both themes and sizes: a screenshot for people, axe, the console and the page's width for the test.</summary>
[Collection(BrowserTourCollection.Name)]
public sealed class BrowserTourTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const int SmallestPicture = 5_000;
    private readonly List<string> findings = [];

    [BrowserFact]
    public Task Every_page_is_drawn_fits_and_is_accessible_on_a_desk() => WalkAsync(Look.Desk, Look.DeskDark);

    [BrowserFact]
    public Task Every_page_is_drawn_fits_and_is_accessible_on_a_phone() => WalkAsync(Look.Phone, Look.PhoneDark);

    /// <summary>Otherwise an empty list of faults would mean nothing.</summary>
    [BrowserFact]
    public async Task What_is_wrong_on_a_page_is_found()
    {
        var viewer = await OpenAsync(await Fixture.LabAsync(), "/connect");
        await viewer.Page.EvaluateAsync("""document.querySelector("main").insertAdjacentHTML("beforeend", '<p style="color:#777;background:#888">grey</p><img src="data:,">')""");
        var all = await AxeCheck.FaultsAsync(viewer.Page, onlyColours: false);
        Assert.Equal(["color-contrast", "image-alt"], all.Select(fault => fault.Split(' ', ':')[1]).Order(StringComparer.Ordinal));
        Assert.StartsWith("serious color-contrast: ", Assert.Single(await AxeCheck.FaultsAsync(viewer.Page, onlyColours: true)), StringComparison.Ordinal);
    }

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
        foreach (var fault in await AxeCheck.FaultsAsync(viewer.Page, onlyColours: look.IsDark)) yield return fault;
    }

    private static double KiloWattHours(string text) =>
        double.Parse(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
}
