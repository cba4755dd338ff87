using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Files;
using OcppDashboard.Files.Firmware;
using OcppDashboard.Files.Received;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Api;

/// <summary>Files between a browser and this server: beside the pages and behind their guard, unlike the addresses of charge points.</summary>
public static class FileEndpoints
{
    /// <summary>No form of another site can send it.</summary>
    public const string Header = "X-Upload";

    private const string Binary = "application/octet-stream";

    public static void MapFileEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPut("/files/firmware", TakeAsync);
        endpoints.MapGet("/files/firmware/{id:long}/{name}", (FirmwareLibrary library, long id) =>
            library.Find(id) is { } file && Open(library.PathOf(file)) is { } content ? Attachment(content, file.Name, file.Sha256, file.AddedAt) : Results.NotFound());
        endpoints.MapGet("/files/received/{id:long}/download", async (FileQueries queries, ReceivedFiles files, long id, CancellationToken stop) =>
            await queries.FindReceivedAsync(id, stop) is { } row && files.Open(row) is { } content ? Attachment(content, row.Name ?? row.StoredName, row.Sha256, row.ReceivedAt) : Results.NotFound());
        endpoints.MapGet("/files/received.csv", (FileQueries queries, string? q, string? cp, CancellationToken stop) =>
            Results.Stream(body => ReceivedCsv.WriteAsync(body, queries.StreamReceivedAsync(new(Some(cp), Some(q)), stop)), "text/csv; charset=utf-8", "received-files.csv"));
    }

    /// <summary>What a firmware file is after it was taken.</summary>
    private sealed record Taken(long Id, string Sha256, long Size);

    private static async Task<IResult> TakeAsync(
        HttpContext context, FirmwareLibrary library, DashboardSettings settings, ILogger<FirmwareLibrary> logger, string? name, string? version, string? vendor, string? model)
    {
        // the library has its own limit; one of the web server would break the connection before the sentence is read
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        if (context.Request.Headers[Header] != "1") return Refused(StatusCodes.Status400BadRequest, $"the header {Header}: 1 is missing");
        var most = settings.Files.MaxFirmwareBytes;
        if (context.Request.ContentLength > most) return Refused(StatusCodes.Status413PayloadTooLarge, $"the file is larger than {most >> 20} MB");
        try
        {
            var file = await library.AddAsync(context.Request.Body, name ?? "", new(version, vendor, model), context.RequestAborted);
            return Results.Json(new Taken(file.Id, file.Sha256, file.Size), statusCode: StatusCodes.Status201Created);
        }
        catch (FileRefusedException exception)
        {
            return Refused(StatusOf(exception.Reason), exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return Refused(exception.StatusCode, "the connection broke");
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException)
        {
            return Results.Empty; // nobody is there to be told
        }
        catch (Exception exception) when (exception is KeepingFailedException or IOException or UnauthorizedAccessException)
        {
            logger.LogError(exception, "A firmware file could not be kept");
            return Refused(StatusCodes.Status507InsufficientStorage, "the disk did not take it");
        }
    }

    private static int StatusOf(FileRefusal reason) => reason switch
    {
        FileRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FileRefusal.NoSpace or FileRefusal.QuotaFull => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>The sentence is for people: the page shows it as it is.</summary>
    private static IResult Refused(int status, string why) => Results.Text($"{char.ToUpperInvariant(why[0])}{why[1..]}: nothing was kept.", "text/plain; charset=utf-8", statusCode: status);

    private static IResult Attachment(FileStream content, string name, string sha256, DateTimeOffset modified) =>
        Results.Stream(content, Binary, Plain(name), modified, new EntityTagHeaderValue($"\"{sha256[..32]}\""), enableRangeProcessing: true);

    /// <summary>One part of a path without what is unseen; what else is in it the framework encodes.</summary>
    private static string Plain(string name)
    {
        var plain = string.Concat(name.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter) && char.GetUnicodeCategory(letter) is not UnicodeCategory.Format)
            .Select(letter => letter is '/' or '\\' ? '_' : letter)).Trim();
        return plain.Trim('.').Length == 0 ? "file.bin" : plain;
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
