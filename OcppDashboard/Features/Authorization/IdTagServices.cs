using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Authorization;

public static class IdTagServices
{
    /// <summary>Id tags, the local lists at charge points, reservations.</summary>
    public static IServiceCollection AddIdTags(this IServiceCollection services) => services
        .AddSingleton<IdTagStore>()
        .AddSingleton<UnknownIdTagStore>()
        .AddSingleton<ReservationIds>()
        .AddSingleton<ReservationService>()
        .AddSingleton<LocalListService>()
        .AddForgetting<LocalListService>()
        .AddForgetting<ReservationService>();
}
