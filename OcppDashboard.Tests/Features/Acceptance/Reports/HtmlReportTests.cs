using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

public class HtmlReportTests
{
    private static readonly IHtmlDocument Page = Parse(SampleRuns.Evlink());

    [Fact]
    public void It_stands_alone()
    {
        Assert.Empty(Page.QuerySelectorAll("script, link, iframe, object, form, base, [onclick], [onload]"));
        Assert.All(Page.QuerySelectorAll("[src]"), element => Assert.StartsWith("data:image/", element.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(Page.QuerySelectorAll("[href]"), element => Assert.StartsWith("#", element.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", Page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"), StringComparison.Ordinal);
        Assert.DoesNotContain("url(", Page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_id_is_there_once_and_every_link_goes_somewhere()
    {
        var ids = Page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(Page.QuerySelectorAll("[href]"), element => Assert.Contains(element.GetAttribute("href")![1..], ids));
    }

    [Fact]
    public void The_table_is_that_of_the_documents()
    {
        Assert.Equal("Test Report Charge Point connected with OCPP 1.6 to OcppDashboard", Page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Manufacturer Name", "Manufacturer Number", "Manufacturer Model", "Firmware Version"], Page.QuerySelectorAll("dl.head dt").Select(dt => dt.TextContent));
        Assert.Equal(["#", "Function", "Acceptance Criteria", "Result"], Page.QuerySelectorAll("table.script thead th").Select(th => th.TextContent));
        Assert.Equal(16, Page.QuerySelectorAll("table.script > tbody > tr").Length);
        Assert.Equal(SampleScript.All.Select(function => function.Criteria.Count), Page.QuerySelectorAll("table.script > tbody > tr").Select(row => row.QuerySelectorAll("td:nth-child(3) li").Length));
    }

    [Fact]
    public void A_persons_verdict_and_the_machines_are_both_seen()
    {
        var row = Text("#function-9");
        Assert.Contains("Ok, with remark by m.kuhn", row, StringComparison.Ordinal);
        Assert.Contains("soft reset is not configured on this model", row, StringComparison.Ordinal);
        Assert.Contains("Verdict of the machine: Not ok.", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Earlier_tries_are_seen_with_their_frames()
    {
        Assert.Contains("Try 1, 12:01: Inconclusive, plug in: nobody answered in time.", Text("#function-11"), StringComparison.Ordinal);
        Assert.Contains("Plug the car in", Text("#frames-11-1"), StringComparison.Ordinal);
        Assert.Contains("Preparing", Text("#frames-11-2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_keeps_its_lines() => Assert.Equal("{\n  \"chargePointVendor\": \"Schneider Electric\",", Page.QuerySelector("#function-1 pre")!.TextContent[..46]);

    [Fact]
    public void Signatures_photos_and_settings_are_there()
    {
        Assert.Equal(["Tester", "Customer"], Page.QuerySelectorAll(".sign h3").Select(h => h.TextContent));
        Assert.Equal("Photo of note 1", Page.QuerySelector("#note-1 img")!.GetAttribute("alt"));
        Assert.Contains("Human step 240 s (usually 180 s); Reboot to BootNotification 600 s (usually 300 s)", Text("dl.settings"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_nothing_renders()
    {
        var page = Parse(SampleRuns.Empty());
        Assert.Equal(16, page.QuerySelectorAll("table.script > tbody > tr").Length);
        Assert.Contains("aborted", page.QuerySelector(".banner")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_two_thousand_frames_renders()
    {
        var run = new RunWriter();
        foreach (var leg in SampleScript.All.SelectMany(function => function.Legs))
            run.Leg(leg.Id, new(Verdict.Pass, "", ""), w =>
            {
                for (var i = 0; i < 46; i++) w.Status(i % 3, "Available");
            });
        for (var i = 0; i < 40; i++) run.Says("Heartbeat", "{}");
        var page = Parse(run.Record());
        Assert.Equal(2012, page.QuerySelectorAll(".frames tbody tr").Length);
        Assert.Equal("Before, between and after the functions, 80 frames", page.QuerySelector("#frames-between summary")!.TextContent);
    }

    [Fact]
    public void Much_evidence_is_cut_in_the_row_and_whole_below()
    {
        var run = new RunWriter().Leg("4", new(Verdict.Pass, "", "") { Evidence = [.. Enumerable.Range(1, 125).Select(i => $"Key{i} = value")] }).Record();
        var page = Parse(run);
        Assert.DoesNotContain("Key25 ", page.QuerySelector("#function-4")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("and 101 lines more", page.QuerySelector("#function-4")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("pre"), pre => pre.TextContent.Contains("Key125 ", StringComparison.Ordinal));
    }

    private static string Text(string selector) => Page.QuerySelector(selector)!.TextContent;

    private static IHtmlDocument Parse(RunRecord run) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(HtmlReport.Write(AcceptanceReport.Of(run, functions: SampleScript.All)));
}
