using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OcppDashboard.Data.History;

namespace OcppDashboard.Files;

/// <summary>Serves and takes the files of charge points at the addresses that <see cref="FileTransfers"/> made; all else is one and the same 404.</summary>
public sealed class FileEndpoint(FileTransfers transfers, HistoryWriter history, TimeProvider time, ILogger<FileEndpoint> logger)
{
    private const long MaxUpload = 100L << 20;
    private const long LeastFreeSpace = 1L << 30;

    /// <summary>Some charge points percent-encode the slashes of the whole path (K6): the target is unescaped once, then split.</summary>
    public static string[]? Segments(string rawTarget)
    {
        var end = rawTarget.AsSpan().IndexOfAny('?', '#');
        var segments = Uri.UnescapeDataString(end < 0 ? rawTarget : rawTarget[..end]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(segments, "files");
        return at < 0 || at > 2 ? null : segments[(at + 1)..];
    }

    public async Task HandleAsync(HttpContext context, string[] segments)
    {
        var transfer = segments.Select(transfers.Find).FirstOrDefault(found => found is not null);
        var request = context.Request;
        if (transfer is { IsUpload: false } && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))) await SendAsync(context, transfer);
        else if (transfer is { IsUpload: true } && (HttpMethods.IsPut(request.Method) || HttpMethods.IsPost(request.Method))) await TakeAsync(context, transfer);
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task SendAsync(HttpContext context, FileTransfer transfer)
    {
        if (!File.Exists(transfer.File)) // taken away since it was offered
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        history.Keep(new OccurrenceWork(transfer.ChargePointId, time.GetUtcNow(), "Firmware", $"fetches {Path.GetFileName(transfer.File)}{Range(context)}"));
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await Results.File(transfer.File, "application/octet-stream", Path.GetFileName(transfer.File), enableRangeProcessing: true).ExecuteAsync(context);

        static string Range(HttpContext context) => context.Request.Headers.Range.Count == 0 ? "" : $", {Shorten(context.Request.Headers.Range.ToString(), 60)}";
    }

    private async Task TakeAsync(HttpContext context, FileTransfer transfer)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxUpload + 64 * 1024;
        Directory.CreateDirectory(transfers.ReceivedFolder);
        if (new DriveInfo(transfers.ReceivedFolder).AvailableFreeSpace < LeastFreeSpace)
        {
            logger.LogError("An upload was refused: less than 1 GiB of disk is free");
            context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            return;
        }
        if (!transfers.Use(transfer))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        try
        {
            var (body, name) = await BodyAsync(context.Request);
            var length = await StoreAsync(body, transfer.File, context.RequestAborted);
            history.Keep(new OccurrenceWork(transfer.ChargePointId, time.GetUtcNow(), "Diagnostics", $"received {length} bytes as {Path.GetFileName(transfer.File)}{(name is null ? "" : $", called {name}")}"));
            context.Response.StatusCode = StatusCodes.Status201Created;
        }
        catch (Exception exception) when (exception is IOException or BadHttpRequestException or OperationCanceledException or InvalidDataException or UnauthorizedAccessException)
        {
            File.Delete(transfer.File);
            transfers.GiveBack(transfer);
            logger.LogWarning("An upload of {ChargePoint} failed: {Reason}", transfer.ChargePointId, exception.Message);
            if (!context.Response.HasStarted) context.Response.StatusCode = (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
        }
    }

    /// <summary>The raw body, or the first file of a multipart one; never unpacked.</summary>
    private static async Task<(Stream Body, string? Name)> BodyAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return (request.Body, null);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } given ? given : throw new InvalidDataException("the multipart boundary is missing");
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } section)
            if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
                return (section.Body, section.AsFileSection()?.FileName is { } name ? Shorten(name, 200) : null);
        throw new InvalidDataException("the multipart body holds no file");
    }

    private static string Shorten(string text, int length) => text.Length > length ? text[..length] : text;

    private static async Task<long> StoreAsync(Stream body, string file, CancellationToken stop)
    {
        await using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var buffer = new byte[64 * 1024];
        long length = 0;
        while (await body.ReadAsync(buffer, stop) is var count and > 0)
        {
            length += count;
            if (length > MaxUpload) throw new BadHttpRequestException("The file is larger than 100 MiB.", StatusCodes.Status413PayloadTooLarge);
            await target.WriteAsync(buffer.AsMemory(0, count), stop);
        }
        return length;
    }
}
