using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Tests.Features.Acceptance.Reports;

namespace OcppDashboard.Tests.Browser;

/// <summary>The report's file in Chromium: opened from the disk, read without a script, printed to A4.</summary>
[Collection(BrowserCollection.Name)]
public partial class BrowserReportTests(BrowserFixture fixture)
{
    [BrowserFact]
    public Task The_report_prints_to_a_few_pages() => WithPageAsync(ColorScheme.Light, async page =>
    {
        var pdf = Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true }));
        Assert.InRange(Sheets().Count(pdf), 4, 8);
        Assert.All(Boxes().Matches(pdf), box => Assert.InRange(double.Parse(box.Groups[1].Value, CultureInfo.InvariantCulture), 594, 597)); // A4 is 595.28 points wide
    });

    [BrowserFact]
    public Task Unfolded_frames_are_printed() => WithPageAsync(ColorScheme.Light, async page =>
    {
        var folded = Sheets().Count(Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true })));
        foreach (var summary in await page.Locator("summary").AllAsync()) await summary.ClickAsync();
        Assert.True(Sheets().Count(Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }))) > folded);
    });

    [BrowserFact]
    public Task A_link_to_a_frame_unfolds_it() => WithPageAsync(ColorScheme.Light, async page =>
    {
        await page.Locator("a[href='#frame-8']").ClickAsync();
        await Assertions.Expect(page.Locator("#frame-8")).ToBeVisibleAsync();
    });

    [BrowserFact]
    public async Task The_paper_is_white_in_both_themes_and_nothing_is_wider_than_it()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            await WithPageAsync(scheme, async page =>
            {
                Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.paper')).backgroundColor"));
                await page.SetViewportSizeAsync(390, 844);
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            });
    }

    private async Task WithPageAsync(ColorScheme scheme, Func<IPage, Task> look)
    {
        var file = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.html");
        await File.WriteAllBytesAsync(file, HtmlReport.Bytes(AcceptanceReport.Of(SampleRuns.Evlink(), functions: SampleScript.All)));
        try
        {
            await using var context = await (await fixture.ChromiumAsync()).NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 900 } });
            var page = await context.NewPageAsync();
            var faults = new List<string>();
            page.Console += (_, message) => { if (message.Type == "error") faults.Add(message.Text); };
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            await look(page);
            Assert.Empty(faults);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex Sheets();

    [GeneratedRegex(@"/MediaBox\s*\[0 0 ([\d.]+) ")]
    private static partial Regex Boxes();
}
