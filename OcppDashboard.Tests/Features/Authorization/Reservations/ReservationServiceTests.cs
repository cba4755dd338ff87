using System.Text.Json;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Authorization.Reservations;

public sealed class ReservationServiceTests
{
    [Fact]
    public async Task A_reservation_is_made_shown_and_cancelled_and_a_refused_one_keeps_the_answer()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
        var first = await ReserveAsync(central, client, "Accepted");
        Assert.Equal(1, first);
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Connector(1)!.Reservation?.IdTag == "TAG");
        var second = await ReserveAsync(central, client, "Occupied");
        var book = central.Get<ReservationService>();
        Assert.Equal([(second, "Refused"), (first, "Accepted")], book.All.Select(row => (row.Id, row.Status)));
        Assert.Equal("Occupied", book.Answer(book.All[0]));
        await central.RestartAsync();
        book = central.Get<ReservationService>();
        Assert.Equal([(second, "Refused"), (first, "Accepted")], book.OfChargePoint("cp-1").Select(row => (row.Id, row.Status)));
        Assert.NotNull(central.Store.Find("CP-1")!.Connector(1)!.Reservation);
        await using var again = await central.BootAsync("CP-1");
        central.Commands.Start("CP-1", new CancelReservationRequest(first), "test");
        await again.AnswerAsync("CancelReservation", """{"status":"Accepted"}""");
        await Eventually.IsAsync(() => book.All[1].Status == "Cancelled", "the reservation is cancelled");
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Connector(1)!.Reservation is null);
        Assert.Equal(3, book.NextId());
    }

    [Fact]
    public async Task Two_charge_points_may_have_the_same_number_also_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        foreach (var id in (string[])["CP-1", "CP-2"])
        {
            await using var client = await central.BootAsync(id);
            central.Commands.Start(id, new ReserveNowRequest(1, DateTimeOffset.UtcNow.AddHours(1), "TAG", null, 7), "test");
            await client.AnswerAsync("ReserveNow", """{"status":"Accepted"}""");
            await Eventually.IsAsync(() => central.Get<ReservationService>().OfChargePoint(id) is [{ Status: "Accepted" }], "the reservation is accepted");
        }
        await central.RestartAsync();
        Assert.Equal(["CP-1", "CP-2"], central.Get<ReservationService>().All.Where(row => row.Id == 7).Select(row => row.ChargePointId).Order());
    }

    [Fact]
    public async Task It_expires_by_the_clock()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await ReserveAsync(central, client, "Accepted");
        central.Time.Advance(TimeSpan.FromMinutes(61));
        await Eventually.IsAsync(() => central.Get<ReservationService>().All[0].Status == "Expired", "the reservation expires");
    }

    [Theory]
    [InlineData("\"reservationId\":1,", "SOMEBODY", 2)]
    [InlineData("", "tag", 1)]
    [InlineData("\"reservationId\":0,", "CHILD", 1)]
    public async Task A_start_uses_it_by_id_tag_or_parent_F22(string id, string tag, int connector)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "CHILD", Status = "Accepted", ParentIdTag = "FAMILY" });
        await using var client = await central.BootAsync("CP-1");
        await ReserveAsync(central, client, "Accepted");
        var started = await client.CallForResultAsync("StartTransaction",
            $$"""{"connectorId":{{connector}},"idTag":"{{tag}}","meterStart":5,{{id}}"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}""");
        var row = central.Get<ReservationService>().All[0];
        Assert.Equal(("Used", started.GetProperty("transactionId").GetInt32()), (row.Status, row.TransactionId!.Value));
    }

    [Fact]
    public async Task One_that_was_on_its_way_when_the_server_stopped_is_unknown_and_can_be_cancelled()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            central.Commands.Start("CP-1", new ReserveNowRequest(1, central.Time.GetUtcNow().AddHours(1), "TAG", null, 7), "test");
            await client.ExpectCallAsync("ReserveNow");
            Assert.Equal("Requested", Assert.Single(central.Get<ReservationService>().All).Status);
            await central.StopAsync();
        }
        await central.StartAgainAsync();
        Assert.Equal(("Unknown", null), (Assert.Single(central.Get<ReservationService>().All).Status, central.Get<ReservationService>().All[0].EndedAt));
        await central.RestartAsync(); // concluded once, and kept
        Assert.Equal("Unknown", central.Get<ReservationService>().All[0].Status);
        await using var again = await central.BootAsync("CP-1");
        central.Commands.Start("CP-1", new CancelReservationRequest(7), "test");
        await again.AnswerAsync("CancelReservation", """{"status":"Accepted"}""");
        await Eventually.IsAsync(() => central.Get<ReservationService>().All[0].Status == "Cancelled", "it is cancelled");
    }

    [Fact]
    public async Task One_of_no_connector_in_particular_is_the_charge_points_although_it_reports_no_connector_0()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
            central.Commands.Start("CP-1", new ReserveNowRequest(0, central.Time.GetUtcNow().AddHours(1), "TAG", null, 7), "test");
            await client.AnswerAsync("ReserveNow", """{"status":"Accepted"}""");
            await central.SnapshotAsync("CP-1", snapshot => snapshot.Reservation?.IdTag == "TAG");
        }
        await central.RestartAsync();
        Assert.Equal("TAG", central.Snapshot("CP-1").Reservation?.IdTag);
        Assert.Null(central.Snapshot("CP-1").Connector(0));
        Assert.Null(central.Snapshot("CP-1").Connector(1)!.Reservation);
        central.Time.Advance(TimeSpan.FromHours(1.1));
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Reservation is null);
    }

    [Fact]
    public async Task A_start_of_another_tag_leaves_it()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await ReserveAsync(central, client, "Accepted");
        await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"ELSE","meterStart":5,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}""");
        Assert.Equal("Accepted", central.Get<ReservationService>().All[0].Status);
    }

    [Fact]
    public async Task A_refused_repetition_leaves_the_first_and_a_number_of_somebody_else_is_not_given_again()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var book = central.Get<ReservationService>();
        foreach (var (idTag, answer) in new[] { ("FIRST", "Accepted"), ("SECOND", "Occupied") })
        {
            var sent = central.Commands.Start("CP-1", new ReserveNowRequest(0, central.Time.GetUtcNow().AddHours(1), idTag, null, 77), "test");
            await client.AnswerAsync("ReserveNow", $$"""{"status":"{{answer}}"}""");
            await central.CommandAsync(sent.Id, command => command.IsOver, "the answer");
        }
        var row = Assert.Single(book.All);
        Assert.Equal((77, "FIRST", "Accepted"), (row.Id, row.IdTag, row.Status));
        Assert.Equal(78, book.NextId());
    }

    [Fact]
    public async Task A_repetition_at_another_connector_frees_the_first_one()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        foreach (var connector in (int[])[1, 2]) await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":{{connector}},"errorCode":"NoError","status":"Available"}""");
        foreach (var (connector, answer) in new[] { (1, "Accepted"), (2, "Occupied"), (2, "Accepted") })
        {
            var sent = central.Commands.Start("CP-1", new ReserveNowRequest(connector, central.Time.GetUtcNow().AddHours(1), "TAG", null, 7), "test");
            await client.AnswerAsync("ReserveNow", $$"""{"status":"{{answer}}"}""");
            await central.CommandAsync(sent.Id, command => command.IsOver, "the answer");
            var held = answer == "Accepted" ? connector : 1;
            Assert.Equal([held], central.Snapshot("CP-1").RealConnectors.Where(c => c.Reservation is not null).Select(c => c.Id));
        }
    }

    [Fact]
    public async Task A_start_that_comes_late_uses_the_one_it_names_although_that_has_expired_meanwhile()
    {
        await using var central = await TestCentralSystem.StartAsync();
        int id;
        await using (var client = await central.BootAsync("CP-1")) id = await ReserveAsync(central, client, "Accepted");
        central.Time.Advance(TimeSpan.FromMinutes(61));
        await Eventually.IsAsync(() => central.Get<ReservationService>().All[0].Status == "Expired", "the reservation expires");
        await using var again = await central.BootAsync("CP-1");
        var started = await again.CallForResultAsync("StartTransaction",
            $$"""{"connectorId":1,"idTag":"TAG","meterStart":5,"reservationId":{{id}},"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow().AddMinutes(-30))}}"}""");
        var row = central.Get<ReservationService>().All[0];
        Assert.Equal(("Used", started.GetProperty("transactionId").GetInt32()), (row.Status, row.TransactionId ?? 0));
    }

    [Fact]
    public async Task A_start_from_before_it_was_made_leaves_it()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await ReserveAsync(central, client, "Accepted");
        await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"TAG","meterStart":5,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow().AddHours(-2))}}"}""");
        Assert.Equal("Accepted", central.Get<ReservationService>().All[0].Status);
    }

    [Fact]
    public async Task An_id_of_ours_goes_last_where_there_is_none()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var book = central.Get<ReservationService>();
        using var without = JsonDocument.Parse("""{"connectorId":0,"expiryDate":"2030-01-01T00:00:00Z","idTag":"T"}""");
        Assert.Equal("""{"connectorId":0,"expiryDate":"2030-01-01T00:00:00Z","idTag":"T","reservationId":1}""", book.WithReservationId(without.RootElement).GetRawText());
        using var with = JsonDocument.Parse("""{"reservationId":99}""");
        Assert.Equal("""{"reservationId":99}""", book.WithReservationId(with.RootElement).GetRawText());
    }

    /// <returns>The id of the reservation, when its answer is in the book.</returns>
    private static async Task<int> ReserveAsync(TestCentralSystem central, RawOcppClient client, string status)
    {
        var book = central.Get<ReservationService>();
        var id = book.NextId();
        central.Commands.Start("CP-1", new ReserveNowRequest(1, central.Time.GetUtcNow().AddHours(1), "TAG", "FAMILY", id), "test");
        await client.AnswerAsync("ReserveNow", $$"""{"status":"{{status}}"}""");
        await Eventually.IsAsync(() => book.All.Any(row => row.Id == id && row.Status is not "Requested"), "the answer is in the book");
        return id;
    }
}
