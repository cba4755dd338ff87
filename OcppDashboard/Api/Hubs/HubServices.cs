using Microsoft.AspNetCore.SignalR;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Api.Hubs;

public static class HubServices
{
    public static IServiceCollection AddLiveHub(this IServiceCollection services)
    {
        services.AddSingleton<LiveTopics>();
        services.AddSignalR().AddHubOptions<LiveHub>(hub => hub.MaximumReceiveMessageSize = 4096) // a client only asks for topics
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new UtcTimeConverter()));
        return services;
    }

    public static void MapLiveHub(this IEndpointRouteBuilder app) => app.MapHub<LiveHub>("/hubs/live");
}
