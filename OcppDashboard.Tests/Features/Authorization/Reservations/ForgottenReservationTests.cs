using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Authorization.Reservations;

/// <summary>X19: reservations that the charge point no longer holds.</summary>
public sealed class ForgottenReservationTests
{
    [Fact]
    public async Task X19_a_reservation_that_is_no_more_is_unknown_after_the_boot_and_gone_after_the_rejected_cancel()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        await StatusAsync(client, "Available");
        await ReserveAsync(central, client);
        await StatusAsync(client, "Reserved");
        client.Drop();
        await client.DisposeAsync();
        await using var again = await central.BootAsync("CP-1");
        await StatusAsync(again, "Available");
        await StateAsync(central, "Unknown");
        Assert.Null(central.Snapshot("CP-1").Connector(1)!.Reservation);
        central.Commands.Start("CP-1", new CancelReservationRequest(7), "test");
        await again.AnswerAsync("CancelReservation", """{"status":"Rejected"}""");
        await StateAsync(central, "Gone");
        Assert.Null(central.Snapshot("CP-1").Connector(1)!.Reservation);
    }

    [Fact]
    public async Task X19_a_rejected_cancel_alone_is_enough_and_while_the_connector_says_Reserved_it_is_not_believed()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await StatusAsync(client, "Available");
        await ReserveAsync(central, client);
        await StatusAsync(client, "Reserved");
        central.Commands.Start("CP-1", new CancelReservationRequest(7), "test");
        await client.AnswerAsync("CancelReservation", """{"status":"Rejected"}""");
        await StateAsync(central, "Unknown");
        await StatusAsync(client, "Available");
        central.Commands.Start("CP-1", new CancelReservationRequest(7), "test");
        await client.AnswerAsync("CancelReservation", """{"status":"Rejected"}""");
        await StateAsync(central, "Gone");
    }

    [Fact]
    public async Task X19_one_that_never_says_Reserved_is_believed()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await ReserveAsync(central, client);
        await StatusAsync(client, "Available");
        await client.CallForResultAsync("Heartbeat");
        await StateAsync(central, "Accepted");
    }

    private static Task StatusAsync(RawOcppClient client, string status) =>
        client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":"NoError","status":"{{status}}"}""");

    private static async Task ReserveAsync(TestCentralSystem central, RawOcppClient client)
    {
        central.Commands.Start("CP-1", new ReserveNowRequest(1, central.Time.GetUtcNow().AddHours(1), "TAG", null, 7), "test");
        await client.AnswerAsync("ReserveNow", """{"status":"Accepted"}""");
        await StateAsync(central, "Accepted");
    }

    private static Task StateAsync(TestCentralSystem central, string state) =>
        Eventually.IsAsync(() => central.Get<ReservationService>().OfChargePoint("CP-1") is [{ Status: { } status }] && status == state, $"reservation {state}");
}
