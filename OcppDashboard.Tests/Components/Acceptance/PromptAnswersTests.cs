using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class PromptAnswersTests : ComponentTest
{
    private readonly List<(string Id, PromptAnswer Answer, string Said)> answers = [];

    [Fact]
    public void Its_three_buttons_answer_the_prompt()
    {
        var buttons = Draw(RunViews.Prompt());
        foreach (var word in new[] { "Done", "It did not happen", "Skip" }) buttons.FindAll("button").Single(button => button.TextContent == word).Click();
        Assert.Equal([("prompt-1", PromptAnswer.Done, ""), ("prompt-1", PromptAnswer.DidNotHappen, ""), ("prompt-1", PromptAnswer.Skipped, "")], answers);
    }

    [Fact]
    public void Choices_of_a_question_are_buttons_in_place_of_Done()
    {
        var buttons = Draw(RunViews.Prompt("Is the cable locked?", "locked", Hostile));
        Assert.Equal(["locked", Hostile, "It did not happen", "Skip"], buttons.FindAll("button").Select(button => button.TextContent));
        Assert.Contains("Is the cable locked?", buttons.Find(".ask-for").TextContent);
        buttons.FindAll("button")[1].Click();
        Assert.Equal([("prompt-1", PromptAnswer.Done, Hostile)], answers);
    }

    [Fact]
    public void The_bar_at_the_desk_says_what_how_and_how_long()
    {
        var bar = Context.Render<PromptBar>(p => p.Add(b => b.Prompt, RunViews.Prompt()).Add(b => b.Now, RunViews.Start.AddSeconds(39)));
        Assert.Equal("Tap the card on the reader", bar.Find("h2").TextContent);
        Assert.Equal("2:21 left", bar.Find(".left").TextContent);
        Assert.Contains("goes on by itself", bar.Find("p.soft").TextContent);
    }

    private IRenderedComponent<PromptAnswers> Draw(OpenPrompt prompt) => Context.Render<PromptAnswers>(p => p.Add(a => a.Prompt, prompt).Add(a => a.OnAnswer, answer => answers.Add(answer)));
}
