using CsvHelper;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>A line per leg. Times are UTC. Texts that a spreadsheet would run as a formula are escaped, line breaks are blanks.</summary>
public static class CsvReport
{
    public const string MediaType = "text/csv; charset=utf-8";

    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape, NewLine = "\n" };

    private static readonly string[] Columns =
        ["number", "function", "leg", "verdict", "machine verdict", "result", "why", "started (UTC)", "took (s)", "tries", "overridden by", "comment"];

    /// <returns>UTF-8 without a mark, line ends LF.</returns>
    public static byte[] Bytes(AcceptanceReport report)
    {
        using var body = new MemoryStream();
        using (var csv = CsvWriter.Create(body, Format, true))
        {
            csv.WriteRecord(Columns);
            foreach (var row in report.Rows)
                foreach (var leg in row.Legs) Leg(csv, row, leg);
        }
        return body.ToArray();
    }

    private static void Leg(CsvWriter csv, ReportRow row, ReportLeg leg)
    {
        csv.WriteField(row.Number);
        Text(csv, row.Name);
        Text(csv, leg.Name.Length == 0 ? leg.Id : $"{leg.Id} {leg.Name}");
        Text(csv, leg.Word);
        Text(csv, VerdictWords.Of(leg.Machine));
        Text(csv, leg.Result);
        Text(csv, leg.Why);
        csv.WriteField(leg.Last is { } started ? ReportTime.Utc(started.StartedAt) : "");
        csv.WriteField(leg.Last is { } last ? ReportTime.Seconds(last.Took) : "");
        csv.WriteField(leg.Tries.Count);
        Text(csv, leg.Override?.By ?? "");
        Text(csv, leg.Override?.Comment ?? "");
        csv.EndRecord();
    }

    private static void Text(CsvWriter csv, string text) => csv.WriteField(ForeignText.Line(text));
}
