using System.Globalization;
using CsvHelper;
using OcppDashboard.Components.Transactions;
using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;

namespace OcppDashboard.Api;

/// <summary>
/// <c>GET /transactions.csv</c>: the list with the page's filter; <c>GET /transactions/{id}.csv</c>: the meter points of one.
/// Times are UTC, energy Wh, power W. Texts that a spreadsheet would run as a formula are escaped.
/// </summary>
public static class TransactionsCsv
{
    private const int MostPoints = 1_000_000;

    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static void MapTransactionsCsv(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/transactions.csv", (TransactionQueries transactions, string? state, string? q, string? cp, CancellationToken stop) =>
            File("transactions.csv", body => WriteAsync(body, transactions.StreamAsync(new TransactionListQuery(state, q, cp).ToFilter(), stop))));
        endpoints.MapGet("/transactions/{id:int}.csv", async (TransactionQueries transactions, MeterQueries meter, int id, CancellationToken stop) =>
            await transactions.FindAsync(id, stop) is null ? Results.NotFound()
                : File($"transaction-{id}.csv", async body => await WriteAsync(body, await meter.OfTransactionAsync(id, MostPoints, stop))));
    }

    private static IResult File(string name, Func<Stream, Task> write) => Results.Stream(write, "text/csv; charset=utf-8", name);

    internal static async Task WriteAsync(Stream body, IAsyncEnumerable<TransactionRow> rows)
    {
        await using var csv = CsvWriter.Create(body, Format, true);
        await HeadAsync(csv, "id", "charge point", "connector", "id on the wire", "id tag", "start (UTC)", "stop (UTC)", "meter start (Wh)", "meter stop (Wh)", "energy (Wh)", "stop reason", "flags");
        await foreach (var row in rows)
            await RowAsync(csv, row.Id, row.ChargePointId, row.ConnectorId, row.WireId, row.IdTag, Stamp(row.StartedAt), row.StoppedAt is { } stopped ? Stamp(stopped) : null,
                row.MeterStartWh, row.MeterStopWh, row.EnergyWh, row.StopReason, string.Join(' ', FlagWord.Of(row.Flags).Select(flag => flag.Word)));
    }

    internal static async Task WriteAsync(Stream body, IReadOnlyList<MeterPoint> points)
    {
        await using var csv = CsvWriter.Create(body, Format, true);
        await HeadAsync(csv, "time (UTC)", "context", "energy (Wh)", "power (W)", "power offered (W)", "current (A)", "current L1 (A)", "current L2 (A)", "current L3 (A)",
            "current offered (A)", "voltage (V)", "voltage L1 (V)", "voltage L2 (V)", "voltage L3 (V)", "state of charge (%)", "temperature (C)", "other");
        foreach (var p in points)
            await RowAsync(csv, Stamp(p.At), p.Context, p.EnergyWh, p.PowerW, p.PowerOfferedW, p.CurrentA, p.CurrentL1A, p.CurrentL2A, p.CurrentL3A, p.CurrentOfferedA,
                p.VoltageV, p.VoltageL1V, p.VoltageL2V, p.VoltageL3V, p.StateOfCharge, p.TemperatureC, p.OtherJson);
    }

    private static Task HeadAsync(CsvWriter csv, params object[] columns) => RowAsync(csv, columns);

    private static async Task RowAsync(CsvWriter csv, params object?[] fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        await csv.EndRecordAsync();
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
