using System.Globalization;
using System.Text;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

/// <summary>The same run gives the same file, byte for byte. <c>OCPP_GOLDEN=write</c> writes the files anew: look at what changed.</summary>
public class GoldenReportTests
{
    private static readonly string[] Files = ["evlink.html", "evlink.json", "evlink.csv", "empty.html", "empty.json", "empty.csv"];

    public static TheoryData<string> Names => [.. Files];

    [Theory, MemberData(nameof(Names))]
    public void A_report_is_the_kept_file(string name)
    {
        var bytes = Render(name);
        var file = Repository.PathOf("OcppDashboard.Tests", "Features", "Acceptance", "Reports", "Golden", name);
        if (Environment.GetEnvironmentVariable("OCPP_GOLDEN") == "write") File.WriteAllBytes(file, bytes);
        Assert.Equal(Encoding.UTF8.GetString(File.ReadAllBytes(file)), Encoding.UTF8.GetString(bytes));
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.Equal((byte)'\n', bytes[^1]);
    }

    [Theory, InlineData("de-DE"), InlineData("th-TH"), InlineData("ar-SA"), InlineData("fa-IR"), InlineData("tr-TR"), InlineData("sv-SE")]
    public void No_culture_changes_it(string culture)
    {
        var expected = Files.Select(name => (Name: name, Bytes: Render(name))).ToList();
        var kept = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            foreach (var (name, bytes) in expected) Assert.Equal(bytes, Render(name));
        }
        finally
        {
            CultureInfo.CurrentCulture = kept;
        }
    }

    private static byte[] Render(string name)
    {
        var run = name.StartsWith("evlink", StringComparison.Ordinal) ? SampleRuns.Evlink() : SampleRuns.Empty();
        var report = AcceptanceReport.Of(run, TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"), SampleScript.All);
        return Path.GetExtension(name) switch { ".html" => HtmlReport.Bytes(report), ".json" => JsonReport.Bytes(report), _ => CsvReport.Bytes(report) };
    }
}
