using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

public sealed class BrowserFleetTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const int Count = 1_000;

    [BrowserFact]
    public async Task A_thousand_charge_points_render_scroll_and_change()
    {
        await using var server = await DashboardProcess.StartAsync("--lab");
        var ids = Enumerable.Range(1, Count).Select(i => $"FLEET-{i:0000}").ToArray();
        var fleet = new RawOcppClient[Count];
        try
        {
            await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            {
                fleet[i] = await server.ConnectAsync(ids[i]);
                await fleet[i].BootAsync();
                await fleet[i].StatusAsync(1, "Available");
            });
            var viewer = await OpenAsync(server, "/");
            await Expect(viewer.Page.Locator("article.cp")).ToHaveCountAsync(Count);
            var last = viewer.Page.Locator("article.cp").Filter(new() { HasText = ids[^1] });
            await last.ScrollIntoViewIfNeededAsync();
            await Expect(last).ToBeInViewportAsync();
            await viewer.MarkAsync();

            await fleet[^1].StatusAsync(1, "Preparing");
            await Expect(last.Locator("a.conn")).ToHaveAttributeAsync("data-status", "preparing");
            Assert.False(await viewer.WasReloadedAsync());
            viewer.AssertNoFaults();
            await viewer.DisposeAsync();
        }
        finally
        {
            foreach (var chargePoint in fleet.Where(chargePoint => chargePoint is not null)) await chargePoint.DisposeAsync();
        }
    }
}
