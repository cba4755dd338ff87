namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The style of the report: paper that stays paper in both themes, A4 when printed.</summary>
internal static class HtmlStyle
{
    /// <param name="runId">For the foot of each page.</param>
    public static string Of(long runId) => $"{Screen}{Page(ReportTime.Digits(runId))}";

    private const string Screen = """
        :root { color-scheme: light dark; --ground: #f4f6f8; --shadow: 0 4px 16px rgb(16 24 36 / 0.12), 0 1px 3px rgb(16 24 36 / 0.08); --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif; --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        @media (prefers-color-scheme: dark) { :root { --ground: #0e1217; --shadow: 0 4px 16px rgb(0 0 0 / 0.5), 0 0 0 1px #2f3945; } }
        *, *::before, *::after { box-sizing: border-box; }
        html { font-size: 16px; -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--ground); font: 9.5pt/1.4 var(--sans); font-variant-numeric: tabular-nums; }
        h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
        .paper { --ink: #17202b; --ink-2: #465262; --line: #c2cad4; --soft: #eef1f4; color-scheme: light; max-width: 210mm; margin: 16px auto; padding: 16mm 15mm; background: #fff; color: var(--ink); box-shadow: var(--shadow); overflow-wrap: anywhere; }
        h1 { font-size: 15pt; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; text-wrap: balance; }
        h2 { margin: 8mm 0 2.5mm; font-size: 11pt; font-weight: 600; break-after: avoid; }
        h3 { margin: 4mm 0 1.5mm; font-size: 9.5pt; font-weight: 600; break-after: avoid; }
        a { color: inherit; }
        .soft { color: var(--ink-2); }
        .head { display: grid; grid-template-columns: 42mm minmax(0, 1fr); gap: 1mm 4mm; margin: 5mm 0; }
        .head dt { color: var(--ink-2); }
        .head dd { font-weight: 600; }
        .banner { margin: 0 0 4mm; padding: 2mm 3mm; border: 1px solid #a06200; border-radius: 1mm; color: #7a4a00; background: #feefd0; font-weight: 600; }
        .sum { display: flex; flex-wrap: wrap; align-items: center; gap: 1mm 5mm; margin-bottom: 4mm; padding: 2mm 0; border: solid var(--line); border-width: 1px 0; font-size: 8.5pt; }
        .sum .meta { margin-left: auto; color: var(--ink-2); }
        .res { display: flex; align-items: center; gap: 1.5mm; font-weight: 600; }
        .res.pass { color: #0a6844; } .res.remark { color: #7a4a00; } .res.fail { color: #a81f18; } .res.inconclusive { color: #65329f; } .res.notApplicable, .res.notRun { color: #465262; }
        svg.i { width: 3.6mm; height: 3.6mm; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
        .solid { fill: currentColor; stroke: none; }
        .dashed { stroke-dasharray: 2.2 2.5; }
        table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 8.5pt; }
        thead { display: table-header-group; }
        th { padding: 1.5mm 2mm; border-bottom: 1.5px solid var(--ink); text-align: left; font-weight: 600; vertical-align: bottom; }
        td { padding: 2mm; border-bottom: 1px solid var(--line); vertical-align: top; }
        tr { break-inside: avoid; }
        td ul { display: grid; gap: 1mm; padding-left: 4mm; list-style: disc; }
        td ul > li { white-space: pre-line; }
        td .res + p, td p + p, td p + .res, td .leg + .leg { margin-top: 1mm; }
        td .leg .res { font-weight: 500; }
        td .leg { padding-top: 1mm; }
        td .leg p { margin-left: 5.1mm; }
        td .leg .res + p { margin-top: 0; }
        .keep { break-inside: avoid; }
        td .over { padding-left: 2mm; border-left: 2px solid var(--ink-2); }
        td .obs { margin-top: 1.5mm; color: var(--ink-2); }
        pre { margin: 1.5mm 0 0; font: 7pt/1.35 var(--mono); color: var(--ink-2); white-space: pre-wrap; }
        .num { text-align: right; }
        .tight td { padding: 1mm 2mm; }
        .tight .of td { padding-top: 3mm; font-weight: 600; border-bottom-color: var(--ink-2); break-after: avoid; }
        .tight .of { break-after: avoid; }
        .unmet { color: #a81f18; font-weight: 600; }
        .list { padding-left: 4mm; list-style: disc; }
        .settings { display: grid; grid-template-columns: 42mm minmax(0, 1fr); gap: 0.75mm 4mm; font-size: 8.5pt; }
        .settings dt { color: var(--ink-2); }
        .note { margin-top: 3mm; break-inside: avoid; }
        .note figcaption { white-space: pre-line; }
        .note img { display: block; max-width: 100%; max-height: 110mm; margin-top: 2mm; border: 1px solid var(--line); }
        .sign { display: grid; grid-template-columns: 1fr 1fr; gap: 12mm; margin-top: 10mm; break-inside: avoid; }
        .sign h3 { margin: 0; }
        .sign p { margin-top: 11mm; padding-top: 1.5mm; border-top: 1px solid var(--ink); color: var(--ink-2); font-size: 8.5pt; }
        .sign h3 + p { margin-top: 9mm; }
        details { border-bottom: 1px solid var(--line); }
        summary { padding: 2mm 0; cursor: pointer; font-size: 8.5pt; }
        summary:hover { background: var(--soft); }
        summary:focus-visible, a:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
        .frames td { padding: 1mm 1.5mm; font-size: 7.5pt; }
        .frames pre { margin: 0; color: var(--ink); }
        .frames tr:target { background: #feefd0; }
        .frames .mine { background: var(--soft); }
        .print-only { display: none; }

        """;

    private static string Page(string run) => $$"""
        @page { size: A4; margin: 14mm 15mm 16mm; @bottom-left { content: "OCPP 1.6 test report, run {{run}}"; font: 8pt system-ui, sans-serif; color: #465262; } @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #465262; } }
        @media print {
          :root { color-scheme: light; --ground: #fff; --shadow: none; }
          .paper { max-width: none; margin: 0; padding: 0; }
          .paper, .res, .banner, .unmet { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          details:not([open]) { display: none; }
          .appendix { break-before: page; }
          .print-only { display: block; }
          .screen-only { display: none; }
          a { text-decoration: none; }
        }
        @media screen and (max-width: 210mm) { .paper { margin: 0; padding: 16px; box-shadow: none; } }
        @media screen and (max-width: 640px) {
          body { font-size: 11pt; }
          .head, .settings, .sign { grid-template-columns: minmax(0, 1fr); }
          .head dd, .settings dd { margin-bottom: 2mm; }
          .sum .meta { margin-left: 0; }
          .script, .script tbody, .script tr, .script td { display: block; font-size: 10pt; }
          .script thead { display: none; }
          .script td { padding: 1mm 0; border: 0; }
          .script td:nth-child(-n+2) { display: inline; padding-right: 1mm; font-weight: 600; }
          .script tr { padding: 3mm 0; border-bottom: 1px solid var(--line); }
          .tight, .frames { display: block; overflow-x: auto; }
          .tight tbody, .frames tbody { min-width: 160mm; }
        }

        """;
}
