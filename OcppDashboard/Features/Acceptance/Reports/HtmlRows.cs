using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The table of the script as the filled-in reports have it: #, Function, Acceptance Criteria, Result.</summary>
internal static class HtmlRows
{
    private const int MostEvidence = 24, MostCharacters = 600;

    public static void Write(HtmlText html, AcceptanceReport report)
    {
        using var table = html.In("table", "script");
        Columns(html, "8mm", "33mm", null, "62mm");
        Heads(html, "#", "Function", "Acceptance Criteria", "Result");
        using (html.In("tbody"))
            foreach (var row in report.Rows)
                using (html.In("tr", null, ("id", $"function-{ReportTime.Digits(row.Number)}")))
                {
                    html.Element("td", ReportTime.Digits(row.Number)).Element("td", row.Name);
                    using (html.In("td"))
                        using (html.In("ul"))
                            foreach (var line in row.Criteria) html.Element("li", line);
                    using (html.In("td", "result")) Result(html, report, row);
                }
    }

    public static void Columns(HtmlText html, params ReadOnlySpan<string?> widths)
    {
        using var group = html.In("colgroup");
        foreach (var width in widths) html.Void("col", ("style", width is null ? null : $"width:{width}"));
    }

    public static void Heads(HtmlText html, params ReadOnlySpan<string> names)
    {
        using var head = html.In("thead");
        using var row = html.In("tr");
        foreach (var name in names) html.Element("th", name, null, ("scope", "col"));
    }

    private static void Result(HtmlText html, AcceptanceReport report, ReportRow row)
    {
        HtmlIcons.Result(html, row.Verdict, row.Word);
        if (!row.IsChosen && row.Tries == 0)
        {
            html.Element("p", "Not chosen for this run.", "soft");
            return;
        }
        foreach (var leg in row.Legs)
        {
            if (row.Legs.Count == 1)
            {
                if (leg.Result.Length > 0) html.Element("p", Cut(leg.Result));
                Under(html, report, leg);
            }
            else
                using (html.In("div", "leg"))
                {
                    HtmlIcons.Result(html, leg.Verdict, $"{leg.Title}: {leg.Word}");
                    if (leg.Result.Length > 0) html.Element("p", Cut(leg.Result));
                    Under(html, report, leg);
                }
        }
        Evidence(html, row.Evidence);
        if (row.Observations.Count == 0) return;
        using (html.In("div", "obs"))
        {
            html.Element("p", "Observed beside the criteria:");
            using (html.In("ul"))
                foreach (var line in row.Observations) html.Element("li", Cut(line));
        }
    }

    private static void Under(HtmlText html, AcceptanceReport report, ReportLeg leg)
    {
        if (leg.Last is not null && leg.Machine is not Verdict.Pass && leg.Why.Length > 0 && leg.Why != leg.Result) html.Element("p", Cut(leg.Why), "soft");
        if (leg.Policy is { Length: > 0 } policy) html.Element("p", $"Policy: {Cut(policy)}", "soft");
        foreach (var change in leg.Overrides)
            html.Element("p", $"{VerdictWords.Of(change.Verdict)} by {change.By}, {report.Time.DayMinute(change.At)}{(change.Comment.Length == 0 ? "." : $": {Cut(change.Comment)}")}", "over");
        if (leg.Override is not null) html.Element("p", $"Verdict of the machine: {VerdictWords.Of(leg.Machine)}.", "over");
        foreach (var tried in leg.Earlier)
            html.Element("p", $"Try {ReportTime.Digits(tried.Attempt)}, {report.Time.Minute(tried.StartedAt)}: {VerdictWords.Of(tried.Result.Verdict)}{(tried.Result.Result.Length == 0 ? "" : $", {Cut(tried.Result.Result)}")}.", "soft");
        if (leg.Earlier.Any()) html.Element("p", $"The verdict is that of try {ReportTime.Digits(leg.Last!.Attempt)}, {report.Time.Minute(leg.Last.StartedAt)}.", "soft");
        if (leg.Notes.Count > 0) html.Element("p", $"See note {string.Join(", ", leg.Notes.Select(number => ReportTime.Digits(number)))}.", "soft");
    }

    private static void Evidence(HtmlText html, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        var shown = lines.Take(MostEvidence).Select(Cut);
        if (lines.Count > MostEvidence) shown = shown.Append($"… and {ReportTime.Digits(lines.Count - MostEvidence)} {Quantity.Noun(lines.Count - MostEvidence, "line")} more, see Expected and seen");
        html.Element("pre", string.Join('\n', shown));
    }

    private static string Cut(string text) => ForeignText.Cut(text, MostCharacters);
}
