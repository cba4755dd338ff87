using Bunit;
using OcppDashboard.Components.Acceptance;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class PlugRootTests : RunComponentTest
{
    [Fact]
    public async Task It_shows_the_run_until_its_link_is_ended()
    {
        var run = await AskingAsync();
        var (token, share) = await Shares.PlugAsync(run.Id, "m.kuhn");
        var root = Draw(token);
        root.WaitForAssertion(() => Assert.Equal(Asked, root.Find("h1").TextContent), Deadline);
        Assert.Equal(3, root.FindAll(".answers button").Count);
        Assert.Empty(root.FindAll("a"));
        await Shares.EndAsync(share.Id);
        root.WaitForAssertion(() => Assert.Equal("This link has ended", root.Find("h1").TextContent), Deadline);
        Assert.Empty(root.FindAll("button, a, input"));
        Assert.NotNull(run.View.Prompt); // the run itself goes on
    }

    [Fact]
    public async Task Another_link_that_ends_is_none_of_its_business()
    {
        var run = await AskingAsync();
        var (token, _) = await Shares.PlugAsync(run.Id, "m.kuhn");
        await Shares.ShareAsync(run.Id, "anna", TimeSpan.FromDays(7));
        var root = Draw(token);
        root.WaitForAssertion(() => Assert.Equal(Asked, root.Find("h1").TextContent), Deadline);
        var report = (await Shares.OfRunAsync(run.Id)).Single(share => !share.IsForPlug);
        await Shares.EndAsync(report.Id);
        Assert.Equal(Asked, root.Find("h1").TextContent);
    }

    [Fact]
    public async Task A_token_of_a_report_or_of_nothing_opens_no_run()
    {
        var run = await AskingAsync();
        foreach (var token in new[] { await Shares.ShareAsync(run.Id, "anna", TimeSpan.FromDays(7)), new string('0', 64), "" })
        {
            var root = Draw(token);
            root.WaitForAssertion(() => Assert.Equal("This link has ended", root.Find("h1").TextContent), Deadline);
            Assert.Empty(root.FindAll("button, a, input"));
        }
    }

    private IRenderedComponent<PlugRoot> Draw(string token) => Context.Render<PlugRoot>(p => p.Add(root => root.Token, token));
}
