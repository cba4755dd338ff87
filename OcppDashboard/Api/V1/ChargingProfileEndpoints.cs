using System.Text.Json;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

/// <summary>A charging profile as it was sent to a charge point, and what became of it.</summary>
/// <param name="ChargingProfileId">As on the wire.</param>
/// <param name="ConnectorId">0: the whole charge point.</param>
/// <param name="Status">The charge point's answer in its own word.</param>
/// <param name="IsHeld">The charge point took it and holds it still, as far as is known.</param>
/// <param name="Profile">As it was sent.</param>
public sealed record ApiChargingProfile(
    int ChargingProfileId, string ChargePointId, int ConnectorId, int StackLevel, string Purpose, string Status, bool IsHeld, int? TransactionId, DateTimeOffset SentAt, DateTimeOffset? ClearedAt, JsonElement? Profile)
{
    public static ApiChargingProfile Of(StoredChargingProfile p) => new(
        p.Id, p.ChargePointId, p.ConnectorId, p.Profile.StackLevel, p.Purpose.ToString(), p.Status, p.IsHeld, p.TransactionId, p.SentAt, p.ClearedAt, ApiCommand.Json(p.Json));
}

/// <summary>Charging profiles: set and cleared by commands, seen here.</summary>
internal static class ChargingProfileEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/charging-profiles", List).WithTags("Charging profiles").WithSummary("Charging profiles that charge points were sent").WithName("listChargingProfiles")
            .WithFilters(ApiFilters.OfPages(ApiFilter.ChargePoint, ApiFilter.Word("held", "Only those that it holds, or only those that it does not.", "true", "false"))).Produces<ApiPage<ApiChargingProfile>>();

    private static IResult List(HttpRequest request, ChargingProfileStore book, ChargePointStore store)
    {
        var query = ApiListQuery.Of(request);
        var held = query.Word("held");
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var ids = query.Text("chargePointId") is { } only ? [only] : store.All.Select(chargePoint => chargePoint.Id);
        var found = ids.SelectMany(book.Of).Where(profile => held is null || profile.IsHeld == (held == "true")).ToList();
        return ApiJson.List(query, query.Page([.. found.Skip(query.Offset).Take(query.Limit).Select(ApiChargingProfile.Of)], found.Count), "charging-profiles");
    }
}
