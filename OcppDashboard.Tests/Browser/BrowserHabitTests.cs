using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>What people rely on while working: keys, theme, addresses, downloads.</summary>
public sealed class BrowserHabitTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task The_chosen_theme_is_remembered()
    {
        var viewer = await OpenAsync(await Fixture.LabAsync(), "/connect");
        var root = viewer.Page.Locator("html");
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
        await viewer.Page.Locator(".nav [data-theme-switch]").First.ClickAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await viewer.GoAsync("/messages");
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
    }

    [BrowserFact]
    public async Task Tabs_of_a_charge_point_are_switched_without_a_reload()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("TABS");
        await BootAsync(lab, id);
        var viewer = await OpenAsync(lab, "/charge-points/" + id);
        await viewer.MarkAsync();
        foreach (var tab in new[] { "Messages", "Transactions", "Configuration", "Files", "History", "Live", "Files" })
        {
            var link = viewer.Page.Locator("nav.tabs").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^" + tab) });
            await link.ClickAsync();
            await Expect(link).ToHaveAttributeAsync("aria-current", "page");
        }
        await Expect(viewer.Page.Locator(".files-grid")).ToBeVisibleAsync();
        Assert.False(await viewer.WasReloadedAsync());
    }

    [BrowserFact]
    public async Task Keys_focus_the_search_open_the_help_and_close_it()
    {
        var lab = await Fixture.LabAsync();
        await BootAsync(lab, NewId("KEY"));
        var viewer = await OpenAsync(lab, "/");
        var search = viewer.Page.Locator("[data-search]:visible");
        await Expect(search).ToBeVisibleAsync();
        await Eventually.GetAsync(async () =>
        {
            await viewer.Page.Keyboard.PressAsync("/");
            return await viewer.Page.EvaluateAsync<bool>("document.activeElement.matches('[data-search]')");
        }, focused => focused, "the search has the focus");
        await viewer.Page.Keyboard.PressAsync("Escape");
        await viewer.Page.Keyboard.PressAsync("?");
        await Expect(viewer.Page.Locator("dialog#help")).ToBeVisibleAsync();
        await viewer.Page.Keyboard.PressAsync("Escape");
        await Expect(viewer.Page.Locator("dialog#help")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Filters_live_in_the_address_and_survive_a_reload()
    {
        var lab = await Fixture.LabAsync();
        var (id, other) = (NewId("FILTER-A"), NewId("FILTER-B"));
        var chargePoint = await BootAsync(lab, id);
        await BootAsync(lab, other);
        await chargePoint.StatusAsync(1, "Reserved");
        var viewer = await OpenAsync(lab, "/");
        await viewer.Page.Locator(".filters button[data-status=reserved]").ClickAsync();
        await Assertions.Expect(viewer.Page).ToHaveURLAsync(new Regex("status=reserved"));
        await viewer.Page.Locator("[data-search]:visible").FillAsync(id);
        await Assertions.Expect(viewer.Page).ToHaveURLAsync(new Regex("q=" + id));
        await Expect(viewer.Page.Locator("article.cp")).ToHaveCountAsync(1);

        await viewer.Page.ReloadAsync();
        await Expect(viewer.Page.Locator("article.cp")).ToHaveCountAsync(1);
        await Expect(viewer.Page.Locator("article.cp")).ToContainTextAsync(id);
        await Expect(viewer.Page.Locator("[data-search]:visible")).ToHaveValueAsync(id);
        await Expect(viewer.Page.Locator(".filters button[data-status=reserved]")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [BrowserFact]
    public async Task Downloads_have_the_rows_that_the_filter_shows()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("CSV");
        var chargePoint = await BootAsync(lab, id);
        for (var i = 0; i < 3; i++) await chargePoint.StopTransactionAsync(await chargePoint.StartTransactionAsync("CSV-TAG-" + i), 100);
        var viewer = await OpenAsync(lab, "/transactions?cp=" + id);
        await Expect(viewer.Page.Locator("table.tx tbody tr")).ToHaveCountAsync(3);
        var transactions = await DownloadAsync(viewer);
        Assert.Equal(4, transactions.Length);
        Assert.All(transactions.Skip(1), line => Assert.Contains(id, line, StringComparison.Ordinal));

        await viewer.GoAsync($"/messages?cp={id}&action=StopTransaction");
        await Expect(viewer.Page.Locator("table.msgs .row-open")).ToHaveCountAsync(3);
        var messages = await Eventually.GetAsync(() => DownloadAsync(viewer), lines => lines.Length == 4, "three messages in the file"); // the last one may not be on disk yet
        Assert.All(messages.Skip(1), line => Assert.Contains("StopTransaction", line, StringComparison.Ordinal));
    }

    private static async Task<string[]> DownloadAsync(OpenPage viewer)
    {
        var download = await viewer.Page.RunAndWaitForDownloadAsync(() => viewer.Page.Locator("a[download]:visible").ClickAsync());
        return await File.ReadAllLinesAsync(await download.PathAsync());
    }
}
