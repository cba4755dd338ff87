using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class PlugViewTests : RunComponentTest
{
    [Fact]
    public async Task It_shows_what_is_asked_how_and_how_long()
    {
        var page = Draw((await AskingAsync()).Id);
        Assert.Equal(Asked, page.Find(".prompt h1").TextContent);
        Assert.Contains("Connect the car and tap no card.", page.Find(".how").TextContent);
        Assert.Contains("goes on by itself", page.Find(".how").TextContent);
        Assert.Matches(@"^[0-3]:[0-5][0-9] left$", page.Find(".prompt .left").TextContent);
        Assert.Equal(["Done", "It did not happen", "Skip"], page.FindAll(".answers button").Select(button => button.TextContent));
        Assert.Contains("Step 1 of 2", page.Find(".plug-top").TextContent);
        Assert.Equal(["now", ""], page.FindAll(".plug-ticks i").Select(tick => tick.ClassName ?? ""));
        Assert.Empty(page.FindAll("a"));
    }

    [Theory]
    [InlineData("Done", PromptAnswer.Done)]
    [InlineData("Skip", PromptAnswer.Skipped)]
    [InlineData("It did not happen", PromptAnswer.DidNotHappen)]
    public async Task A_button_answers_and_the_prompt_is_gone_wherever_it_was_shown(string word, PromptAnswer answer)
    {
        var run = await AskingAsync();
        var (page, other) = (Draw(run.Id), Draw(run.Id));
        page.Act(() => Button(page, word).Click());
        foreach (var phone in new[] { page, other }) phone.WaitForAssertion(() => Assert.DoesNotContain(Asked, phone.Find(".prompt h1").TextContent), Deadline);
        foreach (var phone in new[] { page, other }) Assert.Empty(phone.FindAll("[role=alert]"));
        Assert.Equal(answer.ToString(), Assert.Single(run.View.Frames, frame => frame.Kind == FrameKind.PromptAnswer).Action);
    }

    [Fact]
    public async Task A_run_that_is_over_asks_nothing_and_says_how_it_ended()
    {
        var run = await AskingAsync();
        var page = Draw(run.Id);
        run.Abort();
        page.WaitForAssertion(() => Assert.Equal("The run was aborted", page.Find("h1").TextContent), Deadline);
        Assert.Empty(page.FindAll(".answers, .live"));
        Assert.NotEmpty(page.FindAll(".latest li"));
        Assert.NotEmpty(page.FindAll(".verdicts"));
    }

    private IRenderedComponent<PlugView> Draw(long run)
    {
        var page = Context.Render<PlugView>(p => p.Add(view => view.Id, run));
        page.WaitForAssertion(() => page.Find(".answers"), Deadline);
        return page;
    }
}
