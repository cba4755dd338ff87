using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class PlugDialogTests : RunComponentTest
{
    [Fact]
    public async Task It_gives_one_link_for_a_phone_that_opens_this_run_until_it_is_ended()
    {
        await KeepAsync(1, "1.0", Verdict.Pass, "Accepted");
        var dialog = Draw();
        dialog.WaitForAssertion(() => dialog.Find("svg.qr path"), Deadline);
        var link = new Uri(dialog.Find(".share-link .mono").TextContent);
        Assert.StartsWith("/plug/", link.AbsolutePath);
        var token = link.Segments[^1];
        Assert.Equal(1, await Shares.FindPlugAsync(token));
        Assert.Null(await Shares.FindAsync(token)); // not the report
        Assert.Equal("/acceptance/1/plug", dialog.Find("a.primary").GetAttribute("href"));
        var again = Draw();
        again.WaitForAssertion(() => Assert.Equal(link.AbsoluteUri, again.Find(".share-link .mono").TextContent), Deadline);
        var share = Assert.Single(await Shares.OfRunAsync(1));
        Assert.Equal(RunShares.PlugLife, share.ExpiresAt - share.CreatedAt);

        dialog.Act(() => Button(dialog, "End it").Click());
        dialog.WaitForAssertion(() => Assert.Contains("This link has ended", dialog.Find("[role=status]").TextContent), Deadline);
        Assert.Empty(dialog.FindAll("svg.qr, .share-link"));
        Assert.Null(await Shares.FindPlugAsync(token));
        var anew = Draw();
        anew.WaitForAssertion(() => Assert.NotEqual(link.AbsoluteUri, anew.Find(".share-link .mono").TextContent), Deadline);
    }

    

    private IRenderedComponent<PlugDialog> Draw() => Context.Render<PlugDialog>(p => p.Add(d => d.RunId, 1).Add(d => d.By, "m.kuhn"));
}
