using System.Globalization;
using CsvHelper;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Api;

/// <summary><c>GET /messages.csv</c>: the message log with the page's filter, newest first.</summary>
public static class MessagesCsv
{
    /// <summary>Rows of one file at most; the last line says so when there are more.</summary>
    public const int MaxRows = 100_000;

    private static readonly string[] Columns =
        ["time (UTC)", "charge point", "connection", "from", "action", "message id", "answered (UTC)", "milliseconds", "result", "status", "findings", "call", "answer"];

    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static void MapMessagesCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/messages.csv", (MessageQueries messages, string? q, string? dir, string? action, string? result, string? cp, CancellationToken stop) =>
            Results.Stream(body => WriteAsync(body, messages.StreamAsync(new MessageQuery(q, dir, action, result, cp).ToFilter(), null, stop)), "text/csv; charset=utf-8", "messages.csv"));

    internal static async Task WriteAsync(Stream body, IAsyncEnumerable<MessageRow> rows)
    {
        await using var csv = CsvWriter.Create(body, Format, true);
        await RecordAsync(csv, [.. Columns]);
        var count = 0;
        await foreach (var row in rows)
        {
            if (++count > MaxRows)
            {
                await RecordAsync(csv, [$"there are more than {MaxRows} rows: narrow the filter for the rest", .. new object?[Columns.Length - 1]]);
                break;
            }
            await RecordAsync(csv, Stamp(row.At), row.ChargePointId, row.ConnectionNumber, row.FromChargePoint ? "charge point" : "central system", row.Action, row.UniqueId,
                row.AnsweredAt is { } answered ? Stamp(answered) : null, row.AnsweredAt is { } at ? (long)(at - row.At).TotalMilliseconds : null, row.Result.ToString(), row.Status,
                row.Notes, row.Call, row.Answer);
        }
    }

    private static async Task RecordAsync(CsvWriter csv, params object?[] fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        await csv.EndRecordAsync();
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
