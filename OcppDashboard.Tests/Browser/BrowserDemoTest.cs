using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>A test with the demo's charge points. The scripted day is paused, so that it does not interfere.</summary>
public abstract class BrowserDemoTest(BrowserFixture fixture) : BrowserTest(fixture)
{
    /// <summary>A simulated charge point has rebooted after so long.</summary>
    protected static readonly TimeSpan Reboot = TimeSpan.FromSeconds(90);

    /// <summary>The day may have left the charge point anywhere: it is online, without a fault and unplugged afterwards.</summary>
    protected async Task<(DashboardProcess Demo, OpenPage Deeds)> PauseAsync(string id)
    {
        var demo = await Fixture.DemoAsync();
        var deeds = await OpenAsync(demo, "/demo");
        var pause = deeds.Page.Locator(".page-head").GetByRole(AriaRole.Button, new() { Name = "Pause the day" });
        if (await pause.CountAsync() > 0) await pause.ClickAsync();
        await Expect(deeds.Page.Locator(".page-head").GetByRole(AriaRole.Button, new() { Name = "Resume the day" })).ToBeVisibleAsync();
        var row = deeds.Page.Locator(".demo-cp").Filter(new() { HasText = id });
        await Eventually.GetAsync(async () =>
        {
            foreach (var deed in new[] { $"Go online: {id}", $"Clear fault: {id}, connector 1", $"Unplug: {id}, connector 1" })
                await DoAsync(deeds, deed, orNot: true);
            return await row.Locator(".demo-net .live").CountAsync() + await row.Locator(".demo-conn .chip[data-status=available]").CountAsync();
        }, signs => signs == 2, $"{id} that is online and Available", Reboot);
        return (demo, deeds);
    }

    protected static async Task DoAsync(OpenPage deeds, string name, bool orNot = false)
    {
        var button = deeds.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        if (!orNot) await button.ClickAsync();
        else await button.EvaluateAllAsync<int>("all => all.map(one => one.click()).length"); // it may vanish between a look and a click
    }
}
