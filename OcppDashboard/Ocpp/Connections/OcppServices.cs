using Microsoft.AspNetCore.Http.Features;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Ocpp.Connections;

public static class OcppServices
{
    public static IServiceCollection AddOcpp(this IServiceCollection services)
    {
        services.AddSingleton<WireLog>().AddSingleton<CallRouter>().AddSingleton<ConnectionServices>().AddSingleton<ConnectionRegistry>()
            .AddSingleton<UnfinishedMessages>().AddSingleton<ConnectionPlaces>().AddSingleton<IConnectionFigures, ConnectionFigures>()
            .AddSingleton<IConnectionTerminator>(provider => provider.GetRequiredService<ConnectionRegistry>()).AddSingleton<OcppEndpoint>();
        services.AddHostedService<ConnectionMonitor>();
        return services;
    }

    /// <summary>Must come first: chargers' paths are too odd for routing, and pages' rules are not theirs.</summary>
    public static void UseOcpp(this IApplicationBuilder app)
    {
        var endpoint = app.ApplicationServices.GetRequiredService<OcppEndpoint>();
        app.Use((context, next) =>
        {
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            return OcppEndpoint.IsMine(context, target) ? endpoint.HandleAsync(context, target) : next(context);
        });
    }
}
