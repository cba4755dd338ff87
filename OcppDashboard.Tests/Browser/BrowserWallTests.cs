using Microsoft.Playwright;

namespace OcppDashboard.Tests.Browser;

public sealed class BrowserWallTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task A_status_on_a_raw_socket_appears_on_the_wall_without_reload()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("STATUS");
        var chargePoint = await BootAsync(lab, id);
        var viewer = await OpenAsync(lab, "/");
        await Expect(Connector(viewer, id)).ToHaveAttributeAsync("data-status", "available");
        await viewer.MarkAsync();

        await chargePoint.StatusAsync(1, "Preparing");
        await Expect(Connector(viewer, id)).ToHaveAttributeAsync("data-status", "preparing");
        await Expect(Connector(viewer, id)).ToContainTextAsync("Preparing");
        Assert.False(await viewer.WasReloadedAsync());
    }

    private static ILocator Tile(OpenPage viewer, string id) => viewer.Page.Locator("article.cp").Filter(new() { HasText = id });

    private static ILocator Connector(OpenPage viewer, string id) => Tile(viewer, id).Locator("a.conn").First;
}
