using Microsoft.AspNetCore.Http.Features;
using OcppDashboard.Features.Files.Cleanup;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Ftp;
using OcppDashboard.Features.Files.Http;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Files;

public static class FileServices
{
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<FileSpace>().AddSingleton<FirmwareLibrary>().AddSingleton<FirmwareSigner>().AddSingleton<TransferAddresses>().AddSingleton<FileTransfers>().AddSingleton<TransferProgress>()
            .AddSingleton<UploadRateLimiter>().AddSingleton<ReceivedFiles>().AddSingleton<FirmwareDownloadEndpoint>().AddSingleton<UploadEndpoint>().AddSingleton<FileEndpoint>()
            .AddSingleton<FileCertificate>().AddSingleton<FtpParts>().AddSingleton<FtpLimits>().AddSingleton<FtpPassivePorts>();
        services.AddForgetting<FileTransfers>().AddSingleton<IDeletesChargePointFiles>(provider => provider.GetRequiredService<ReceivedFiles>());
        return services.AddHostedService(provider => provider.GetRequiredService<FileSpace>()).AddHostedService<FileCleanupService>().AddHostedService<FtpServer>();
    }

    /// <summary>Comes before the rules of pages: charge points reach their files from the network, by token.</summary>
    public static void UseFiles(this IApplicationBuilder app)
    {
        var endpoint = app.ApplicationServices.GetRequiredService<FileEndpoint>();
        app.Use((context, next) =>
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            return FileEndpoint.IsMine(target) ? endpoint.HandleAsync(context, target) : next(context);
        });
    }
}
