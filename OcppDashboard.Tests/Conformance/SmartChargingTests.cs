using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Charging profiles.</summary>
public sealed class SmartChargingTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Accepted = """{"status":"Accepted"}""";
    private const string Rejected = """{"status":"Rejected"}""";

    [Fact]
    public async Task TC_056_default_profile_for_transactions()
    {
        await using var chargePoint = await BootedAsync();
        await SetAsync(chargePoint, 1, Profile(1, 0, "TxDefaultProfile"), Accepted);
        await chargePoint.ChargeAsync();
    }

    [Fact]
    public async Task TC_057_profile_of_a_running_transaction()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await SetAsync(chargePoint, 1, Profile(2, 0, "TxProfile", id), Accepted);
    }

    [Fact]
    public async Task TC_058_1_profile_of_a_transaction_without_one_is_rejected()
    {
        await using var chargePoint = await BootedAsync();
        await SetAsync(chargePoint, 1, Profile(2, 0, "TxProfile"), Rejected);
    }

    [Fact]
    public async Task TC_058_2_profile_of_another_transaction_is_rejected()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await SetAsync(chargePoint, 1, Profile(2, 0, "TxProfile", id + 1_000_000), Rejected);
        Assert.Equal(id, chargePoint.Snapshot.Connector(1)!.Transaction!.Id);
    }

    [Fact]
    public async Task TC_059_remote_start_with_a_profile()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Preparing");
        var command = await chargePoint.OperatorAsync("RemoteStartTransaction", $$"""{"connectorId":1,"idTag":"TAG-1","chargingProfile":{{Profile(3, 0, "TxProfile")}}}""", Accepted);
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        var (id, _) = await chargePoint.StartAsync(1, "TAG-1");
        await chargePoint.StatusAsync(1, "Charging");
        Assert.Equal($"{id}", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
        await HoldsAsync(chargePoint, 3);
        Assert.Equal(id, Book.HeldBy(chargePoint.Id).Single().TransactionId);
    }

    [Fact]
    public async Task TC_060_remote_start_with_a_profile_is_rejected()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("RemoteStartTransaction", $$"""{"connectorId":1,"idTag":"TAG-1","chargingProfile":{{Profile(3, 0, "TxDefaultProfile")}}}""", Rejected);
        await EndedAsync(command, CommandState.Refused);
    }

    [Fact]
    public async Task TC_066_composite_schedule()
    {
        await using var chargePoint = await BootedAsync();
        await SetAsync(chargePoint, 1, Profile(1, 0, "TxDefaultProfile"), Accepted);
        var command = await chargePoint.OperatorAsync("GetCompositeSchedule", """{"connectorId":1,"duration":3600,"chargingRateUnit":"A"}""", $$$"""
            {"status":"Accepted","connectorId":1,"scheduleStart":"{{{Now}}}","chargingSchedule":{"duration":3600,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0},{"startPeriod":1800,"limit":8.1}]}}
            """);
        await EndedAsync(command, CommandState.Done);
    }

    [Fact]
    public async Task TC_067_clear_profiles()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await SetAsync(chargePoint, 0, Profile(1, 0, "ChargePointMaxProfile"), Accepted);
        await SetAsync(chargePoint, 1, Profile(2, 0, "TxDefaultProfile"), Accepted);
        await SetAsync(chargePoint, 1, Profile(3, 0, "TxProfile", id), Accepted);
        await EndedAsync(await chargePoint.OperatorAsync("ClearChargingProfile", """{"id":1}""", Accepted), CommandState.Done);
        await HoldsAsync(chargePoint, 2, 3);
        await EndedAsync(await chargePoint.OperatorAsync("ClearChargingProfile", """{"connectorId":1,"chargingProfilePurpose":"TxDefaultProfile","stackLevel":0}""", Accepted), CommandState.Done);
        await HoldsAsync(chargePoint, 3);
        await EndedAsync(await chargePoint.OperatorAsync("ClearChargingProfile", "{}", Accepted), CommandState.Done);
        await HoldsAsync(chargePoint);
        await EndedAsync(await chargePoint.OperatorAsync("ClearChargingProfile", """{"id":1}""", """{"status":"Unknown"}"""), CommandState.Refused);
    }

    [Fact]
    public async Task TC_072_profiles_on_two_stack_levels()
    {
        await using var chargePoint = await BootedAsync();
        await SetAsync(chargePoint, 1, Profile(1, 0, "TxDefaultProfile"), Accepted);
        await SetAsync(chargePoint, 1, Profile(2, 1, "TxDefaultProfile"), Accepted);
        await HoldsAsync(chargePoint, 1, 2);
    }

    [Fact]
    public async Task TC_082_default_profile_during_a_transaction()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await SetAsync(chargePoint, 1, Profile(1, 0, "TxDefaultProfile"), Accepted);
        await chargePoint.MeterAsync(1, id, 1100);
        Assert.Equal(100, chargePoint.Snapshot.Connector(1)!.Transaction!.EnergyWh);
    }

    private async Task SetAsync(PlayedChargePoint chargePoint, int connectorId, string profile, string answer)
    {
        var command = await chargePoint.OperatorAsync("SetChargingProfile", $$"""{"connectorId":{{connectorId}},"csChargingProfiles":{{profile}}}""", answer);
        await EndedAsync(command, answer == Accepted ? CommandState.Done : CommandState.Refused);
        var number = Json(profile).GetProperty("chargingProfileId").GetInt32();
        var booked = await Eventually.GetAsync(() => Book.Of(chargePoint.Id).LastOrDefault(known => known.Id == number), known => known is not null, "profile in the book");
        Assert.Equal((connectorId, answer == Accepted), (booked!.ConnectorId, booked.IsHeld));
    }

    private ChargingProfileStore Book => Central.Get<ChargingProfileStore>();

    private Task HoldsAsync(PlayedChargePoint chargePoint, params int[] profiles) =>
        Eventually.IsAsync(() => Book.HeldBy(chargePoint.Id).Select(known => known.Id).Order().SequenceEqual(profiles), $"profiles {string.Join(", ", profiles)} held");

    private string Profile(int id, int stackLevel, string purpose, int? transactionId = null)
    {
        var transaction = transactionId is null ? "" : $"\"transactionId\":{transactionId},";
        return $$$"""
            {"chargingProfileId":{{{id}}},{{{transaction}}}"stackLevel":{{{stackLevel}}},"chargingProfilePurpose":"{{{purpose}}}","chargingProfileKind":"Absolute","chargingSchedule":{"duration":86400,"startSchedule":"{{{Now}}}","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0,"numberPhases":3},{"startPeriod":1800,"limit":8.1}]}}
            """;
    }
}
