using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class ComparePageTests : RunComponentTest
{
    [Fact]
    public async Task Two_runs_are_chosen_and_stand_side_by_side_differences_first()
    {
        await KeepAsync(1, "3.3.9", Verdict.Fail, ComponentTest.Hostile);
        await KeepAsync(2, "3.4", Verdict.Pass, "Accepted");
        var page = Open("");
        page.WaitForAssertion(() => Assert.Contains("Choose two runs", page.Find(".notice").TextContent), Deadline);
        page.Act(() => page.Find("select[aria-label]").Change("1"));
        page.WaitForAssertion(() => Assert.EndsWith("?first=1", Navigation.Uri), Deadline);
        page.Act(() => page.FindAll("select")[1].Change("2"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("table.compare")), Deadline);
        Assert.EndsWith("?first=1&second=2", Navigation.Uri);
        Assert.Contains("1 different verdict", page.Find(".page-head").TextContent);
        Assert.Equal(["Box 3.3.9", "Box 3.4"], page.FindAll("table.compare th").Select(cell => cell.TextContent).Where(text => text.StartsWith("Box", StringComparison.Ordinal)));
        var rows = page.Find("table.compare tbody").Children;
        Assert.Equal(["15", "Clear cache (if applicable)"], rows[0].Children.Take(2).Select(cell => cell.TextContent));
        Assert.Equal(["fail", "pass"], rows[0].QuerySelectorAll(".verdict").Select(chip => chip.GetAttribute("data-verdict")));
        Assert.Equal([ComponentTest.Hostile, "Accepted"], new[] { 3, 5 }.Select(cell => rows[0].Children[cell].TextContent));
        Assert.Single(rows, row => row.ClassList.Contains("differs"));
        Assert.Empty(page.FindAll("script, img"));
    }

    [Fact]
    public async Task One_run_alone_or_one_that_nobody_knows_is_said_in_a_sentence()
    {
        await KeepAsync(1, "3.3.9", Verdict.Pass, "Accepted");
        foreach (var query in new[] { "?first=1", "?first=1&second=99", "?first=x&second=-1" })
        {
            var page = Open(query);
            page.WaitForAssertion(() => Assert.Contains("There are not two runs yet", page.Find(".notice").TextContent), Deadline);
            Assert.Empty(page.FindAll("table"));
        }
    }

    private IRenderedComponent<ComparePage> Open(string query)
    {
        Navigation.NavigateTo("/acceptance/compare" + query);
        return Context.Render<ComparePage>();
    }
}
