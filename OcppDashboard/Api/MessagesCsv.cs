using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Api;

/// <summary><c>GET /messages.csv</c>: the message log with the page's filter, newest first.</summary>
public static class MessagesCsv
{
    /// <summary>Rows of one file at most; the last line says so when there are more.</summary>
    public const int MaxRows = 100_000;

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, NewLine = "\r\n" };

    private static readonly string[] Columns = ["time (UTC)", "charge point", "connection", "from", "action", "message id", "answered (UTC)", "milliseconds", "result", "status", "findings", "call", "answer"];

    public static void MapMessagesCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/messages.csv", async (HttpContext context, MessageQueries messages, string? q, string? dir, string? action, string? result, string? cp) =>
        {
            context.Response.ContentType = "text/csv; charset=utf-8";
            context.Response.Headers.ContentDisposition = "attachment; filename=\"messages.csv\"";
            await using var writer = new StreamWriter(context.Response.Body, leaveOpen: true);
            await WriteAsync(writer, messages.StreamAsync(new MessageQuery(q, dir, action, result, cp).ToFilter(), null, context.RequestAborted));
        });

    internal static async Task WriteAsync(TextWriter writer, IAsyncEnumerable<MessageRow> rows)
    {
        await using var csv = new CsvWriter(writer, Format, leaveOpen: true);
        foreach (var column in Columns) csv.WriteField(column);
        await csv.NextRecordAsync();
        var count = 0;
        await foreach (var row in rows)
        {
            if (++count > MaxRows)
            {
                csv.WriteField($"more than {MaxRows} rows: narrow the filter for the rest");
                await csv.NextRecordAsync();
                break;
            }
            Write(csv, row);
            await csv.NextRecordAsync();
        }
        await csv.FlushAsync();
    }

    private static void Write(CsvWriter csv, MessageRow row)
    {
        csv.WriteField(Stamp(row.At));
        csv.WriteField(row.ChargePointId);
        csv.WriteField(row.ConnectionNumber);
        csv.WriteField(row.FromChargePoint ? "charge point" : "central system");
        csv.WriteField(row.Action);
        csv.WriteField(row.UniqueId);
        csv.WriteField(row.AnsweredAt is { } answered ? Stamp(answered) : "");
        csv.WriteField(row.AnsweredAt is { } at ? (at - row.At).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) : "");
        csv.WriteField(row.Result.ToString());
        csv.WriteField(row.Status);
        csv.WriteField(row.Notes);
        csv.WriteField(row.Call);
        csv.WriteField(row.Answer);
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
