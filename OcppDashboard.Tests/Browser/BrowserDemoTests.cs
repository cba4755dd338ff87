using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>The demo as it is shown to people. The scripted day is paused, so that it does not interfere.</summary>
public sealed class BrowserDemoTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private static readonly Regex Http = new("^http://");
    private static readonly TimeSpan Reboot = TimeSpan.FromSeconds(90);

    [BrowserFact]
    public async Task Deeds_on_the_demo_page_show_on_the_wall()
    {
        var (demo, deeds) = await PauseAsync("P1-03");
        var wall = await OpenAsync(demo, "/?q=P1-03");
        var connector = wall.Page.Locator("article.cp").Filter(new() { HasText = "P1-03" }).Locator("a.conn");
        await DoAsync(deeds, "Plug in: P1-03, connector 1");
        await Expect(connector).ToHaveAttributeAsync("data-status", "preparing");
        await DoAsync(deeds, "Present card: P1-03, connector 1");
        await Expect(connector).ToHaveAttributeAsync("data-status", "charging");
        await Expect(connector).ToContainTextAsync("kW");

        await DoAsync(deeds, "Inject fault: P1-03, connector 1");
        await Expect(connector).ToHaveAttributeAsync("data-status", "faulted");
        await Expect(connector).ToContainTextAsync("GroundFailure");
        await DoAsync(deeds, "Clear fault: P1-03, connector 1");
        await Expect(connector).Not.ToHaveAttributeAsync("data-status", "faulted");

        await DoAsync(deeds, "Go offline: P1-03");
        await Expect(connector).ToHaveAttributeAsync("data-status", "offline");
        await DoAsync(deeds, "Go online: P1-03");
        await Expect(connector).Not.ToHaveAttributeAsync("data-status", "offline", new() { Timeout = 40_000 });
    }

    [BrowserFact]
    public async Task The_DELTA_takes_the_firmware_file_and_reports_its_new_version()
    {
        var (demo, _) = await PauseAsync("DELTA-10566");
        var viewer = await OpenAsync(demo, "/charge-points/DELTA-10566");
        await Tour.CommandAsync(viewer.Page, "UpdateFirmware");
        await viewer.Page.Locator("dialog[open] select").SelectOptionAsync("delta-10566-3.4.fw");
        await Expect(viewer.Page.Locator("dialog[open]").GetByLabel("Download from")).ToHaveValueAsync(Http);
        await viewer.Page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Expect(viewer.Page.Locator("#commands")).ToContainTextAsync("UpdateFirmware");
        await Expect(viewer.Page.Locator(".facts dd").Nth(2)).ToHaveTextAsync("3.4", new() { Timeout = (float)Reboot.TotalMilliseconds });
        await Expect(viewer.Page.Locator(".cp-head .chip")).Not.ToHaveAttributeAsync("data-status", "offline");
    }

    [BrowserFact]
    public async Task Diagnostics_are_uploaded_to_the_prefilled_address()
    {
        var (demo, _) = await PauseAsync("SP-TENDER-22");
        var viewer = await OpenAsync(demo, "/charge-points/SP-TENDER-22");
        await Tour.CommandAsync(viewer.Page, "GetDiagnostics");
        await Expect(viewer.Page.Locator("dialog[open]").GetByLabel("Upload to")).ToHaveValueAsync(Http);
        await viewer.Page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Expect(viewer.Page.Locator("#commands .cmds > li").First).ToContainTextAsync("Uploaded", new() { Timeout = 60_000 });
    }

    /// <summary>The day may have left the charge point anywhere: it is online, without a fault and unplugged afterwards.</summary>
    private async Task<(DashboardProcess Demo, OpenPage Deeds)> PauseAsync(string id)
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

    private static async Task DoAsync(OpenPage deeds, string name, bool orNot = false)
    {
        var button = deeds.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        if (!orNot) await button.ClickAsync();
        else await button.EvaluateAllAsync<int>("all => all.map(one => one.click()).length"); // it may vanish between a look and a click
    }
}
