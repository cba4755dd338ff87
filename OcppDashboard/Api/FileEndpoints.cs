using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;

namespace OcppDashboard.Api;

/// <summary>Files between a browser and this server: beside the pages and behind their guard, unlike the addresses of charge points.</summary>
public static class FileEndpoints
{
    /// <summary>No form of another site can send it.</summary>
    public const string Header = "X-Upload";

    public static void MapFileEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPut("/files/firmware", TakeAsync);
        endpoints.MapGet("/files/firmware/{id:long}/{name}", (FirmwareLibrary library, long id) =>
            library.Find(id) is { } file && library.Open(file) is { } content ? FileAttachment.Of(content, file.Name, file.Sha256, file.AddedAt) : Results.NotFound());
        endpoints.MapGet("/files/received/{id:long}/download", async (FileQueries queries, ReceivedFiles files, long id, CancellationToken stop) =>
            await queries.FindReceivedAsync(id, stop) is { } row && files.Open(row) is { } content ? FileAttachment.Of(content, row.Name ?? row.StoredName, row.Sha256, row.ReceivedAt) : Results.NotFound());
        endpoints.MapGet("/files/received.csv", (FileQueries queries, string? q, string? cp, CancellationToken stop) =>
            Results.Stream(body => ReceivedCsv.WriteAsync(body, queries.StreamReceivedAsync(new(Some(cp), Some(q)), stop)), "text/csv; charset=utf-8", "received-files.csv"));
    }

    /// <summary>What a firmware file is after it was taken.</summary>
    private sealed record Taken(long Id, string Sha256, long Size);

    private static async Task<IResult> TakeAsync(HttpContext context, FirmwareIntake intake, string? name, string? version, string? vendor, string? model)
    {
        if (context.Request.Headers[Header] != "1") return Refused(StatusCodes.Status400BadRequest, $"the header {Header}: 1 is missing");
        var outcome = await intake.TakeAsync(context, name, new(version, vendor, model));
        return outcome switch
        {
            { File: { } file } => Results.Json(new Taken(file.Id, file.Sha256, file.Size), statusCode: outcome.Status),
            { Status: 0 } => Results.Empty,
            _ => Refused(outcome.Status, outcome.Reason),
        };
    }

    /// <summary>The sentence is for people: the page shows it as it is.</summary>
    private static IResult Refused(int status, string why) => Results.Text($"{char.ToUpperInvariant(why[0])}{why[1..]}: nothing was kept.", "text/plain; charset=utf-8", statusCode: status);

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
