using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CsvHelper;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

/// <summary>Whatever a charge point or a person writes comes out as text.</summary>
public class HostileReportTests
{
    public static TheoryData<string> Texts =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</pre></td></tr></table><h1>gone</h1>", "</style><script>1</script>", "<!-- ", "&lt;b&gt; &amp;",
        "=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", new('W', 500), "a\u0000b\u0007c\u001b[31md\u007fe\u0085f", "\u202egnp.exe", "half \ud800 pair", "\udc00", "line\r\nbreak\rlone\nfeed",
        "\u2028\ufeff\uffff", "😀 多言語 العربية", "a,b;\"c\"", "{{7*7}} ${7*7}",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void It_is_text_in_html(string text)
    {
        var html = HtmlReport.Write(Report(text));
        Assert.DoesNotContain(html, c => char.IsControl(c) && c is not ('\n' or '\t') || c is '\u202e' or '\ufeff' or '\uffff' or '\u2028');
        var page = Parse(html);
        var plain = Parse(HtmlReport.Write(Report("plain")));
        Assert.Equal(Skeleton(plain), Skeleton(page));
        Assert.Equal(Seen(text), page.QuerySelector("dl.head dd")!.TextContent);
        Assert.Contains(page.QuerySelectorAll("td.result p"), p => p.TextContent == Seen(text));
    }

    [Theory, MemberData(nameof(Texts))]
    public void It_is_text_in_json(string text)
    {
        var file = JsonDocument.Parse(JsonReport.Bytes(Report(text))).RootElement;
        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // half a pair becomes U+FFFD
        Assert.Equal(expected, file.GetProperty("chargePoint").GetString());
        Assert.Equal(expected, file.GetProperty("functions")[0].GetProperty("legs")[0].GetProperty("tries")[0].GetProperty("result").GetString());
    }

    [Theory, MemberData(nameof(Texts))]
    public void It_is_a_cell_in_csv(string text)
    {
        var file = Encoding.UTF8.GetString(CsvReport.Bytes(Report(text)));
        Assert.Equal(1 + SampleScript.All.Sum(function => function.Legs.Count), file.Count(c => c == '\n'));
        Assert.DoesNotContain(file, c => char.IsControl(c) && c != '\n');
        using var csv = CsvReader.Create(new StringReader(file));
        var rows = 0;
        while (csv.Read())
        {
            rows++;
            for (var i = 0; i < 12; i++) Assert.DoesNotMatch("^[=+@\\t\\r-]", csv.GetString(i));
        }
        Assert.Equal(SampleScript.All.Sum(function => function.Legs.Count), rows); // the head is read before
    }

    [Fact]
    public void A_photo_that_is_none_is_not_shown()
    {
        var run = new RunWriter();
        run.Notes.Add(new(1, "1", "x", "svg", run.Now, Encoding.UTF8.GetBytes("<svg onload=alert(1)>")));
        run.Notes.Add(new(2, "1", "x", "jpeg", run.Now, [0xFF, 0xD8, 0xFF, 0xE0]));
        var page = Parse(HtmlReport.Write(AcceptanceReport.Of(run.Record(), functions: SampleScript.All)));
        Assert.StartsWith("data:image/jpeg;base64,", Assert.Single(page.QuerySelectorAll("figure img")).GetAttribute("src"), StringComparison.Ordinal);
        Assert.Contains("neither JPEG nor PNG", page.QuerySelector("#note-1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_in_frames_are_dots_even_if_they_were_kept()
    {
        var run = new RunWriter().Leg("5", new(Verdict.Pass, "", ""), w => w.Call("ChangeConfiguration", """{"key":"AuthorizationKey","value":"deadbeef01"}""", """{"status":"Accepted"}""")).Record();
        var report = AcceptanceReport.Of(run, functions: SampleScript.All);
        foreach (var bytes in new[] { HtmlReport.Bytes(report), JsonReport.Bytes(report), CsvReport.Bytes(report) }) Assert.DoesNotContain("deadbeef01", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    private static string Seen(string text) => ForeignText.Clean(text);

    /// <summary>The elements and attribute names of the page, without texts.</summary>
    private static IEnumerable<string> Skeleton(IHtmlDocument page) =>
        page.All.Select(element => $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}");

    private static IHtmlDocument Parse(string html) => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(html);

    private static AcceptanceReport Report(string text)
    {
        var run = new RunWriter(1, text) { Plan = new() { Tester = text, Site = text, IdTag = text, ManufacturerName = $"x{text}x", Scheme = text, VendorKeys = [text] } };
        var outcome = new LegResult(Verdict.Fail, text, $"why {text}") { Expected = [new(text, false, text, 1)], Observations = [text], Policy = text, Evidence = [text], Traits = [text] };
        run.Leg("1", outcome, w => w.Add(FrameKind.Call, true, text, text, null, text)).Leg("1", outcome);
        run.Overrides.Add(new("1", Verdict.Pass, text, text, run.Now));
        run.Notes.Add(new(1, "1", text, text, run.Now, null));
        run.Remarks.Add(text);
        var report = AcceptanceReport.Of(run.Record(), functions: SampleScript.All);
        return report with { Header = report.Header with { ManufacturerName = text } };
    }
}
