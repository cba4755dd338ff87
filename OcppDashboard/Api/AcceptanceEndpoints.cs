using OcppDashboard.Data.Queries;

namespace OcppDashboard.Api;

/// <summary>What the pages about commissioning need beside themselves, behind their guard.</summary>
public static class AcceptanceEndpoints
{
    public static void MapAcceptanceEndpoints(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/acceptance/{run:long}/photos/{note:long}",
        async (AcceptanceQueries queries, long run, long note, CancellationToken stop) =>
            await queries.PhotoAsync(run, note, stop) is { Length: > 1 } photo ? Results.Bytes(photo, photo[0] == 0x89 ? "image/png" : "image/jpeg") : Results.NotFound());
}
