using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;

namespace OcppDashboard.Api.V1;

/// <summary>A firmware file of the library.</summary>
/// <param name="Version">With vendor and model: what it is for, as its owner said; null: not said.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
public sealed record ApiFirmwareFile(long Id, string Name, string? Version, string? Vendor, string? Model, long Size, string Sha256, DateTimeOffset AddedAt)
{
    public static ApiFirmwareFile Of(FirmwareFile file) =>
        new(file.Id, file.Name, file.Note.Version, file.Note.Vendor, file.Note.Model, file.Size, file.Sha256, file.AddedAt);
}

/// <summary>A file that a charge point sent.</summary>
/// <param name="CommandId">The command that asked for it.</param>
/// <param name="Name">As the charge point calls it; null: it did not say.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Via">HTTP PUT, HTTP POST, FTP or FTPS.</param>
public sealed record ApiReceivedFile(long Id, string ChargePointId, long? CommandId, string? Name, long Size, string Sha256, DateTimeOffset ReceivedAt, string Via)
{
    public static ApiReceivedFile Of(ReceivedRow row) => new(row.Id, row.ChargePointId, row.CommandId, row.Name, row.Size, row.Sha256, row.ReceivedAt, row.Via);
}

/// <summary>Firmware files for charge points, and the files that they sent.</summary>
internal static class FileApiEndpoints
{
    private const string Binary = "application/octet-stream";

    public static void Map(RouteGroupBuilder api)
    {
        MapFirmware(api.MapGroup("/firmware-files").WithTags("Files"));
        MapReceived(api.MapGroup("/received-files").WithTags("Files"));
    }

    private static void MapFirmware(RouteGroupBuilder group)
    {
        group.MapGet("/", ListFirmware).WithSummary("Firmware files, newest first").WithName("listFirmwareFiles").Produces<ApiPage<ApiFirmwareFile>>().WithFilters(ApiFilters.OfPages());
        group.MapPost("/", AddAsync).WithSummary("Adds a firmware file: the body is the file").WithName("addFirmwareFile").Accepts<byte[]>(Binary, "*/*").Produces<ApiFirmwareFile>(201)
            .ProducesProblem(507).WithFilters(ApiFilters.Of(
                ApiFilter.Text("name", "Name of the file."), ApiFilter.Text("version", "The version that it brings."),
                ApiFilter.Text("vendor", "The vendor whose charge points it is for."), ApiFilter.Text("model", "The model that it is for.")));
        group.MapGet("/{id:long}", (long id, FirmwareLibrary library) => library.Find(id) is { } file ? ApiJson.Ok(ApiFirmwareFile.Of(file)) : NoFirmware(id))
            .WithSummary("One firmware file").WithName("getFirmwareFile").Produces<ApiFirmwareFile>().ProducesProblem(404);
        group.MapGet("/{id:long}/content", (long id, FirmwareLibrary library) => library.Find(id) is { } file && library.Open(file) is { } content
                ? FileAttachment.Of(content, file.Name, file.Sha256, file.AddedAt) : NoFirmware(id))
            .WithSummary("The bytes of a firmware file").WithName("getFirmwareFileContent").Produces<byte[]>(200, Binary).ProducesProblem(404);
        group.MapDelete("/{id:long}", async (long id, FirmwareLibrary library) => await library.RemoveAsync(id) ? Results.NoContent() : NoFirmware(id))
            .WithSummary("Deletes a firmware file").WithName("deleteFirmwareFile").Produces(204).ProducesProblem(404);
    }

    private static void MapReceived(RouteGroupBuilder group)
    {
        group.MapGet("/", ListReceivedAsync).WithSummary("Files that charge points sent, newest first").WithName("listReceivedFiles").Produces<ApiPage<ApiReceivedFile>>()
            .WithFilters(ApiFilters.OfPages(
                ApiFilter.ChargePoint, ApiFilter.Whole("commandId", "Only the one that this command asked for."), ApiFilter.Text("q", "Part of its name or of the charge point's id.")));
        group.MapGet("/{id:long}", async (long id, FileQueries queries, CancellationToken stop) =>
                await queries.FindReceivedAsync(id, stop) is { } row ? ApiJson.Ok(ApiReceivedFile.Of(row)) : NoReceived(id))
            .WithSummary("One received file").WithName("getReceivedFile").Produces<ApiReceivedFile>().ProducesProblem(404);
        group.MapGet("/{id:long}/content", async (long id, FileQueries queries, ReceivedFiles files, CancellationToken stop) =>
                await queries.FindReceivedAsync(id, stop) is { } row && files.Open(row) is { } content
                    ? FileAttachment.Of(content, row.Name ?? row.StoredName, row.Sha256, row.ReceivedAt) : NoReceived(id))
            .WithSummary("The bytes of a received file").WithName("getReceivedFileContent").Produces<byte[]>(200, Binary).ProducesProblem(404);
        group.MapDelete("/{id:long}", async (long id, ReceivedFiles files) => await files.DeleteAsync(id) ? Results.NoContent() : NoReceived(id))
            .WithSummary("Deletes a received file").WithName("deleteReceivedFile").Produces(204).ProducesProblem(404);
    }

    private static IResult ListFirmware(HttpRequest request, FirmwareLibrary library)
    {
        var query = ApiListQuery.Of(request);
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        return ApiJson.List(query, query.Page<ApiFirmwareFile>([.. library.Files.Reverse().Select(ApiFirmwareFile.Of)]), "firmware-files");
    }

    private static async Task<IResult> AddAsync(HttpContext context, FirmwareIntake intake)
    {
        var query = ApiListQuery.Of(context.Request);
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        if (query.Text("name") is not { } name) return ApiProblem.Wrong("name", "is the name of the file");
        var outcome = await intake.TakeAsync(context, name, new(query.Text("version"), query.Text("vendor"), query.Text("model")));
        return outcome switch
        {
            { File: { } file } => Results.Json(ApiFirmwareFile.Of(file), ApiJson.Options, statusCode: StatusCodes.Status201Created),
            { Status: 0 } => Results.Empty,
            _ => ApiProblem.Of(outcome.Status, "Not kept", $"{char.ToUpperInvariant(outcome.Reason[0])}{outcome.Reason[1..]}: nothing was kept."),
        };
    }

    private static async Task<IResult> ListReceivedAsync(HttpRequest request, FileQueries queries, CancellationToken stop)
    {
        var query = ApiListQuery.Of(request);
        var commandId = query.Number("commandId");
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var found = await queries.ReceivedAsync(new(query.Text("chargePointId"), query.Text("q"), commandId), query.Offset, query.Limit, stop);
        return ApiJson.List(query, query.Page<ApiReceivedFile>([.. found.Rows.Select(ApiReceivedFile.Of)], found.Total), "received-files");
    }

    private static IResult NoFirmware(long id) => ApiProblem.NotFound($"There is no firmware file {id}.");

    private static IResult NoReceived(long id) => ApiProblem.NotFound($"There is no received file {id}.");
}
