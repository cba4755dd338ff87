using System.Globalization;
using CsvHelper;
using OcppDashboard.Components.Authorization;
using OcppDashboard.Features.Authorization.IdTags;

namespace OcppDashboard.Api;

/// <summary><c>GET /id-tags.csv</c>: the known id tags with the page's filter, as the page reads them again. Times are UTC. Texts that a spreadsheet would run as a formula are escaped.</summary>
internal static class IdTagsCsv
{
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static void MapIdTagsCsv(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/id-tags.csv", (IdTagStore book, TimeProvider time, string? q, string? status) =>
        Results.Stream(body => WriteAsync(body, new IdTagFilter(q, status).Of(book.All, time.GetUtcNow())), "text/csv; charset=utf-8", "id-tags.csv"));

    internal static async Task WriteAsync(Stream body, IEnumerable<Data.Entities.IdTagEntity> tags)
    {
        await using var csv = CsvWriter.Create(body, Format, true);
        await RecordAsync(csv, [.. IdTagCsv.Columns]);
        foreach (var tag in tags)
            await RecordAsync(csv, tag.IdTag, tag.ParentIdTag, tag.Status, tag.ExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), tag.AllowsConcurrent ? "true" : "false", tag.Note);
    }

    private static async Task RecordAsync(CsvWriter csv, params object?[] fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        await csv.EndRecordAsync();
    }
}
