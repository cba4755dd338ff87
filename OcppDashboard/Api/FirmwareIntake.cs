using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Api;

/// <summary>Takes a firmware file from the body of a request, for the page and for programs.</summary>
internal sealed class FirmwareIntake(FirmwareLibrary library, DashboardSettings settings, ILogger<FirmwareIntake> logger)
{
    /// <param name="File">Null: it was not taken.</param>
    /// <param name="Status">What the request is answered with; 0: nobody is there to be told.</param>
    /// <param name="Reason">Why it was not taken, a few words.</param>
    public sealed record Outcome(FirmwareFile? File, int Status, string Reason = "");

    /// <param name="name">As its owner calls it.</param>
    public async Task<Outcome> TakeAsync(HttpContext context, string? name, FirmwareNote note)
    {
        // the library has its own limit; one of the web server would break the connection before the sentence is read
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        var most = settings.Files.MaxFirmwareBytes;
        if (context.Request.ContentLength > most) return new(null, StatusCodes.Status413PayloadTooLarge, $"the file is larger than {most >> 20} MB");
        try
        {
            return new(await library.AddAsync(context.Request.Body, name ?? "", note, context.RequestAborted), StatusCodes.Status201Created);
        }
        catch (FileRefusedException exception)
        {
            return new(null, StatusOf(exception.Reason), exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return new(null, exception.StatusCode, "the connection broke");
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException)
        {
            return new(null, 0);
        }
        catch (Exception exception) when (exception is StorageFailedException or IOException or UnauthorizedAccessException)
        {
            logger.LogError(exception, "A firmware file could not be kept");
            return new(null, StatusCodes.Status507InsufficientStorage, "the disk did not take it");
        }
    }

    private static int StatusOf(FileRefusal reason) => reason switch
    {
        FileRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FileRefusal.NoSpace or FileRefusal.QuotaFull => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status400BadRequest,
    };
}
