using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>Transactions, their meter values and their end by hand, over the API.</summary>
public class TransactionApiTests
{
    [Fact]
    public async Task Closing_by_hand_knows_a_register_that_counts_from_the_start_G9()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var id = (await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"TAG","meterStart":5000,"timestamp":"2026-11-25T10:00:00Z"}""")).GetProperty("transactionId").GetInt32();
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"2026-11-25T10:01:00Z","sampledValue":[{"value":"120"}]}]}""");
        var closed = (await api.PostAsync($"transactions/{id}/close")).Ok();
        Assert.Equal(("closed", 120.0), (closed.Text("state"), closed.Number("energyWh")));
        Assert.Null(central.Snapshot("CP-1").Connector(1)!.Transaction);
    }

    [Fact]
    public async Task Meter_values_are_paged_from_the_first_to_the_last_however_many_there_are()
    {
        const int Points = 20_500;
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var begin = central.Time.GetUtcNow().AddSeconds(-Points);
        var id = (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"TAG","meterStart":0,"timestamp":"{{OcppTimestamp.Format(begin)}}"}""")).GetProperty("transactionId").GetInt32();
        await central.ReadAsync(database => database.Database.ExecuteSqlAsync($"""
            INSERT INTO MeterValues (ChargePointKey, ConnectorId, TransactionId, At, Context, EnergyWh)
            WITH RECURSIVE Numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM Numbers WHERE i < {Points - 1})
            SELECT (SELECT "Key" FROM ChargePoints), 1, {id}, {begin.ToUnixTimeMilliseconds()} + 1000 * i, 'Sample.Periodic', i FROM Numbers
            """)); // as messages they would take a while
        foreach (var offset in (int[])[0, Points - 1])
        {
            var page = (await api.GetAsync($"transactions/{id}/meter-values?limit=1&offset={offset}")).Ok();
            Assert.Equal((Points, offset), (page.Number("total"), page.GetProperty("items")[0].Number("energyWh")));
        }
        Assert.Equal(Points, (await api.GetAsync("charge-points/CP-1/meter-values?limit=1")).Ok().Number("total"));
    }

    [Fact]
    public async Task A_transaction_is_shown_as_it_happened_with_texts_verbatim()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var id = await StartAsync(central, client, 1, "Tag-É1", 1000);
        var open = (await api.GetAsync($"transactions/{id}")).Ok();
        Assert.Equal(("CP-1", 1, "Tag-É1", "open", 1000), (open.Text("chargePointId"), open.Number("connectorId"), open.Text("idTag"), open.Text("state"), open.Number("meterStartWh")));
        Assert.True(open.IsNull("stoppedAt") && open.IsNull("meterStopWh") && open.IsNull("stopReason"));
        await StopAsync(central, client, id, 4600, "PowerLoss");
        var closed = (await api.GetAsync($"transactions/{id}")).Ok();
        Assert.Equal(("closed", 4600, 3600, "PowerLoss"), (closed.Text("state"), closed.Number("meterStopWh"), closed.Number("energyWh"), closed.Text("stopReason")));
        Assert.Empty(closed.GetProperty("flags").EnumerateArray());
        Assert.EndsWith("Z", closed.Text("stoppedAt"), StringComparison.Ordinal);
        (await api.GetAsync("transactions/999")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_filtered_by_charge_point_tag_state_and_time()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await using var other = await central.BootAsync("CP-2");
        var first = await StartAsync(central, client, 1, "ANN", 0);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        var between = Uri.EscapeDataString(ChargePointApiTests.Now(central));
        central.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await StartAsync(central, client, 2, "BOB", 0);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        var third = await StartAsync(central, other, 1, "ANN", 0);
        await StopAsync(central, other, third, 10, "Local");
        Assert.Equal([third, second, first], await IdsAsync(api, ""));
        Assert.Equal([second, first], await IdsAsync(api, "?chargePointId=cp-1"));
        Assert.Equal([third, first], await IdsAsync(api, "?idTag=ANN"));
        Assert.Equal([third, first], await IdsAsync(api, "?idTag=ann")); // id tags ignore case
        Assert.Equal([second, first], await IdsAsync(api, "?state=open"));
        Assert.Equal([third], await IdsAsync(api, "?state=closed&idTag=ANN"));
        Assert.Equal([third, second], await IdsAsync(api, $"?from={between}"));
        Assert.Equal([first], await IdsAsync(api, $"?to={between}"));
        Assert.Empty(await IdsAsync(api, "?chargePointId=CP-9"));
        var part = (await api.GetAsync("transactions?limit=2")).Ok();
        Assert.Equal((3, 2, 0, 2), (part.Number("total"), part.Number("limit"), part.Number("offset"), part.Number("nextOffset")));
        Assert.Equal([first], await IdsAsync(api, "?limit=2&offset=2"));
        (await api.GetAsync("transactions?state=running&from=yesterday&limit=1001&offset=-1&tag=A")).Names("state", "from", "limit", "offset", "tag");
        var csv = await api.GetAsync("transactions?format=csv&state=closed");
        Assert.Equal("text/csv", csv.MediaType);
        Assert.Equal(2, csv.Text.Trim().Split('\n').Length);
        Assert.StartsWith(third.ToString(CultureInfo.InvariantCulture) + ",CP-2,", csv.Text.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Late_reports_stand_by_when_they_began()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var now = await StartAsync(central, client, 1, "NOW", 0);
        var started = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":2,"idTag":"THEN","meterStart":0,"timestamp":"{{OcppDashboard.Ocpp.Messages.OcppTimestamp.Format(central.Time.GetUtcNow().AddHours(-3))}}"}""");
        var then = started.GetProperty("transactionId").GetInt32();
        Assert.Equal([now, then], await IdsAsync(api, ""));
        Assert.Equal("offline", (await api.GetAsync($"transactions/{then}")).Ok().GetProperty("flags")[0].GetString());
    }

    [Fact]
    public async Task A_stop_of_a_transaction_that_nobody_knows_is_listed_as_an_orphan()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":424242,"idTag":"GHOST","meterStop":77,"timestamp":"{{ChargePointApiTests.Now(central)}}","reason":"Reboot"}""");
        var orphan = Assert.Single((await api.GetAsync("transactions?idTag=GHOST")).Items());
        Assert.Equal(["orphan"], orphan.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));
        Assert.Equal(("closed", "Reboot", 77, 424242), (orphan.Text("state"), orphan.Text("stopReason"), orphan.Number("meterStopWh"), orphan.Number("wireId")));
        Assert.True(orphan.IsNull("energyWh"));
    }

    [Fact]
    public async Task An_operator_closes_a_stale_one_without_a_wire_message()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var id = await StartAsync(central, client, 1, "TAG", 1000);
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{ChargePointApiTests.Now(central)}}","sampledValue":[{"value":"1500"}]}]}""");
        var sent = central.Commands.Recent("CP-1").Count;
        var closed = (await api.PostAsync($"transactions/{id}/close")).Ok();
        Assert.Equal(("closed", "ClosedByOperator", 500), (closed.Text("state"), closed.Text("stopReason"), closed.Number("energyWh")));
        Assert.Null(central.Snapshot("CP-1").Connector(1)!.Transaction);
        Assert.Equal(sent, central.Commands.Recent("CP-1").Count);
        (await api.PostAsync($"transactions/{id}/close")).Problem(HttpStatusCode.Conflict);
        (await api.PostAsync("transactions/999/close")).Problem(HttpStatusCode.NotFound);
        Assert.Equal(id, (await central.ReadAsync(context => Task.FromResult(context.Transactions.Single()))).Id);

        await StopAsync(central, client, id, 1800, "Remote"); // it was not so stale after all: what the charge point says holds
        var stopped = (await api.GetAsync($"transactions/{id}")).Ok();
        Assert.Equal(("closed", "Remote", 800), (stopped.Text("state"), stopped.Text("stopReason"), stopped.Number("energyWh")));
    }

    [Fact]
    public async Task Meter_values_are_read_by_transaction_and_by_charge_point_also_those_outside()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await MeterAsync(central, client, 1, null, 900);
        var id = await StartAsync(central, client, 1, "TAG", 1000);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        await MeterAsync(central, client, 1, id, 1100);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        await MeterAsync(central, client, 1, id, 1200);
        await MeterAsync(central, client, 0, null, 5000);
        var within = (await api.GetAsync($"transactions/{id}/meter-values")).Items();
        Assert.Equal([1100, 1200], within.Select(value => value.Number("energyWh")));
        Assert.All(within, value => Assert.Equal((1, id), (value.Number("connectorId"), value.Number("transactionId"))));
        var all = (await api.GetAsync("charge-points/CP-1/meter-values")).Items();
        Assert.Equal([900, 1100, 1200, 5000], all.Select(value => value.Number("energyWh")).Order());
        Assert.Equal([null, id, id, null], all.OrderBy(value => value.Number("energyWh")).Select(value => (int?)value.Number("transactionId")));
        Assert.Equal([1200, 1100, 900], (await api.GetAsync("charge-points/CP-1/meter-values?connectorId=1")).Items().Select(value => value.Number("energyWh")));
        (await api.GetAsync("charge-points/CP-1/meter-values?connectorId=one&to=now")).Names("connectorId", "to");
        (await api.GetAsync("transactions/999/meter-values")).Problem(HttpStatusCode.NotFound);
        Assert.Equal("text/csv", (await api.GetAsync($"transactions/{id}/meter-values?format=csv")).MediaType);
        Assert.Equal("text/csv", (await api.GetAsync("charge-points/CP-1/meter-values?format=csv")).MediaType);
    }

    [Fact]
    public async Task The_message_log_is_followed_after_a_cursor()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        await using var other = await central.BootAsync("CP-2");
        await central.MessagesAsync(new(), rows => rows.Count == 2, "both boots"); // a message has its number when it was answered
        await client.CallForResultAsync("Heartbeat");
        await central.MessagesAsync(new(), rows => rows.Count == 3, "three messages");
        var newest = (await api.GetAsync("messages")).Items();
        Assert.Equal("Heartbeat", newest[0].Text("action"));
        Assert.Equal(2, (await api.GetAsync("messages?chargePointId=cp-1")).Items().Count);
        Assert.Equal(2, (await api.GetAsync("messages?action=BootNotification")).Items().Count);
        Assert.Empty((await api.GetAsync("messages?direction=out")).Items());
        Assert.Equal(3, (await api.GetAsync("messages?direction=in")).Items().Count);
        var page = (await api.GetAsync("messages?limit=2")).Ok();
        Assert.Equal("BootNotification", Assert.Single((await api.GetAsync($"messages?before={page.GetProperty("nextBefore")}")).Items()).Text("action"));
        var cursor = page.GetProperty("nextAfter").GetInt64();
        Assert.Empty((await api.GetAsync($"messages?after={cursor}")).Items());
        await client.CallForResultAsync("Heartbeat");
        await client.CallForResultAsync("Authorize", """{"idTag":"TAG"}""");
        await central.MessagesAsync(new(), rows => rows.Count == 5, "five messages");
        var came = (await api.GetAsync($"messages?after={cursor}")).Ok();
        Assert.Equal(["Heartbeat", "Authorize"], came.GetProperty("items").EnumerateArray().Select(message => message.Text("action"))); // oldest first
        Assert.Contains("\"TAG\"", came.GetProperty("items")[1].Text("call"), StringComparison.Ordinal);
        Assert.Empty((await api.GetAsync($"messages?after={came.GetProperty("nextAfter")}")).Items());
        (await api.GetAsync("messages?after=now&direction=up&limit=0")).Names("after", "direction", "limit");
        Assert.Equal("text/csv", (await api.GetAsync("messages?format=csv")).MediaType);
    }

    private static async Task<int> StartAsync(TestCentralSystem central, RawOcppClient client, int connector, string tag, int meter) =>
        (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"{{tag}}","meterStart":{{meter}},"timestamp":"{{ChargePointApiTests.Now(central)}}"}""")).GetProperty("transactionId").GetInt32();

    private static Task<JsonElement> StopAsync(TestCentralSystem central, RawOcppClient client, int id, int meter, string reason) =>
        client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":{{meter}},"timestamp":"{{ChargePointApiTests.Now(central)}}","reason":"{{reason}}"}""");

    private static Task<JsonElement> MeterAsync(TestCentralSystem central, RawOcppClient client, int connector, int? transaction, int register) =>
        client.CallForResultAsync("MeterValues", $$"""{"connectorId":{{connector}},{{(transaction is { } id ? $"\"transactionId\":{id}," : "")}}"meterValue":[{"timestamp":"{{ChargePointApiTests.Now(central)}}","sampledValue":[{"value":"{{register}}"}]}]}""");

    private static async Task<IReadOnlyList<int>> IdsAsync(ApiClient api, string query) => [.. (await api.GetAsync("transactions" + query)).Items().Select(item => item.GetProperty("id").GetInt32())];
}
