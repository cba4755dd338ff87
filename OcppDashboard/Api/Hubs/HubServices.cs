using Microsoft.AspNetCore.SignalR;

namespace OcppDashboard.Api.Hubs;

public static class HubServices
{
    public static IServiceCollection AddLiveHub(this IServiceCollection services)
    {
        services.AddSingleton<LiveTopics>();
        services.AddSignalR().AddHubOptions<LiveHub>(hub => hub.MaximumReceiveMessageSize = 4096); // a client only asks for topics
        return services;
    }

    public static void MapLiveHub(this IEndpointRouteBuilder app) => app.MapHub<LiveHub>("/hubs/live");
}
