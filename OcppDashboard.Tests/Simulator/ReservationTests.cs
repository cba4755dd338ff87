using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Simulator;

public class ReservationTests : SimulatorTest
{
    [Fact]
    public async Task A_reserved_connector_charges_only_for_its_card()
    {
        var chargePoint = await StartAsync();
        Assert.Equal("Accepted", await ReserveAsync(chargePoint, 1, 7, 600));
        await Central.WaitStatusAsync(1, ChargePointStatus.Reserved);
        await chargePoint.PresentCardAsync("OTHER");
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new RemoteStartTransactionRequest(1, "OTHER"))).Status.Text);
        Assert.Equal(ChargePointStatus.Reserved, chargePoint.View.Connectors[0].Status);
        await ChargeAsync(chargePoint);
        Assert.Equal("7", Central.Of("StartTransaction")[0].Text("reservationId"));
        Assert.Equal("Rejected", (await Central.CallAsync(Id, new CancelReservationRequest(7))).Status.Text); // used up
    }

    [Fact]
    public async Task A_reservation_is_cancelled_or_runs_out()
    {
        var chargePoint = await StartAsync();
        await ReserveAsync(chargePoint, 1, 7, 600);
        var reserved = await Central.WaitStatusAsync(1, ChargePointStatus.Reserved);
        Assert.Equal("Accepted", (await Central.CallAsync(Id, new CancelReservationRequest(7))).Status.Text);
        var free = await Central.WaitStatusAsync(1, ChargePointStatus.Available, reserved.Number);
        await ReserveAsync(chargePoint, 1, 8, 15);
        reserved = await Central.WaitStatusAsync(1, ChargePointStatus.Reserved, free.Number);
        await Central.WaitStatusAsync(1, ChargePointStatus.Available, reserved.Number);
    }

    [Fact]
    public async Task What_cannot_be_reserved_is_answered_with_the_reason()
    {
        var chargePoint = await StartAsync("ac-double");
        await chargePoint.InjectFaultAsync(1, ChargePointErrorCode.GroundFailure);
        Assert.Equal("Faulted", await ReserveAsync(chargePoint, 1, 1, 600));
        await chargePoint.PlugInAsync(2);
        Assert.Equal("Occupied", await ReserveAsync(chargePoint, 2, 1, 600));
        Assert.Equal("Rejected", await ReserveAsync(chargePoint, 9, 1, 600));
        Assert.Equal("Rejected", await ReserveAsync(chargePoint, 2, 1, -600));
        await chargePoint.UnplugAsync(2);
        await Central.CallAsync(Id, new ChangeAvailabilityRequest(2, AvailabilityType.Inoperative));
        Assert.Equal("Unavailable", await ReserveAsync(chargePoint, 2, 1, 600));
        await chargePoint.ClearFaultAsync(1);
        Assert.Equal("Accepted", await ReserveAsync(chargePoint, 0, 1, 600)); // any connector
    }

    /// <param name="seconds">By the charge point's clock, which is fast.</param>
    private async Task<string> ReserveAsync(SimulatedChargePoint chargePoint, int connector, int id, int seconds) => (await Central.CallAsync(Id, new ReserveNowRequest(
        connector, chargePoint.Options.Time.GetUtcNow().AddSeconds(seconds), Card, null, id))).Status.ToString();
}
