using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What we work out of the profiles, what a simulated charge point answers, and what it then draws agree.</summary>
public class SimulatedProfilesTests
{
    private const string Id = "SIM-1";

    [Fact]
    public async Task The_power_follows_the_profiles_and_the_composite_schedule_is_as_expected()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var chargePoint = new SimulatedChargePoint(new(Id, SimulatedModels.Get("ac-double"), () => new Uri($"ws://127.0.0.1:{central.Port}/ocpp")));
        await chargePoint.StartAsync();
        await central.SnapshotAsync(Id, snapshot => snapshot is { Online: true, Boot: not null } && snapshot.RealConnectors.Any(), "a booted charge point");
        var book = central.Get<ChargingProfileStore>();
        await AcceptedAsync(central, 0, Profile(book.NextId(Id), ChargingProfilePurpose.ChargePointMaxProfile, 0, (0, 20), (1800, 8)));
        await AcceptedAsync(central, 0, Profile(book.NextId(Id), ChargingProfilePurpose.TxDefaultProfile, 0, (0, 14)));
        await AcceptedAsync(central, 1, Profile(book.NextId(Id), ChargingProfilePurpose.TxDefaultProfile, 1, (0, 10), (600, 12)));
        var command = central.Commands.Start(Id, new GetCompositeScheduleRequest(1, 3600), "test");
        await central.CommandAsync(command.Id, c => c.IsOver);
        var answer = CompositeAnswer.Find(central.Commands.Recent(Id), 1, 3600)!;
        Assert.Equal([10m, 12m, 8m], answer.Periods.Select(period => period.Limit!.Value));
        Assert.Null(answer.Difference(CompositeSchedule.Of(book.HeldBy(Id), 1, answer.From, 3600, answer.Unit, null)));

        await chargePoint.PlugInAsync(1, 20);
        await chargePoint.PresentCardAsync("04A27C2A");
        await Eventually.IsAsync(() => chargePoint.View.Connectors[0].PowerW > 1500, "power");
        Assert.InRange(chargePoint.View.Connectors[0].PowerW, 1500, 10 * 240 * 3);
        await central.SnapshotAsync(Id, snapshot => snapshot.Connector(1)?.Transaction is not null, "the transaction");
        await AcceptedAsync(central, 1, Profile(book.NextId(Id), ChargingProfilePurpose.TxProfile, 0, (0, 0)));
        await Eventually.IsAsync(() => chargePoint.View.Connectors[0].PowerW == 0, "no power");
        await AcceptedAsync(central, new ClearChargingProfileRequest(null, 1, ChargingProfilePurpose.TxProfile));
        await Eventually.IsAsync(() => chargePoint.View.Connectors[0].PowerW > 1500, "power again");
        Assert.Equal([ChargingProfilePurpose.ChargePointMaxProfile, ChargingProfilePurpose.TxDefaultProfile, ChargingProfilePurpose.TxDefaultProfile], book.HeldBy(Id).Select(profile => profile.Purpose));
    }

    private static Task AcceptedAsync(TestCentralSystem central, int connector, ChargingProfile profile) => AcceptedAsync(central, new SetChargingProfileRequest(connector, profile));

    private static async Task AcceptedAsync<TResponse>(TestCentralSystem central, IOcppRequest<TResponse> request) where TResponse : class =>
        Assert.Equal("Accepted", (await central.Commands.SendAsync(Id, request, "test")).Status);

    private static ChargingProfile Profile(int id, ChargingProfilePurpose purpose, int level, params (int Start, decimal Limit)[] periods) => new(
        id, null, level, purpose, ChargingProfileKind.Absolute, null, null, null,
        new(null, DateTimeOffset.UtcNow, ChargingRateUnit.A, [.. periods.Select(period => new ChargingSchedulePeriod(period.Start, period.Limit))]));
}
