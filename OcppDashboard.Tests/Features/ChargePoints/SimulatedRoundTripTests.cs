using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.ChargePoints;

/// <summary>Local list and reservation with a simulated charge point over a real WebSocket.</summary>
public sealed class SimulatedRoundTripTests
{
    [Fact]
    public async Task The_list_is_taken_and_the_reserved_card_uses_its_reservation()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var chargePoint = new SimulatedChargePoint(new("SIM-1", SimulatedModels.Get("wallbox"), () => new Uri($"ws://127.0.0.1:{central.Port}/ocpp")) { Time = ScaledTime.Of(TimeProvider.System, 10) });
        await chargePoint.StartAsync();
        await Eventually.IsAsync(() => central.Store.Find("SIM-1")?.Connector(1)?.Status.Is(ChargePointStatus.Available) == true, "the charge point is available");
        var (tags, lists, book) = (central.Get<IdTagStore>(), central.Get<LocalListService>(), central.Get<ReservationService>());
        await tags.PutAsync(new() { IdTag = "MINE", Status = "Accepted", ParentIdTag = "FAMILY" });
        await tags.PutAsync(new() { IdTag = "GONE", Status = "Blocked" });
        Assert.Equal("Accepted", (await lists.SendAsync("SIM-1", UpdateType.Full, "test"))!.Last.Status);
        await tags.RemoveAsync("GONE");
        Assert.Equal("Accepted", (await lists.SendAsync("SIM-1", UpdateType.Differential, "test"))!.Last.Status);
        await lists.AskAsync("SIM-1", "test");
        Assert.Equal((2, 2, true), (lists.Of("SIM-1").SaidVersion, lists.Of("SIM-1").SentVersion, lists.Of("SIM-1").IsInSync));

        central.Commands.Start("SIM-1", new ReserveNowRequest(1, central.Time.GetUtcNow().AddHours(2), "MINE", null, book.NextId()), "test");
        await Eventually.IsAsync(() => book.All is [{ Status: "Accepted" }], "the reservation is accepted");
        await Eventually.IsAsync(() => central.Store.Find("SIM-1")!.Connector(1)! is { Reservation.IdTag: "MINE" } reserved && reserved.Status.Is(ChargePointStatus.Reserved), "the connector is reserved");
        await chargePoint.PlugInAsync(1);
        await chargePoint.PresentCardAsync("MINE");
        await Eventually.IsAsync(() => book.All[0] is { Status: "Used", TransactionId: not null }, "the reservation is used");
        await Eventually.IsAsync(() => central.Store.Find("SIM-1")!.Connector(1)! is { Reservation: null, Transaction: not null }, "the connector charges");
    }
}
