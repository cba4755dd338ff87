using Microsoft.AspNetCore.Http.Features;

namespace OcppDashboard.Files;

public static class FileServices
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services.AddSingleton<FileTransfers>().AddSingleton<FileEndpoint>();

    /// <summary>Comes before the rules of pages: charge points reach their files from the network, by token.</summary>
    public static void UseFiles(this IApplicationBuilder app)
    {
        var endpoint = app.ApplicationServices.GetRequiredService<FileEndpoint>();
        app.Use((context, next) =>
        {
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            var isMine = target.StartsWith("/files/", StringComparison.Ordinal) || target.StartsWith("/files%2F", StringComparison.OrdinalIgnoreCase);
            return isMine && FileEndpoint.Segments(target) is { Length: > 0 } segments ? endpoint.HandleAsync(context, segments) : next(context);
        });
    }
}
