using System.Text.Json;

namespace OcppDashboard.Access.Reservations;

/// <summary>Fills in what a request may leave to us: the number of a reservation.</summary>
public sealed class RequestDefaults(ReservationBook reservations)
{
    /// <returns>The payload with a reservationId of ours where ReserveNow has none; any other as it is.</returns>
    public JsonElement Complete(string action, JsonElement payload) => action == "ReserveNow" ? reservations.WithReservationId(payload) : payload;
}
