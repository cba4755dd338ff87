namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>Remarks of the run, and notes of people with their photos.</summary>
internal static class HtmlRemarks
{
    public static void Write(HtmlText html, AcceptanceReport report)
    {
        if (report.Remarks.Count > 0)
        {
            html.Element("h2", "Remarks");
            using (html.In("ul", "list"))
                foreach (var line in report.Remarks) html.Element("li", line);
        }
        if (report.Notes.Count == 0) return;
        html.Element("h2", "Notes");
        foreach (var note in report.Notes)
            using (html.In("figure", "note", ("id", $"note-{ReportTime.Digits(note.Number)}")))
            {
                using (html.In("figcaption"))
                {
                    html.Element("b", $"{ReportTime.Digits(note.Number)}. {note.About}").Element("span", $" {note.By}, {report.Time.DayMinute(note.At)}", "soft");
                    if (note.Text.Length > 0) html.Element("p", note.Text);
                }
                if (note.Photo is { } photo && note.MediaType is { } type)
                    html.Void("img", ("alt", $"Photo of note {ReportTime.Digits(note.Number)}"), ("src", $"data:{type};base64,{Convert.ToBase64String(photo)}"));
                else if (note.Photo is not null) html.Element("p", "A file was attached that is neither JPEG nor PNG; it is not shown.", "soft");
            }
    }
}
