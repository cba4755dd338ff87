using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Authorization.Reservations;

namespace OcppDashboard.Api.V1;

/// <summary>A reservation.</summary>
/// <param name="ReservationId">As on the wire.</param>
/// <param name="Status">Requested, Accepted, Unknown (this server stopped before the answer: it may hold), Refused, Cancelled, Expired or Used.</param>
public sealed record ApiReservation(
    int ReservationId, string ChargePointId, int ConnectorId, string IdTag, string? ParentIdTag, DateTimeOffset ExpiryDate, string Status, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, int? TransactionId,
    long? CommandId)
{
    public static ApiReservation Of(ReservationEntity r) => new(r.Id, r.ChargePointId, r.ConnectorId, r.IdTag, r.ParentIdTag, r.ExpiresAt, r.Status, r.CreatedAt, r.EndedAt, r.TransactionId, r.CommandId);
}

/// <summary>Reservations: made and cancelled by commands, seen here.</summary>
internal static class ReservationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/reservations").WithTags("Reservations");
        group.MapGet("/", List).WithSummary("Reservations, newest first").WithName("listReservations").Produces<ApiPage<ApiReservation>>()
            .WithFilters(ApiFilters.OfPages(ApiFilter.ChargePoint, ApiFilter.Word("status", "Only those that stand so.", Enum.GetNames<ReservationState>())));
        group.MapGet("/{id:int}", (int id, ReservationService book) => book.All.FirstOrDefault(one => one.Id == id) is { } found ? ApiJson.Ok(ApiReservation.Of(found)) : ApiProblem.NotFound($"There is no reservation {id}."))
            .WithSummary("One reservation").WithName("getReservation").Produces<ApiReservation>().ProducesProblem(404);
    }

    private static IResult List(HttpRequest request, ReservationService book)
    {
        var query = ApiListQuery.Of(request);
        var status = query.Word("status");
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var all = (query.Text("chargePointId") is { } id ? book.OfChargePoint(id) : book.All).Where(r => status is null || r.Status == status);
        return ApiJson.List(query, query.Page<ApiReservation>([.. all.Select(ApiReservation.Of)]), "reservations");
    }
}
