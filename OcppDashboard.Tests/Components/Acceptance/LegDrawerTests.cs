using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class LegDrawerTests : ComponentTest
{
    private static readonly LegResult Failed = new(Verdict.Fail, "Rejected", "It has a cache, but answered Rejected.")
    {
        Expected = [new("ClearCache answered Accepted", false, "Rejected, 184 ms", 2), new("A second thing", null)], Policy = "Strict decided.", Observations = ["An odd spelling."], Evidence = ["line one"],
    };

    [Fact]
    public void It_says_why_what_was_expected_and_shows_the_frame_that_a_check_names()
    {
        var drawer = Draw(RunViews.Over(RunViews.Record(Failed), RunViews.Call(1, "ClearCache"), RunViews.Answer(2, "ClearCache", """{"status":"Rejected"}""")));
        Assert.Equal("It has a cache, but answered Rejected.", drawer.Find(".because").TextContent);
        Assert.Equal(["no", ""], drawer.FindAll(".expect li").Select(line => line.ClassName ?? ""));
        Assert.Equal(["ClearCache", "Rejected"], drawer.FindAll(".ev-frames b").Select(b => b.TextContent));
        Assert.Contains("184 ms", drawer.FindAll(".ev-frames li")[1].TextContent);
        foreach (var part in new[] { "Strict decided.", "An odd spelling.", "line one" }) Assert.Contains(part, drawer.Markup);
        drawer.Find(".expect button").Click();
        Assert.Contains("\"Rejected\"", drawer.Find("#frame-2 pre").TextContent);
    }

    [Fact]
    public void A_persons_verdict_holds_and_the_machines_stays_visible()
    {
        var record = RunViews.Record(Failed) with { Overrides = [new("15", Verdict.Remark, "anna", "known fault", RunViews.Start)], Notes = [new(1, "15", "bert", "seen", RunViews.Start, [0xFF, 0xD8, 0xFF])] };
        var drawer = Draw(RunViews.Over(record));
        Assert.Equal("remark", drawer.Find("header .verdict").GetAttribute("data-verdict"));
        Assert.Equal("fail", drawer.Find(".body .verdict").GetAttribute("data-verdict"));
        Assert.Contains("known fault", drawer.Find(".said").TextContent);
        Assert.Equal("/acceptance/7/photos/1", drawer.Find(".notes img").GetAttribute("src"));
    }

    [Fact]
    public void Earlier_tries_are_kept_and_can_be_looked_at()
    {
        var record = RunViews.Record(Failed, new LegResult(Verdict.Pass, "Accepted", "It cleared its cache."));
        var view = RunViews.Over(record, RunViews.Call(1, "Reset"), RunViews.Call(2, "ClearCache", attempt: 2));
        var drawer = Draw(view);
        Assert.Equal("It cleared its cache.", drawer.Find(".because").TextContent);
        Assert.Equal(["ClearCache"], drawer.FindAll(".ev-frames b").Select(b => b.TextContent));
        Assert.Equal(["?try=1", "?try=2"], drawer.FindAll(".tries a").Select(link => link.GetAttribute("href")));
        drawer.Render(p => p.Add(d => d.Attempt, 1));
        Assert.Equal("It has a cache, but answered Rejected.", drawer.Find(".because").TextContent);
        Assert.Equal(["Reset"], drawer.FindAll(".ev-frames b").Select(b => b.TextContent));
    }

    [Fact]
    public void What_a_charge_point_and_people_write_is_text()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { status = Hostile });
        var result = new LegResult(Verdict.Fail, Hostile, Hostile) { Expected = [new(Hostile, false, Hostile, 2)], Observations = [Hostile], Evidence = [Hostile], Policy = Hostile };
        var record = RunViews.Record(result) with { Overrides = [new("15", Verdict.Pass, Hostile, Hostile, RunViews.Start)], Notes = [new(1, "15", Hostile, Hostile, RunViews.Start, null)] };
        var drawer = Draw(RunViews.Over(record, RunViews.Call(1, Hostile, json, fromChargePoint: true), RunViews.Answer(2, "ClearCache", json)));
        drawer.FindAll(".ev-frames button")[0].Click();
        Assert.Empty(drawer.FindAll("script, img"));
        Assert.Contains(Hostile, drawer.Find(".because").TextContent);
    }

    [Fact]
    public void A_leg_that_runs_says_what_it_does_and_cannot_be_repeated()
    {
        var drawer = Draw(RunViews.Running(RunViews.Record(), null, RunViews.Call(1, "GetConfiguration")));
        Assert.Equal("Reading the configuration …", drawer.Find(".because").TextContent);
        Assert.Equal("running", drawer.Find("header .verdict").GetAttribute("data-verdict"));
        Assert.True(drawer.FindAll(".toolbar button")[0].HasAttribute("disabled"));
    }

    private IRenderedComponent<LegDrawer> Draw(RunView view) =>
        Context.Render<LegDrawer>(p => p.Add(d => d.View, view).Add(d => d.Leg, "15").Add(d => d.CloseAddress, "?").Add(d => d.TryAddress, attempt => $"?try={attempt}"));
}
