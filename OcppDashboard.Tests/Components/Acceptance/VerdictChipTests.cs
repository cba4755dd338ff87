using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class VerdictChipTests : ComponentTest
{
    [Theory]
    [InlineData(Verdict.Pass, "pass", "v-pass", "Pass")]
    [InlineData(Verdict.Remark, "remark", "v-remark", "Pass with remark")]
    [InlineData(Verdict.Fail, "fail", "v-fail", "Fail")]
    [InlineData(Verdict.Inconclusive, "inconclusive", "v-inconclusive", "Inconclusive")]
    [InlineData(Verdict.NotApplicable, "na", "v-na", "Not applicable")]
    [InlineData(Verdict.NotRun, "notrun", "v-notrun", "Not run")]
    public void Every_verdict_has_its_colour_icon_and_word(Verdict verdict, string token, string icon, string word)
    {
        var chip = Context.Render<VerdictChip>(p => p.Add(c => c.Verdict, verdict)).Find(".verdict");
        Assert.Equal((token, word), (chip.GetAttribute("data-verdict"), chip.TextContent));
        Assert.EndsWith("#" + icon, chip.QuerySelector("use")!.GetAttribute("href"));
    }

    [Fact]
    public void One_that_runs_says_so_and_a_counter_has_its_number()
    {
        var chip = Context.Render<VerdictChip>(p => p.Add(c => c.Verdict, Verdict.Fail).Add(c => c.IsRunning, true)).Find(".verdict");
        Assert.Equal(("running", "Running"), (chip.GetAttribute("data-verdict"), chip.TextContent));
        Assert.Equal("2 pass with remark", Context.Render<VerdictChip>(p => p.Add(c => c.Verdict, Verdict.Remark).Add(c => c.Count, 2)).Find(".verdict").TextContent);
    }
}
