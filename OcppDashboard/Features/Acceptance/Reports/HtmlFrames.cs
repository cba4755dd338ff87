using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The frames of every try, folded, for the manufacturer's support desk. Printed only where they were unfolded.</summary>
internal static class HtmlFrames
{
    public static void Write(HtmlText html, AcceptanceReport report)
    {
        html.Element("h2", "Frames");
        if (report.FrameCount == 0)
        {
            html.Element("p", "No frames were kept.");
            return;
        }
        html.Element("p", $"{ReportTime.Grouped(report.FrameCount)} {Quantity.Noun(report.FrameCount, "frame")} in both directions, secrets masked. Open a part to see its frames; what is open is printed.", "soft screen-only");
        html.Element("p", $"{ReportTime.Grouped(report.FrameCount)} {Quantity.Noun(report.FrameCount, "frame is", "frames are")} in the file that this was printed from.", "soft print-only");
        foreach (var row in report.Rows)
            foreach (var leg in row.Legs)
                foreach (var tried in leg.Tries)
                    Fold(html, report.Time, $"frames-{leg.Id}-{ReportTime.Digits(tried.Attempt)}",
                        $"{ReportTime.Digits(row.Number)} {row.Name}{(leg.Name.Length == 0 ? "" : $": {leg.Name}")}, try {ReportTime.Digits(tried.Attempt)}: {VerdictWords.Of(tried.Result.Verdict)}", tried.Frames);
        if (report.FramesBetween.Count > 0) Fold(html, report.Time, "frames-between", "Before, between and after the functions", report.FramesBetween);
    }

    private static void Fold(HtmlText html, ReportTime time, string id, string title, IReadOnlyList<CapturedFrame> frames)
    {
        using var details = html.In("details", null, ("id", id));
        html.Element("summary", $"{title}, {ReportTime.Grouped(frames.Count)} {Quantity.Noun(frames.Count, "frame")}");
        if (frames.Count == 0) return;
        using var table = html.In("table", "frames");
        HtmlRows.Columns(html, "12mm", "24mm", "26mm", null);
        HtmlRows.Heads(html, "No.", "Time", "By", "What");
        using (html.In("tbody"))
            foreach (var frame in frames)
                using (html.In("tr", frame.FromChargePoint ? null : "mine", ("id", $"frame-{ReportTime.Digits(frame.Number)}")))
                {
                    html.Element("td", ReportTime.Digits(frame.Number)).Element("td", time.Millisecond(frame.At)).Element("td", By(frame));
                    using (html.In("td"))
                    {
                        html.Element("b", What(frame));
                        if (frame.Text.Length > 0) html.Element("pre", SecretMasking.Mask(frame.Text));
                    }
                }
    }

    private static string By(CapturedFrame frame) => frame.Kind switch
    {
        FrameKind.PromptAnswer when frame.Action is "Expired" or "ByItself" => "run",
        FrameKind.PromptAnswer => "tester",
        FrameKind.Prompt or FrameKind.Deadline or FrameKind.Act or FrameKind.NoAnswer or FrameKind.Refused => "run",
        _ => frame.FromChargePoint ? "charge point" : frame.Kind is FrameKind.Connected or FrameKind.Disconnected or FrameKind.File ? "connection" : "central system",
    };

    /// <summary>The kind in words, with the action.</summary>
    internal static string What(CapturedFrame frame)
    {
        var kind = frame.Kind switch
        {
            FrameKind.Call => "",
            FrameKind.CallResult => "answer to ",
            FrameKind.CallError => "error for ",
            FrameKind.NoAnswer => "no answer to ",
            FrameKind.Connected => "connected ",
            FrameKind.Disconnected => "disconnected ",
            FrameKind.Refused => "connection refused ",
            FrameKind.File => "file: ",
            FrameKind.Prompt => "asked for ",
            FrameKind.PromptAnswer => "said ",
            FrameKind.Deadline => "did not come in time: ",
            _ => "did ",
        };
        return $"{kind}{frame.Action}".Trim();
    }
}
