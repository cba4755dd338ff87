using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.State;

namespace OcppDashboard.Features.BulkTasks;

/// <summary>The parts of a payload that are another for each charge point, in the specification's order.</summary>
internal static class BulkPayload
{
    /// <summary>A reservation of its own: the next id of ours, or a given one counted up from charge point to charge point.</summary>
    public static JsonElement WithReservationId(JsonElement payload, int number, Func<int> next)
    {
        var json = JsonObject.Create(payload)!;
        if (json["reservationId"] is null)
        {
            json.Remove("reservationId");
            json["reservationId"] = next();
        }
        else if (json["reservationId"] is JsonValue value && value.TryGetValue<int>(out var first)) json["reservationId"] = unchecked(first + number) & int.MaxValue;
        return JsonSerializer.SerializeToElement(json);
    }

    /// <summary>A TxProfile without transactionId gets that of the transaction that runs on its connector, if there is one.</summary>
    public static JsonElement WithTransaction(JsonElement payload, ChargePointSnapshot? chargePoint)
    {
        var json = JsonObject.Create(payload)!;
        if (json["csChargingProfiles"] is not JsonObject profile || profile["chargingProfilePurpose"]?.ToString() != "TxProfile" || profile["transactionId"] is not null) return payload;
        if (json["connectorId"] is not JsonValue connector || !connector.TryGetValue<int>(out var id) || chargePoint?.Connector(id)?.Transaction is not { } running) return payload;
        profile.Remove("transactionId");
        profile.Insert(Math.Min(1, profile.Count), "transactionId", running.WireId ?? running.Id); // after chargingProfileId
        return JsonSerializer.SerializeToElement(json);
    }

    /// <summary>The address where the action has it.</summary>
    public static JsonElement WithAddress(JsonElement payload, string location)
    {
        var json = JsonObject.Create(payload)!;
        var (holder, member) = (json["log"], json["firmware"]) switch
        {
            (JsonObject log, _) => (log, "remoteLocation"),
            (_, JsonObject firmware) => (firmware, "location"),
            _ => (json, "location"),
        };
        holder[member] = location;
        return JsonSerializer.SerializeToElement(json);
    }
}
