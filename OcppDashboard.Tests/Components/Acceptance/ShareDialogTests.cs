using System.Net;
using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class ShareDialogTests : RunComponentTest
{
    [Fact]
    public async Task A_link_is_shown_once_leads_to_the_report_and_can_be_ended()
    {
        await KeepAsync(1, "1.0", Verdict.Pass, "Accepted");
        var dialog = Draw();
        Assert.Empty(dialog.FindAll(".share-link, .shares"));
        dialog.Act(() => dialog.Find("select").Change("7"));
        dialog.Act(() => Button(dialog, "Make a link").Click());
        dialog.WaitForAssertion(() => dialog.Find(".share-link .mono"), Deadline);
        var link = new Uri(dialog.Find(".share-link .mono").TextContent);
        Assert.StartsWith("/shared/", link.AbsolutePath);
        Assert.Equal(1, await Shares.FindAsync(link.Segments[^1]));
        Assert.Null(await Shares.FindPlugAsync(link.Segments[^1])); // read only: nobody answers a run with it
        var share = Assert.Single(await Shares.OfRunAsync(1));
        Assert.Equal(TimeSpan.FromDays(7), share.ExpiresAt - share.CreatedAt);
        Assert.Contains(ComponentTest.Hostile[..8], dialog.Find(".shares li").TextContent);
        Assert.Empty(dialog.FindAll("script, img"));
        using var browser = Central.Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link.AbsolutePath)).StatusCode);

        var later = Draw();
        later.WaitForAssertion(() => Assert.Single(later.FindAll(".shares li")), Deadline);
        Assert.DoesNotContain(link.Segments[^1], later.Markup);
        later.Act(() => Button(later, "End").Click());
        later.WaitForAssertion(() => Assert.Empty(later.FindAll(".shares")), Deadline);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(link.AbsolutePath)).StatusCode);
    }

    [Fact]
    public async Task A_link_for_a_phone_is_listed_as_such()
    {
        await KeepAsync(1, "1.0", Verdict.Pass, "Accepted");
        await Shares.PlugAsync(1, "anna");
        var dialog = Draw();
        dialog.WaitForAssertion(() => Assert.Contains("At the plug, for a phone", dialog.Find(".shares li").TextContent), Deadline);
    }

    private IRenderedComponent<ShareDialog> Draw() => Context.Render<ShareDialog>(p => p.Add(d => d.RunId, 1).Add(d => d.By, ComponentTest.Hostile));
}
