using System.Net;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>What is refused names its field, and what was not sent is never called sent.</summary>
public class ApiLimitsTests
{
    [Fact]
    public async Task A_parent_id_tag_that_could_not_be_sent_is_refused()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("id-tags/T", $$"""{"parentIdTag":"{{new string('P', 21)}}"}""")).Names("parentIdTag");
        Assert.Equal(new string('P', 20), (await api.PutAsync("id-tags/T", $$"""{"parentIdTag":"{{new string('P', 20)}}"}""")).Ok().Text("parentIdTag"));
    }

    [Fact]
    public async Task A_run_without_a_tester_or_with_a_function_that_is_none_names_the_member()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        (await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-1","plan":{"functions":[1]}}""")).Names("plan.tester");
        (await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-1","plan":{"tester":"Ann","functions":[17]}}""")).Names("plan.functions");
        (await api.PostAsync("acceptance-runs", """{"chargePointId":"CP-1","plan":{"tester":"Ann","functions":[]}}""")).Names("plan.functions");
    }

    [Fact]
    public async Task A_number_is_no_word_of_an_enumeration()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-1", """{"nextBootStatus":7}""")).Names("nextBootStatus");
        (await api.PutAsync("charge-points/CP-1", """{"onboarding":"5"}""")).Names("onboarding");
        (await api.GetAsync("charge-points/CP-1")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_member_whose_name_is_half_a_character_is_told_as_such()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        foreach (var answer in new[] { await api.PostAsync("charge-points/CP-1/commands/ReserveNow", """{"\ud800":1}"""), await api.PutAsync("id-tags/A", """{"\ud800":1}""") })
            Assert.Contains("half of a character", answer.Problem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_number_is_a_number_in_CSV_too()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"meterValue":[{"timestamp":"{{ChargePointApiTests.Now(central)}}","sampledValue":[{"value":"-7.5","measurand":"Temperature","unit":"Celsius"}]}]}""");
        var csv = await Eventually.GetAsync(() => api.GetAsync("charge-points/CP-1/meter-values?format=csv"), answer => answer.Text.Contains("7.5", StringComparison.Ordinal), "meter values");
        Assert.Contains(",-7.5,", csv.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_stands_twice_is_told_as_such()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        Assert.Contains("twice", (await api.PostAsync("charge-points/CP-1/commands/Reset", """{"type":"Soft","type":"Hard"}""")).Problem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CALL_on_a_connection_that_has_ended_was_not_sent()
    {
        await using var central = await TestCentralSystem.StartAsync();
        ChargePointConnection connection;
        await using (var client = await central.BootAsync("CP-1")) connection = central.Get<ConnectionRegistry>().Find("CP-1")!;
        await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online, "offline");
        var outcome = await connection.CallAsync("id-1", "ClearCache", """[2,"id-1","ClearCache",{}]"""u8.ToArray(), TimeSpan.FromSeconds(30));
        Assert.Equal(ExchangeResult.NotSent, outcome.Result);
        using var api = new ApiClient(central);
        var said = (await api.PostAsync("charge-points/CP-1/commands/ClearCache", "{}")).Problem(HttpStatusCode.Conflict);
        Assert.Contains("not connected. The CALL was not sent.", said, StringComparison.Ordinal);
    }
}
