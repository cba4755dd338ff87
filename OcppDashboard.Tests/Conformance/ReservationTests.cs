using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Reservations of a connector and of the whole charge point.</summary>
public sealed class ReservationTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Accepted = """{"status":"Accepted"}""";
    private static int lastReservation;
    private readonly int reservation = Interlocked.Increment(ref lastReservation);

    [Fact]
    public async Task TC_046_reserved_connector_is_used()
    {
        await using var chargePoint = await BootedAsync();
        await ReservedAsync(chargePoint, 1);
        await chargePoint.StatusAsync(1, "Reserved");
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await UseAsync(chargePoint, 1, "TAG-1");
    }

    [Fact]
    public async Task TC_047_reservation_of_a_connector_expires()
    {
        await using var chargePoint = await BootedAsync();
        await ReservedAsync(chargePoint, 1);
        await chargePoint.StatusAsync(1, "Reserved");
        await Central.PassAsync(TimeSpan.FromSeconds(30), () => Status(chargePoint) == ReservationStates.Expired, "end of the reservation");
        await chargePoint.StatusAsync(1, "Available");
        Assert.Null(chargePoint.Snapshot.Connector(1)!.Transaction);
    }

    [Fact]
    public Task TC_048_1_reservation_of_a_faulted_connector() => RefusedAsync(1, "Faulted", "Faulted");

    [Fact]
    public Task TC_048_2_reservation_of_an_occupied_connector() => RefusedAsync(1, "Preparing", "Occupied");

    [Fact]
    public async Task TC_048_3_reservation_of_an_unavailable_connector()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("ChangeAvailability", """{"connectorId":1,"type":"Inoperative"}""", Accepted);
        await chargePoint.StatusAsync(1, "Unavailable");
        await EndedAsync(command, CommandState.Done);
        await RefusedAsync(chargePoint, 1, "Unavailable", "Unavailable");
    }

    [Fact]
    public Task TC_048_4_reservation_of_a_connector_is_rejected() => RefusedAsync(1, "Available", "Rejected");

    [Fact]
    public async Task TC_049_reserved_charge_point_is_used()
    {
        await using var chargePoint = await BootedAsync();
        await ReservedAsync(chargePoint, 0);
        await chargePoint.StatusAsync(0, "Reserved");
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await UseAsync(chargePoint, 2, "TAG-1");
    }

    [Fact]
    public Task TC_050_1_reservation_of_a_faulted_charge_point() => RefusedAsync(0, "Faulted", "Faulted");

    [Fact]
    public Task TC_050_2_reservation_of_an_occupied_charge_point() => RefusedAsync(0, "Available", "Occupied");

    [Fact]
    public Task TC_050_3_reservation_of_an_unavailable_charge_point() => RefusedAsync(0, "Unavailable", "Unavailable");

    [Fact]
    public Task TC_050_4_reservation_of_a_charge_point_is_rejected() => RefusedAsync(0, "Available", "Rejected");

    [Fact]
    public async Task TC_051_reservation_is_cancelled()
    {
        await using var chargePoint = await BootedAsync();
        await ReservedAsync(chargePoint, 1);
        await chargePoint.StatusAsync(1, "Reserved");
        await EndedAsync(await chargePoint.OperatorAsync("CancelReservation", $$"""{"reservationId":{{reservation}}}""", Accepted), CommandState.Done);
        await chargePoint.StatusAsync(1, "Available");
        await ShowsAsync(chargePoint, ReservationStates.Cancelled);
    }

    [Fact]
    public async Task TC_052_cancel_of_an_unknown_reservation_is_rejected()
    {
        await using var chargePoint = await BootedAsync();
        await ReservedAsync(chargePoint, 1);
        var command = await chargePoint.OperatorAsync("CancelReservation", $$"""{"reservationId":{{reservation + 5000}}}""", """{"status":"Rejected"}""");
        Assert.Equal("Rejected", (await EndedAsync(command, CommandState.Refused)).Status);
        await ShowsAsync(chargePoint, ReservationStates.Accepted);
    }

    [Fact]
    public async Task TC_053_reserved_connector_is_used_by_a_tag_of_the_same_parent()
    {
        await using var chargePoint = await BootedAsync();
        var (other, parent) = ($"P-{chargePoint.Id}", $"G-{chargePoint.Id}");
        await Central.Get<IdTagStore>().PutAsync(new() { IdTag = other, ParentIdTag = parent, Status = "Accepted" });
        await ReservedAsync(chargePoint, 1, parent);
        await chargePoint.StatusAsync(1, "Reserved");
        var info = (await chargePoint.CallAsync("Authorize", $$"""{"idTag":"{{other}}"}""")).GetProperty("idTagInfo");
        Assert.Equal(("Accepted", parent), (info.GetProperty("status").GetString(), info.GetProperty("parentIdTag").GetString()));
        await UseAsync(chargePoint, 1, other);
    }

    private Task<CommandSnapshot> ReserveAsync(PlayedChargePoint chargePoint, int connectorId, string answer, string? parent = null)
    {
        var parentIdTag = parent is null ? "" : $"\"parentIdTag\":\"{parent}\",";
        return chargePoint.OperatorAsync(
            "ReserveNow", $$"""{"connectorId":{{connectorId}},"expiryDate":"{{At(TimeSpan.FromMinutes(2))}}","idTag":"TAG-1",{{parentIdTag}}"reservationId":{{reservation}}}""", answer);
    }

    private async Task ReservedAsync(PlayedChargePoint chargePoint, int connectorId, string? parent = null)
    {
        Assert.Equal("Accepted", (await EndedAsync(await ReserveAsync(chargePoint, connectorId, Accepted, parent), CommandState.Done)).Status);
        await ShowsAsync(chargePoint, ReservationStates.Accepted);
    }

    private string? Status(PlayedChargePoint chargePoint) => Central.Get<ReservationService>().OfChargePoint(chargePoint.Id).SingleOrDefault(row => row.Id == reservation)?.Status;

    private Task ShowsAsync(PlayedChargePoint chargePoint, string status) => Eventually.IsAsync(() => Status(chargePoint) == status, $"reservation {status}");

    private async Task RefusedAsync(int connectorId, string connectorStatus, string answer)
    {
        await using var chargePoint = await BootedAsync();
        await RefusedAsync(chargePoint, connectorId, connectorStatus, answer);
    }

    private async Task RefusedAsync(PlayedChargePoint chargePoint, int connectorId, string connectorStatus, string answer)
    {
        await chargePoint.StatusAsync(connectorId, connectorStatus, connectorStatus == "Faulted" ? "InternalError" : "NoError");
        var command = await ReserveAsync(chargePoint, connectorId, $$"""{"status":"{{answer}}"}""");
        Assert.Equal(answer, (await EndedAsync(command, CommandState.Refused)).Status);
        await ShowsAsync(chargePoint, ReservationStates.Refused);
        Assert.Equal(connectorStatus, chargePoint.Snapshot.Connector(connectorId)!.Status.ToString());
    }

    private async Task UseAsync(PlayedChargePoint chargePoint, int connectorId, string idTag)
    {
        await chargePoint.StatusAsync(connectorId, "Preparing");
        var (id, status) = await chargePoint.StartAsync(connectorId, idTag, reservationId: reservation);
        Assert.Equal("Accepted", status);
        await ShowsAsync(chargePoint, ReservationStates.Used);
        Assert.Equal(id, Central.Get<ReservationService>().OfChargePoint(chargePoint.Id).Single().TransactionId);
        await chargePoint.StatusAsync(connectorId, "Charging");
    }
}
