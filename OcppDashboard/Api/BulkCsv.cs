using System.Globalization;
using CsvHelper;
using OcppDashboard.Features.BulkTasks;

namespace OcppDashboard.Api;

/// <summary><c>GET /commands/{id}.csv</c>: the results of a task for many charge points. Times are UTC. Texts that a spreadsheet would run as a formula are escaped.</summary>
public static class BulkCsv
{
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with { Injection = CsvInjection.Escape };

    public static void MapBulkCsv(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/commands/{id:long}.csv", async (BulkCommands bulk, long id, CancellationToken stop) => await bulk.FindAsync(id, stop) is { } task
            ? Results.Stream(body => WriteAsync(body, task), "text/csv; charset=utf-8", $"task-{id}.csv") : Results.NotFound());

    private static async Task WriteAsync(Stream body, BulkTask task)
    {
        await using var csv = CsvWriter.Create(body, Format, true);
        await RowAsync(csv, "charge point", "action", "state", "result", "attempt", "command", "ended (UTC)");
        foreach (var target in task.Targets)
            await RowAsync(csv, target.ChargePointId, task.Action, target.State.ToString(), target.Result?.Replace("\n", "; ", StringComparison.Ordinal), target.Attempt, target.CommandId,
                target.EndedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private static async Task RowAsync(CsvWriter csv, params object?[] fields)
    {
        foreach (var field in fields) csv.WriteField(field);
        await csv.EndRecordAsync();
    }
}
