namespace OcppDashboard.Tests.Browser;

/// <summary>The demo as it is shown to people.</summary>
public sealed class BrowserDemoTests(BrowserFixture fixture) : BrowserDemoTest(fixture)
{
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
        await Expect(connector).Not.ToHaveAttributeAsync("data-status", "offline", new() { Timeout = (float)Reboot.TotalMilliseconds });
    }
}
