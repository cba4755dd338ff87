using System.Globalization;
using CsvHelper;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Api;

/// <summary><c>GET /files/received.csv</c>: the list of received files with the page's filter, newest first. Times are UTC, sizes bytes.</summary>
internal static class ReceivedCsv
{
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static async Task WriteAsync(Stream body, IAsyncEnumerable<ReceivedRow> rows)
    {
        await using var csv = CsvWriter.Create(body, Format, true);
        await RecordAsync(csv, "id", "charge point", "name", "size (bytes)", "via", "received (UTC)", "SHA-256");
        await foreach (var row in rows)
            await RecordAsync(csv, row.Id, row.ChargePointId, row.Name, row.Size, row.Via, row.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), row.Sha256);
    }

    private static async Task RecordAsync(CsvWriter csv, params object?[] fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        await csv.EndRecordAsync();
    }
}
