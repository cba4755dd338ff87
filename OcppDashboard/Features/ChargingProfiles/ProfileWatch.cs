using System.Collections.Concurrent;
using System.Text.Json;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargingProfiles;

/// <summary>Books what charge points answer to SetChargingProfile, ClearChargingProfile and RemoteStartTransaction, whoever sent it, and when transactions begin and end.</summary>
public sealed class ProfileWatch : IWireLog, IForgetsChargePoints, IDisposable
{
    private readonly ChargingProfileStore book;
    private readonly ChargePointStore store;
    private readonly IDisposable subscription;

    /// <summary>Profiles of remote starts that name no connector: where they hold is known when the transaction begins.</summary>
    private readonly ConcurrentDictionary<string, (string? IdTag, StoredChargingProfile Profile)> placeless = new(StringComparer.OrdinalIgnoreCase);

    public ProfileWatch(ChargingProfileStore book, ChargePointStore store, ChargePointEvents events)
    {
        (this.book, this.store) = (book, store);
        subscription = events.Subscribe(Happened);
    }

    public void Forget(string chargePointId) => placeless.TryRemove(chargePointId, out _);

    public void Record(WireExchange exchange)
    {
        if (exchange.FromChargePoint || exchange.Result is not (ExchangeResult.Answered or ExchangeResult.CallError)) return;
        if (exchange.Action is not ("SetChargingProfile" or "ClearChargingProfile" or "RemoteStartTransaction")) return;
        if (OcppFrameCodec.Read(exchange.Call).Frame is not Call call) return;
        using var payload = JsonDocument.Parse(call.Payload);
        if (payload.RootElement.ValueKind != JsonValueKind.Object) return;
        switch (exchange.Action)
        {
            case "SetChargingProfile": Set(exchange, payload.RootElement); break;
            case "ClearChargingProfile": Clear(exchange, payload.RootElement); break;
            default: Start(exchange, payload.RootElement); break;
        }
    }

    public void Dispose() => subscription.Dispose();

    private void Set(WireExchange exchange, JsonElement payload)
    {
        if (Booked(exchange, payload, "csChargingProfiles", Integer(payload, "connectorId") ?? 0) is { } next)
            book.Change(exchange.ChargePointId, list => ProfileStack.With(list, next));
    }

    private void Start(WireExchange exchange, JsonElement payload)
    {
        var connector = Integer(payload, "connectorId");
        if (exchange.Status != "Accepted" || Booked(exchange, payload, "chargingProfile", connector ?? 0) is not { } next) return;
        if (connector is null) placeless[exchange.ChargePointId] = (payload.TryGetProperty("idTag", out var tag) ? tag.ToString() : null, next);
        else book.Change(exchange.ChargePointId, list => ProfileStack.With(list, next));
    }

    /// <summary>Unknown means that it holds no such profile: ours, if there is one in the book, is gone as well.</summary>
    private void Clear(WireExchange exchange, JsonElement payload)
    {
        if (exchange.Result != ExchangeResult.Answered || exchange.Status is not ("Accepted" or "Unknown")) return;
        var purpose = payload.TryGetProperty("chargingProfilePurpose", out var word) ? OcppEnum<ChargingProfilePurpose>.Parse(word.ToString()) : default;
        if (purpose.IsUnknown) return;
        var criteria = new ClearChargingProfileRequest(Integer(payload, "id"), Integer(payload, "connectorId"), purpose.Known, Integer(payload, "stackLevel"));
        book.Change(exchange.ChargePointId, list => ProfileStack.Cleared(list, criteria, exchange.AnsweredAt ?? exchange.At));
    }

    private StoredChargingProfile? Booked(WireExchange exchange, JsonElement payload, string member, int connectorId)
    {
        if (!payload.TryGetProperty(member, out var sent) || StoredChargingProfile.Read(sent.GetRawText()) is not { } profile) return null;
        var running = store.Find(exchange.ChargePointId)?.Connector(connectorId)?.Transaction;
        var isOfRunning = exchange.Action == "SetChargingProfile" && profile.ChargingProfilePurpose == ChargingProfilePurpose.TxProfile;
        return new(exchange.ChargePointId, connectorId, profile, sent.GetRawText(), exchange.Status ?? exchange.Result.ToString(), exchange.AnsweredAt ?? exchange.At, isOfRunning ? running?.Id : null);
    }

    private void Happened(ChargePointEvent happened)
    {
        switch (happened)
        {
            case TransactionStarted { Transaction: var transaction }:
                if (placeless.TryGetValue(happened.ChargePointId, out var waiting) && waiting.IdTag == transaction.IdTag && placeless.TryRemove(happened.ChargePointId, out _))
                    book.Change(happened.ChargePointId, list => ProfileStack.With(list, waiting.Profile with { ConnectorId = transaction.ConnectorId }));
                book.Change(happened.ChargePointId, list => ProfileStack.Started(list, transaction.ConnectorId, transaction.Id, happened.At));
                break;
            case TransactionStopped stopped:
                book.Change(happened.ChargePointId, list => ProfileStack.Ended(list, stopped.ConnectorId, stopped.TransactionId, happened.At));
                break;
        }
    }

    private static int? Integer(JsonElement payload, string name) => payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
