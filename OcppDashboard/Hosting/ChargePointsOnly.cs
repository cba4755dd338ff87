using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OcppDashboard.Features.Files.Http;
using OcppDashboard.Hosting.Tls;
using OcppDashboard.Ocpp.Connections;

namespace OcppDashboard.Hosting;

/// <summary>On the port where charge points speak TLS there are they and their files: no page, no API.</summary>
internal static class ChargePointsOnly
{
    /// <summary>Every connection of this port carries the mark, once its TLS handshake is done.</summary>
    public static void Mark(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Features.Set(new TlsPassed());
        return next(connection);
    });

    /// <summary>Must come before all that answers.</summary>
    public static void UseChargePointsOnly(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var passed = context.Features.Get<TlsPassed>();
        passed?.HasAsked = true;
        if (passed is null || FileEndpoint.IsMine(target) || OcppEndpoint.IsMine(context, target)) return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
