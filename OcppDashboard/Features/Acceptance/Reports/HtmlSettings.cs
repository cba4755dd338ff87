namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>What was declared and chosen before the run, when each function was run, and how long was waited.</summary>
internal static class HtmlSettings
{
    public static void Write(HtmlText html, AcceptanceReport report)
    {
        html.Element("h2", "How it was judged");
        using (html.In("dl", "settings"))
        {
            html.Element("dt", "Run").Element("dd", $"{ReportTime.Digits(report.RunId)}, {ReportTime.Grouped(report.FrameCount)} {Quantity.Noun(report.FrameCount, "frame")} kept");
            foreach (var setting in report.Settings) html.Element("dt", setting.Name).Element("dd", setting.Value);
            var differing = report.Timeouts.Where(timeout => timeout.Differs).Select(timeout =>
                $"{timeout.Name} {ReportTime.Digits(timeout.Seconds)} s (usually {ReportTime.Digits(timeout.Default)} s)").ToList();
            html.Element("dt", "Time limits changed").Element("dd", differing.Count == 0 ? "none" : string.Join("; ", differing));
            html.Element("dt", "Times").Element("dd", report.Time.ZoneAt(report.StartedAt));
        }
    }

    public static void Timeouts(HtmlText html, AcceptanceReport report)
    {
        html.Element("h2", "Times");
        using (html.In("table", "tight"))
        {
            HtmlRows.Columns(html, "8mm", null, "46mm", "28mm", "16mm");
            HtmlRows.Heads(html, "#", "Function", "Started", "Took", "Tries");
            using (html.In("tbody"))
                foreach (var row in report.Rows)
                    using (html.In("tr"))
                        html.Element("td", ReportTime.Digits(row.Number)).Element("td", row.Name)
                            .Element("td", row.StartedAt is { } at ? $"{report.Time.Day(at)}, {report.Time.Second(at)}" : "not run")
                            .Element("td", row.Tries == 0 ? "" : ReportTime.Took(row.Took)).Element("td", row.Tries == 0 ? "" : ReportTime.Digits(row.Tries));
        }
        html.Element("h2", "Time limits");
        using (html.In("table", "tight keep"))
        {
            HtmlRows.Columns(html, null, "30mm", "30mm");
            HtmlRows.Heads(html, "Waited for", "This run", "Usual");
            using (html.In("tbody"))
                foreach (var timeout in report.Timeouts)
                    using (html.In("tr"))
                        html.Element("td", timeout.Name).Element("td", $"{ReportTime.Digits(timeout.Seconds)} s{(timeout.Differs ? ", changed" : "")}").Element("td", $"{ReportTime.Digits(timeout.Default)} s");
        }
    }
}
