using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>Removing a charge point, and what the page Settings shows of limits.</summary>
public sealed class BrowserRemovalTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task A_charge_point_is_removed_from_its_settings_and_is_gone_from_the_wall()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("REMOVE");
        await BootAsync(lab, id);
        foreach (var look in Look.All)
        {
            var viewer = await OpenAsync(lab, $"/charge-points/{id}?tab=settings", look);
            await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Remove charge point…" }).ClickAsync();
            await Expect(viewer.Page.Locator("#remove-title")).ToHaveTextAsync($"Remove {id}?");
            await PictureAsync(viewer, look, "remove");
            if (look != Look.All[^1]) continue;
            await viewer.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Delete history") }).CheckAsync();
            await viewer.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
            await viewer.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        }
        var wall = await OpenAsync(lab, $"/charge-points/{id}");
        await Expect(wall.Page.Locator("h1").First).ToHaveTextAsync("Unknown charge point");
    }

    [BrowserFact]
    public async Task The_page_Settings_shows_what_is_used_of_each_limit()
    {
        var lab = await Fixture.LabAsync();
        foreach (var look in Look.All)
        {
            var viewer = await OpenAsync(lab, "/settings", look);
            var panel = viewer.Page.Locator("section[aria-label='Limits and storage']");
            await Expect(panel.Locator("tbody tr").First).ToContainTextAsync("Known charge points");
            await panel.ScrollIntoViewIfNeededAsync();
            await PictureAsync(viewer, look, "limits");
        }
    }

    private static Task PictureAsync(OpenPage viewer, Look look, string name) =>
        viewer.Page.ScreenshotAsync(new() { Path = Repository.PathOf("artifacts", "screenshots", look.Name, $"{name}.png") });
}
