using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Files.Http;

/// <summary>Takes a file by PUT or POST, raw or as the first file of a form. Whatever it holds is kept as it comes: nothing is unpacked.</summary>
public sealed class UploadEndpoint(ReceivedFiles received, DashboardSettings settings, ILogger<UploadEndpoint> logger)
{
    private const int FormOverhead = 64 * 1024;
    private const int LongestBoundary = 200;
    private static readonly Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate Slowest = new(50, TimeSpan.FromSeconds(60));

    public async Task TakeAsync(HttpContext context, FileTransfer transfer)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = settings.Files.MaxReceivedBytes + FormOverhead;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = Slowest;
        try
        {
            var isForm = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
            await using var incoming = received.Begin(transfer, 0, $"HTTP {request.Method.ToUpperInvariant()}", isForm ? null : request.ContentLength);
            var (body, name) = isForm ? await FileOfFormAsync(request, type!) : (request.Body, NameOf(request));
            await CopyAsync(body, incoming, context.RequestAborted);
            await incoming.CompleteAsync(name, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status201Created;
        }
        catch (Exception exception) when (exception is FileRefusedException or IOException or BadHttpRequestException or OperationCanceledException or InvalidDataException or UnauthorizedAccessException or StorageFailedException)
        {
            logger.LogWarning("An upload of {ChargePoint} failed: {Reason}", transfer.ChargePointId, exception.Message);
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusOf(exception);
        }
    }

    private static async Task CopyAsync(Stream body, IncomingFile incoming, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = await body.ReadAsync(buffer, stop);
            }
            catch (IOException exception)
            {
                incoming.Broke(exception.Message);
                throw exception is BadHttpRequestException ? exception : new InvalidDataException(exception.Message, exception); // theirs, not our disk's
            }
            if (count == 0) return;
            await incoming.WriteAsync(buffer.AsMemory(0, count), stop);
        }
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        FileRefusedException { Reason: FileRefusal.TooLarge } => StatusCodes.Status413PayloadTooLarge,
        FileRefusedException { Reason: FileRefusal.NoSpace or FileRefusal.QuotaFull } or StorageFailedException => StatusCodes.Status507InsufficientStorage,
        FileRefusedException { Reason: FileRefusal.TooSlow } => StatusCodes.Status408RequestTimeout,
        FileRefusedException => StatusCodes.Status404NotFound,
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static async Task<(Stream Body, string? Name)> FileOfFormAsync(HttpRequest request, MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= LongestBoundary } given ? given : throw new InvalidDataException("the multipart boundary is missing");
        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } section)
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true) return (section.Body, section.AsFileSection()?.FileName);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        throw new InvalidDataException("the multipart body holds no file");
    }

    /// <summary>A raw body: Content-Disposition says the name, or what stands behind the token in the path.</summary>
    private static string? NameOf(HttpRequest request)
    {
        if (ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition))
            return HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return FileEndpoint.Segments(target) is [_, _, .. var rest] && string.Join('/', rest) is { } name && name != TransferAddresses.UploadName ? name : null;
    }
}
