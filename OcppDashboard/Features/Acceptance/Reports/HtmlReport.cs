using System.Text;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>
/// The report as one HTML file: style inside, photos as data URIs, no script, nothing fetched. Its content security policy allows no more than that.
/// </summary>
public static class HtmlReport
{
    public const string MediaType = "text/html; charset=utf-8";

    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <returns>UTF-8 without a mark, line ends LF.</returns>
    public static byte[] Bytes(AcceptanceReport report) => Encoding.UTF8.GetBytes(Write(report));

    public static string Write(AcceptanceReport report)
    {
        var html = new HtmlText();
        using (html.In("html", null, ("lang", "en")))
        {
            using (html.In("head"))
            {
                html.Void("meta", ("charset", "utf-8"));
                html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
                html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Element("title", $"Test report {ForeignText.Line(report.ChargePointId)}, run {ReportTime.Digits(report.RunId)}");
                html.Style(HtmlStyle.Of(report.RunId));
            }
            using (html.In("body"))
            {
                HtmlIcons.Define(html);
                using (html.In("main", "paper")) Paper(html, report);
            }
        }
        return $"{html}\n";
    }

    private static void Paper(HtmlText html, AcceptanceReport report)
    {
        Head(html, report);
        HtmlRows.Write(html, report);
        HtmlRemarks.Write(html, report);
        HtmlSettings.Write(html, report);
        Signatures(html, report);
        HtmlDetails.Write(html, report);
        HtmlSettings.Timeouts(html, report);
        HtmlFrames.Write(html, report);
    }

    private static void Head(HtmlText html, AcceptanceReport report)
    {
        html.Element("h1", AcceptanceReport.Title);
        var head = report.Header;
        using (html.In("dl", "head"))
            foreach (var (name, value) in new[]
            {
                ("Manufacturer Name", head.ManufacturerName), ("Manufacturer Number", head.ManufacturerNumber),
                ("Manufacturer Model", head.ManufacturerModel), ("Firmware Version", head.FirmwareVersion),
            })
                html.Element("dt", name).Element("dd", value);
        if (report.Unfinished is { } unfinished) html.Element("p", unfinished, "banner");
        using (html.In("div", "sum"))
        {
            foreach (var count in report.Summary) HtmlIcons.Result(html, count.Verdict, count.Text, "span");
            html.Element("span", $"{report.ChargePointId}, {report.Time.Span(report.StartedAt, report.EndedAt)} {report.Time.ZoneAt(report.StartedAt)}", "meta");
        }
    }

    private static void Signatures(HtmlText html, AcceptanceReport report)
    {
        using var sign = html.In("section", "sign", ("aria-label", "Signatures"));
        foreach (var who in report.Signatures)
            using (html.In("div"))
            {
                html.Element("h3", who);
                foreach (var line in new[] { "Name", "Date", "Signature" }) html.Element("p", line);
            }
    }
}
