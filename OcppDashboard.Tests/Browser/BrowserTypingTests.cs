using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>A person types and chooses at a page whose server is 150 ms away: nothing typed or chosen vanishes.</summary>
public sealed class BrowserTypingTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Wanted = "DC-NORD-02";
    private static readonly TimeSpan Far = TimeSpan.FromMilliseconds(150);
    private static readonly int[] Paces = [80, 130, 180];

    [BrowserTheory]
    [InlineData("/"), InlineData("/transactions"), InlineData("/id-tags"), InlineData("/commands/new"), InlineData("/messages")]
    [InlineData("/charge-points/{id}?tab=configuration"), InlineData("/charge-points/{id}?tab=messages"), InlineData("/files?tab=received")]
    public async Task Pages1_what_is_typed_into_a_search_box_stays(string path)
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("TYPE");
        await BootAsync(lab, id);
        await using var proxy = new DelayingProxy(lab.Port, Far);
        var viewer = await OpenAsync(lab, path.Replace("{id}", id, StringComparison.Ordinal), address: proxy.Address);
        var box = viewer.Page.Locator("[data-search]:visible").First;
        foreach (var pace in path == "/" ? Paces : [Paces[path.Length % Paces.Length]])
        {
            await box.ClickAsync();
            await viewer.Page.Keyboard.PressAsync("Control+A");
            await viewer.Page.Keyboard.PressAsync("Delete");
            await Assertions.Expect(viewer.Page).Not.ToHaveURLAsync(new Regex("[?&]q="));
            await box.PressSequentiallyAsync(Wanted, new() { Delay = pace });
            await Assertions.Expect(viewer.Page).ToHaveURLAsync(new Regex("[?&]q=" + Wanted));
            await SettleAsync(viewer);
            await Expect(box).ToHaveValueAsync(Wanted);
        }
        await viewer.Page.EvaluateAsync("path => Blazor.navigateTo(path)", path.Replace("{id}", id, StringComparison.Ordinal));
        await Expect(box).ToHaveValueAsync(""); // an address that the box did not ask for
        await viewer.DisposeAsync();
    }

    [BrowserFact]
    public async Task Pages1_filters_chosen_one_after_another_all_hold()
    {
        var lab = await Fixture.LabAsync();
        await BootAsync(lab, NewId("CHOOSE"));
        await using var proxy = new DelayingProxy(lab.Port, Far);
        var viewer = await OpenAsync(lab, "/messages", address: proxy.Address);
        var (direction, action) = (viewer.Page.GetByLabel("Direction").First, viewer.Page.GetByLabel("Action", new() { Exact = true }).First);
        await direction.SelectOptionAsync("from");
        await action.SelectOptionAsync("Authorize");
        await action.SelectOptionAsync("Heartbeat");
        await viewer.Page.Locator("[data-search]:visible").First.PressSequentiallyAsync(Wanted, new() { Delay = 80 });
        await Assertions.Expect(viewer.Page).ToHaveURLAsync(new Regex("q=" + Wanted));
        await SettleAsync(viewer);
        foreach (var part in (string[])["dir=from", "action=Heartbeat", "q=" + Wanted]) Assert.Contains(part, viewer.Page.Url, StringComparison.Ordinal);
        await Expect(direction).ToHaveValueAsync("from");
        await Expect(action).ToHaveValueAsync("Heartbeat");
        await viewer.DisposeAsync();
    }

    [BrowserFact]
    public async Task Pages1_a_filter_that_is_pressed_twice_is_off_again()
    {
        var lab = await Fixture.LabAsync();
        await BootAsync(lab, NewId("TWICE"));
        await using var proxy = new DelayingProxy(lab.Port, Far);
        var viewer = await OpenAsync(lab, "/", address: proxy.Address);
        var filter = viewer.Page.Locator(".filters button[data-status=reserved]");
        await filter.ClickAsync();
        await filter.ClickAsync();
        await SettleAsync(viewer);
        await Assertions.Expect(viewer.Page).Not.ToHaveURLAsync(new Regex("status="));
        await Expect(filter).ToHaveAttributeAsync("aria-pressed", "false");
        await viewer.DisposeAsync();
    }

    [BrowserFact]
    public async Task Pages1_a_form_keeps_what_is_typed_while_the_charge_point_reports()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("FORM");
        var chargePoint = await BootAsync(lab, id);
        await using var proxy = new DelayingProxy(lab.Port, Far);
        var viewer = await OpenAsync(lab, "/acceptance/new?cp=" + id, address: proxy.Address);
        var maker = viewer.Page.GetByLabel("Manufacturer");
        await Expect(maker).ToHaveValueAsync("Acme");
        await maker.FillAsync("");
        var typing = maker.PressSequentiallyAsync(Wanted, new() { Delay = 130 });
        for (var i = 0; !typing.IsCompleted; i++) await chargePoint.StatusAsync(1, i % 2 == 0 ? "Preparing" : "Available");
        await typing;
        await viewer.Page.Keyboard.PressAsync("Tab");
        await SettleAsync(viewer);
        await Expect(maker).ToHaveValueAsync(Wanted);
        await viewer.DisposeAsync();
    }

    /// <summary>What was asked for has come back: the way there and back was gone twice since.</summary>
    private static Task SettleAsync(OpenPage viewer) => viewer.Page.EvaluateAsync("async () => { for (let i = 0; i < 3; i++) await fetch('/alive'); }");
}
