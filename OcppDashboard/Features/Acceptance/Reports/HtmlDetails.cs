using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>What was expected of each leg and what was seen of it, with the frame that shows it.</summary>
internal static class HtmlDetails
{
    public static void Write(HtmlText html, AcceptanceReport report)
    {
        var legs = report.Rows.SelectMany(row => row.Legs.Select(leg => (row, leg))).Where(pair => pair.leg.Last is not null).ToList();
        if (legs.Count == 0) return;
        html.Element("h2", "Expected and seen", "appendix");
        using var table = html.In("table", "tight");
        HtmlRows.Columns(html, null, "62mm", "16mm");
        HtmlRows.Heads(html, "Expected", "Seen", "Frame");
        foreach (var (row, leg) in legs)
            using (html.In("tbody"))
            {
                using (html.In("tr", "of"))
                {
                    using (html.In("td", null, ("colspan", "3")))
                        HtmlIcons.Result(html, leg.Verdict, $"{ReportTime.Digits(row.Number)} {row.Name}{(leg.Name.Length == 0 ? "" : $": {leg.Name}")}: {leg.Word}");
                }
                if (leg.Why.Length > 0) Wide(html, leg.Why);
                foreach (var expectation in leg.Expected) Line(html, expectation);
                if (leg.Evidence.Count > 0)
                    using (html.In("tr"))
                        using (html.In("td", null, ("colspan", "3")))
                            html.Element("pre", string.Join('\n', leg.Evidence));
                foreach (var trait in leg.Outcome.Traits) Wide(html, $"About the model: {trait}");
            }
    }

    private static void Wide(HtmlText html, string text)
    {
        using var row = html.In("tr");
        html.Element("td", text, "soft", ("colspan", "3"));
    }

    private static void Line(HtmlText html, Expectation expectation)
    {
        using var row = html.In("tr");
        html.Element("td", expectation.Text);
        using (html.In("td", expectation.IsMet == false ? "unmet" : null))
            html.Text(expectation.IsMet switch { true => "Met", false => "Not met", null => "Not looked at" }).Text(expectation.Seen.Length == 0 ? "" : $": {expectation.Seen}");
        using (html.In("td"))
            if (expectation.Frame is { } frame) html.Element("a", ReportTime.Digits(frame), null, ("href", $"#frame-{ReportTime.Digits(frame)}"));
    }
}
