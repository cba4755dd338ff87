using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What is believed of a charge point's charging profiles follows its answers, whoever sent the profile.</summary>
public class ChargingProfilesTests
{
    [Fact]
    public async Task TC_056_TC_057_accepted_profiles_are_booked_with_the_id_on_the_wire_and_outlive_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("SC-1"))
        {
            var sent = await SetAsync(central, client, 0, 17, "TxDefaultProfile", 0, 16, "Accepted");
            Assert.Equal(17, sent.Payload.GetProperty("csChargingProfiles").GetProperty("chargingProfileId").GetInt32());
            await SetAsync(central, client, 1, 18, "TxDefaultProfile", 2, 10, "Rejected");
            await SetAsync(central, client, 1, 19, "TxDefaultProfile", 1, 10.5m, "Accepted");
            Assert.Equal([(17, "Accepted"), (18, "Rejected"), (19, "Accepted")], Book(central));
        }
        await central.RestartAsync();
        Assert.Equal([(17, "Accepted"), (18, "Rejected"), (19, "Accepted")], Book(central));
        Assert.Equal(20, central.Get<ChargingProfileStore>().NextId("SC-1"));
        Assert.Equal(10.5m, central.Get<ChargingProfileStore>().HeldBy("SC-1")[1].Profile.ChargingSchedule.ChargingSchedulePeriod[0].Limit);
    }

    [Fact]
    public async Task TC_067_cleared_and_replaced_profiles_are_marked()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SC-1");
        await SetAsync(central, client, 0, 1, "ChargePointMaxProfile", 0, 32, "Accepted");
        await SetAsync(central, client, 1, 2, "TxDefaultProfile", 0, 16, "Accepted");
        await SetAsync(central, client, 1, 3, "TxDefaultProfile", 0, 8, "Accepted");
        Assert.Equal([1, 3], Held(central));
        await ClearAsync(central, client, """{"connectorId":1,"chargingProfilePurpose":"TxDefaultProfile"}""", "Accepted");
        Assert.Equal([1], Held(central));
        await ClearAsync(central, client, """{"id":1}""", "Unknown"); // it holds none, so ours is out of date
        Assert.Empty(Held(central));
        Assert.All(await central.ReadAsync(database => Task.FromResult(database.ChargingProfiles.ToList()), rows => rows.Count == 3 && rows.All(row => row.ClearedAt is not null), "three cleared rows"),
            row => Assert.Equal("Accepted", row.Status));
    }

    [Fact]
    public async Task TC_059_a_remote_start_brings_a_profile_that_ends_with_the_transaction()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SC-1");
        var command = central.Start("SC-1", "RemoteStartTransaction", $$"""{"connectorId":1,"idTag":"TAG","chargingProfile":{{Profile(5, "TxProfile", 0, 6)}}}""");
        await client.AnswerAsync("RemoteStartTransaction", """{"status":"Accepted"}""");
        await central.CommandAsync(command.Id, c => c.Status is not null);
        Assert.Null(central.Get<ChargingProfileStore>().HeldBy("SC-1").Single().TransactionId);
        var id = (await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"TAG","meterStart":0,"timestamp":"2026-05-12T10:00:00Z"}""")).GetProperty("transactionId").GetInt32();
        Assert.Equal(id, central.Get<ChargingProfileStore>().HeldBy("SC-1").Single().TransactionId);
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":10,"timestamp":"2026-05-12T11:00:00Z"}""");
        Assert.Empty(Held(central));
    }

    [Fact]
    public async Task A_remote_start_without_a_connector_finds_its_place_when_the_transaction_begins()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SC-1");
        var command = central.Start("SC-1", "RemoteStartTransaction", $$"""{"idTag":"TAG","chargingProfile":{{Profile(5, "TxProfile", 0, 6)}}}""");
        await client.AnswerAsync("RemoteStartTransaction", """{"status":"Accepted"}""");
        await central.CommandAsync(command.Id, c => c.Status is not null);
        await client.CallForResultAsync("StartTransaction", """{"connectorId":2,"idTag":"TAG","meterStart":0,"timestamp":"2026-05-12T10:00:00Z"}""");
        Assert.Equal(2, central.Get<ChargingProfileStore>().HeldBy("SC-1").Single().ConnectorId);
    }

    [Fact]
    public async Task What_is_no_profile_is_sent_and_booked_nowhere()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SC-1");
        var command = central.Start("SC-1", "SetChargingProfile", """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":"x"}}""");
        await client.AnswerAsync("SetChargingProfile", """{"status":"Accepted"}""");
        await central.CommandAsync(command.Id, c => c.Status is not null);
        var second = central.Start("SC-1", "SetChargingProfile", $$"""{"connectorId":1,"csChargingProfiles":{{Profile(3, "TxDefaultProfile", 0, 6)}}}""");
        var call = await client.ExpectCallAsync("SetChargingProfile");
        await client.ReplyErrorAsync(call.UniqueId, "NotImplemented");
        await central.CommandAsync(second.Id, c => c.IsOver);
        Assert.Equal([(3, "NotImplemented")], Book(central));
    }

    private static async Task<RawCall> SetAsync(TestCentralSystem central, RawOcppClient client, int connector, int id, string purpose, int level, decimal limit, string status)
    {
        var command = central.Start("SC-1", "SetChargingProfile", $$"""{"connectorId":{{connector}},"csChargingProfiles":{{Profile(id, purpose, level, limit)}}}""");
        var call = await client.AnswerAsync("SetChargingProfile", $$"""{"status":"{{status}}"}""");
        await central.CommandAsync(command.Id, c => c.Status is not null);
        return call;
    }

    private static async Task ClearAsync(TestCentralSystem central, RawOcppClient client, string criteria, string status)
    {
        var command = central.Start("SC-1", "ClearChargingProfile", criteria);
        await client.AnswerAsync("ClearChargingProfile", $$"""{"status":"{{status}}"}""");
        await central.CommandAsync(command.Id, c => c.Status is not null);
    }

    private static string Profile(int id, string purpose, int level, decimal limit) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $$$"""{"chargingProfileId":{{{id}}},"stackLevel":{{{level}}},"chargingProfilePurpose":"{{{purpose}}}","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":{{{limit}}}}]}}""");

    private static IEnumerable<(int, string)> Book(TestCentralSystem central) => central.Get<ChargingProfileStore>().Of("SC-1").OrderBy(p => p.Id).Select(p => (p.Id, p.Status));

    private static IEnumerable<int> Held(TestCentralSystem central) => central.Get<ChargingProfileStore>().HeldBy("SC-1").Select(p => p.Id).Order();
}
