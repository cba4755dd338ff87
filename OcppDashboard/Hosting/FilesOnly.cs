using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OcppDashboard.Features.Files.Http;

namespace OcppDashboard.Hosting;

/// <summary>On a port that is there for the files of charge points nothing else is answered: no page, no charge point's connection.</summary>
internal static class FilesOnly
{
    /// <summary>Every connection of this port carries the mark.</summary>
    public static void Mark(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Features.Set(new Marker());
        return next(connection);
    });

    /// <summary>Must come before all that answers.</summary>
    public static void UseFilesOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<Marker>() is null || FileEndpoint.IsMine(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)) return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    private sealed class Marker;
}
