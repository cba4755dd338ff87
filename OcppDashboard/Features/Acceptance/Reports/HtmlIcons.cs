using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The verdicts' icons: a shape of its own for each, so that a grey print still tells them apart.</summary>
internal static class HtmlIcons
{
    private static readonly (string Name, (string Element, string Path)[] Parts)[] Symbols =
    [
        ("pass", [("", "m2.5 8.6 3.6 3.6 7.4-8.2")]),
        ("remark", [("", "M1.75 2.5h12.5v8.25H8.5L5 14v-3.25H1.75zM8 4.6v2.5m0 1.6v.1")]),
        ("fail", [("solid", "M5 1h6l4 4v6l-4 4H5l-4-4V5zm1.2 3.9L4.9 6.2 6.7 8 4.9 9.8l1.3 1.3L8 9.3l1.8 1.8 1.3-1.3L9.3 8l1.8-1.8-1.3-1.3L8 6.7z")]),
        ("inconclusive", [("", "M8 1 15 8l-7 7-7-7zM6.5 6.5a1.55 1.55 0 1 1 2.4 1.3c-.6.4-.9.7-.9 1.3m0 1.9v.1")]),
        ("notApplicable", [("", "M3.5 8h9")]),
        ("notRun", [("dashed", "M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2z")]),
    ];

    public static void Define(HtmlText html)
    {
        using var svg = html.In("svg", null, ("xmlns", "http://www.w3.org/2000/svg"), ("width", "0"), ("height", "0"), ("style", "position:absolute"), ("aria-hidden", "true"));
        foreach (var (name, parts) in Symbols)
            using (html.In("symbol", null, ("id", $"v-{name}"), ("viewBox", "0 0 16 16")))
                foreach (var (cls, path) in parts)
                    html.Element("path", "", cls.Length == 0 ? null : cls, ("fill-rule", "evenodd"), ("d", path));
    }

    public static void Draw(HtmlText html, Verdict verdict)
    {
        using var icon = html.In("svg", "i", ("aria-hidden", "true"));
        html.Element("use", "", null, ("href", $"#v-{VerdictWords.Code(verdict)}"));
    }

    /// <summary>Icon and words in the verdict's colour.</summary>
    public static void Result(HtmlText html, Verdict verdict, string words, string element = "div")
    {
        using var result = html.In(element, $"res {VerdictWords.Code(verdict)}");
        Draw(html, verdict);
        html.Element("span", words);
    }
}
