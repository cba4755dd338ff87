using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>What changes by itself on open pages.</summary>
public sealed class BrowserLiveTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task A_tile_shows_power_energy_status_and_the_loss_of_the_connection_live()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("TILE");
        var chargePoint = await BootAsync(lab, id);
        var viewer = await OpenAsync(lab, "/?q=" + id);
        var tile = viewer.Page.Locator("article.cp").Filter(new() { HasText = id });
        await viewer.MarkAsync();

        var transaction = await chargePoint.StartTransactionAsync();
        await chargePoint.StatusAsync(1, "Charging");
        await chargePoint.MeterAsync(transaction, 1_000, 7_400);
        await Expect(tile).ToContainTextAsync("7.4 kW");
        await chargePoint.MeterAsync(transaction, 3_500, 10_900);
        await Expect(tile).ToContainTextAsync("10.9 kW");
        await Expect(tile).ToContainTextAsync("3.5 kWh");
        await Expect(tile.Locator("a.conn")).ToHaveAttributeAsync("data-status", "charging");

        chargePoint.Drop();
        await Expect(tile.Locator("a.conn")).ToHaveAttributeAsync("data-status", "offline");
        await Expect(tile).ToContainTextAsync("Offline");
        await Expect(tile).ToContainTextAsync("since");
        await Expect(tile).Not.ToContainTextAsync("10.9");
        Assert.False(await viewer.WasReloadedAsync());
    }

    [BrowserFact]
    public async Task The_meter_chart_grows_by_itself_on_the_transaction_page()
    {
        var lab = await Fixture.LabAsync();
        var chargePoint = await BootAsync(lab, NewId("CHART"));
        var transaction = await chargePoint.StartTransactionAsync();
        await chargePoint.StatusAsync(1, "Charging");
        await chargePoint.MeterAsync(transaction, 100, 3_600);
        var viewer = await OpenAsync(lab, $"/transactions/{transaction}");
        await Expect(viewer.Page.Locator(".meter-chart canvas").First).ToBeVisibleAsync();
        await viewer.MarkAsync();
        var before = await Eventually.GetAsync(() => PointsAsync(viewer), points => points > 0, "points in the chart");

        for (var i = 1; i <= 5; i++) await chargePoint.MeterAsync(transaction, 100 + 50 * i, 3_600 + 100 * i);
        await Eventually.GetAsync(() => PointsAsync(viewer), points => points == before + 5, $"{before + 5} points in the chart");
        await Expect(viewer.Page.Locator(".meter-chart")).ToContainTextAsync("4.1 kW");
        Assert.False(await viewer.WasReloadedAsync());
    }

    [BrowserFact]
    public async Task A_server_restart_heals_the_page()
    {
        await using var server = await DashboardProcess.StartAsync("--lab");
        var id = NewId("HEAL");
        await using var before = await server.ConnectAsync(id);
        await before.BootAsync();
        await before.StatusAsync(1, "Available");
        var viewer = await OpenAsync(server, "/");
        var connector = viewer.Page.Locator("a.conn").First;
        await Expect(connector).ToHaveAttributeAsync("data-status", "available");

        await server.StopAsync();
        await Expect(viewer.Page.Locator(".stale-banner")).ToBeVisibleAsync();
        await Expect(viewer.Page.Locator(".stale-banner")).ToContainTextAsync("Stale since");
        await server.StartAsync();
        await Expect(viewer.Page.Locator(".stale-banner")).ToBeHiddenAsync(new() { Timeout = 90_000 });
        await Expect(connector).ToHaveAttributeAsync("data-status", "offline");
        await using var again = await server.ConnectAsync(id);
        await again.StatusAsync(1, "Preparing");
        await Expect(connector).ToHaveAttributeAsync("data-status", "preparing");
        viewer.Forget(); // the browser reports each try to reach the ended server
        await viewer.DisposeAsync();
    }

    private static Task<int> PointsAsync(OpenPage viewer) =>
        viewer.Page.EvaluateAsync<int>("Number(document.querySelector('.meter-chart').dataset.points ?? 0)");
}
