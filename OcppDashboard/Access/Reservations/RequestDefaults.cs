using System.Text.Json;
using System.Text.Json.Nodes;

namespace OcppDashboard.Access.Reservations;

/// <summary>Fills in what a request may leave to us: the number of a reservation.</summary>
public sealed class RequestDefaults(ReservationBook reservations)
{
    /// <returns>The payload with a reservationId of ours where ReserveNow has none; any other as it is.</returns>
    public JsonElement Complete(string action, JsonElement payload)
    {
        if (action != "ReserveNow" || payload.ValueKind != JsonValueKind.Object || payload.TryGetProperty("reservationId", out var given) && given.ValueKind != JsonValueKind.Null) return payload;
        var filled = JsonObject.Create(payload)!;
        filled["reservationId"] = reservations.NextId();
        return JsonSerializer.SerializeToElement(filled);
    }
}
