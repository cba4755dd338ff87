using System.Globalization;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Run;

namespace OcppDashboard.Api;

/// <summary>What the pages about commissioning need beside themselves, behind their guard: pictures of notes, and the report.</summary>
public static class AcceptanceEndpoints
{
    public static void MapAcceptanceEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/acceptance/{run:long}/photos/{note:long}", async (AcceptanceQueries queries, long run, long note, CancellationToken stop) =>
            await queries.PhotoAsync(run, note, stop) is { Length: > 1 } photo ? Results.Bytes(photo, photo[0] == 0x89 ? "image/png" : "image/jpeg") : Results.NotFound());
        endpoints.MapGet("/acceptance/{run:long}/report", (AcceptanceRuns runs, long run, string? zone, CancellationToken stop) =>
            ReportAsync(runs, run, zone, report => Results.Bytes(HtmlReport.Bytes(report), HtmlReport.MediaType), stop));
        endpoints.MapGet("/acceptance/{run:long}/report.json", (AcceptanceRuns runs, long run, string? zone, CancellationToken stop) =>
            ReportAsync(runs, run, zone, report => Results.Bytes(JsonReport.Bytes(report), JsonReport.MediaType, Name(run, "json")), stop));
        endpoints.MapGet("/acceptance/{run:long}/report.csv", (AcceptanceRuns runs, long run, string? zone, CancellationToken stop) =>
            ReportAsync(runs, run, zone, report => Results.Bytes(CsvReport.Bytes(report), CsvReport.MediaType, Name(run, "csv")), stop));
    }

    /// <param name="zone">IANA name of the zone in which people read the times; an unknown one is UTC.</param>
    private static async Task<IResult> ReportAsync(AcceptanceRuns runs, long id, string? zone, Func<AcceptanceReport, IResult> write, CancellationToken stop) =>
        await runs.FindAsync(id, stop) is { } run ? write(AcceptanceReport.Of(run, zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : null)) : Results.NotFound();

    private static string Name(long run, string ending) => string.Create(CultureInfo.InvariantCulture, $"commissioning-run-{run}.{ending}");
}
