using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;

namespace OcppDashboard.Features.Files.Http;

/// <summary>Serves a firmware file with ranges and resume, and tells how far the charge point is.</summary>
public sealed class FirmwareDownloadEndpoint(FirmwareLibrary library, TransferProgress progress)
{
    /// <summary>A charge point on a mobile network may be slow: less than this for long and its connection ends.</summary>
    private static readonly MinDataRate Slowest = new(50, TimeSpan.FromSeconds(60));

    public async Task SendAsync(HttpContext context, FileTransfer transfer)
    {
        if (library.Open(transfer.Firmware) is not { } content)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // deleted since it was offered
            return;
        }
        var file = transfer.Firmware!;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = Slowest;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await using var counted = new CountedStream(content, at => progress.Begin(transfer, "HTTP GET", at, file.Size), HttpMethods.IsHead(context.Request.Method));
        try
        {
            await Results.Stream(counted, "application/octet-stream", file.Name, file.AddedAt, new EntityTagHeaderValue($"\"{file.Sha256[..32]}\""), enableRangeProcessing: true).ExecuteAsync(context);
            await context.Response.CompleteAsync();
            counted.Run?.Moved(counted.Sent);
            if (context.RequestAborted.IsCancellationRequested) counted.Run?.Broke("the connection ended");
            else if (counted.Sent >= file.Size) counted.Run?.Fetched();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            counted.Run?.Broke("the connection ended");
        }
    }
}
