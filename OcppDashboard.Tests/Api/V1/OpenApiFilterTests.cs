using System.Globalization;
using System.Text.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>Each query parameter that the document names does what it says: with some of everything, each leaves out a part of its list.</summary>
public class OpenApiFilterTests
{
    /// <summary>For each filter a value that some items match and others do not.</summary>
    private static readonly Dictionary<(string Operation, string Name), string> Matching = new()
    {
        [("listChargePoints", "q")] = "Acme", [("listChargePoints", "online")] = "true",
        [("listTransactions", "chargePointId")] = "CP-1", [("listTransactions", "idTag")] = "ANN", [("listTransactions", "state")] = "open",
        [("listMeterValuesOfChargePoint", "connectorId")] = "2",
        [("listMessages", "chargePointId")] = "CP-1", [("listMessages", "action")] = "StartTransaction", [("listMessages", "direction")] = "out", [("listMessages", "text")] = "ANN",
        [("listReservations", "chargePointId")] = "CP-1", [("listReservations", "status")] = "Refused",
        [("listChargingProfiles", "chargePointId")] = "CP-1", [("listChargingProfiles", "held")] = "false",
        [("listIdTags", "q")] = "fleet", [("listIdTags", "status")] = "Blocked",
        [("listAcceptanceRuns", "chargePointId")] = "CP-1",
        [("listDeliveries", "failed")] = "true",
        [("listReceivedFiles", "chargePointId")] = "CP-1", [("listReceivedFiles", "commandId")] = "1", [("listReceivedFiles", "q")] = "CP-1.log",
    };

    [Fact]
    public async Task Each_documented_parameter_filters_and_each_wrong_value_is_named()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var transaction = await FillAsync(central, api);
        var tried = 0;
        foreach (var path in (await api.GetAsync("/openapi/v1.json")).Ok().GetProperty("paths").EnumerateObject())
        {
            if (!path.Value.TryGetProperty("get", out var operation) || !operation.TryGetProperty("parameters", out var parameters)) continue;
            var (name, address) = (operation.Text("operationId")!, path.Name.Replace("{id}", path.Name.Contains("/transactions/", StringComparison.Ordinal) ? transaction : path.Name.Contains("runs", StringComparison.Ordinal) || path.Name.Contains("webhooks", StringComparison.Ordinal) ? "1" : "CP-1", StringComparison.Ordinal));
            foreach (var parameter in parameters.EnumerateArray().Where(parameter => parameter.Text("in") == "query"))
            {
                await FiltersAsync(api, name, address, parameter.Text("name")!);
                await RefusesAsync(api, address, parameter);
                tried++;
            }
        }
        Assert.InRange(tried, 50, 100);
        (await api.GetAsync("messages?offset=1")).Names("offset"); // what is not documented is not taken
        (await api.GetAsync("transactions?colour=red")).Names("colour");
    }

    private static async Task FiltersAsync(ApiClient api, string operation, string address, string name)
    {
        if (operation == "getAcceptanceRunReport") return; // its format has a test of its own
        var all = (await api.GetAsync(address)).Items();
        Assert.True(all.Count >= 2, $"{operation} has {all.Count} items");
        async Task<int> CountAsync(string value) => (await api.GetAsync($"{address}?{name}={Uri.EscapeDataString(value)}")).Items().Count;
        switch (name)
        {
            case "limit": Assert.Equal(1, await CountAsync("1")); return;
            case "offset": Assert.Equal(all.Count - 1, await CountAsync("1")); return;
            case "format": Assert.Equal("text/csv", (await api.GetAsync($"{address}?format=csv")).MediaType); return;
            case "after" or "before": Assert.InRange(await CountAsync(all[1].GetProperty("id").ToString()), 1, all.Count - 1); return;
            case "from" or "to":
                var times = all.Select(item => item.TryGetProperty("startedAt", out var at) ? at.GetString()! : item.Text("at")!).Distinct().Order(StringComparer.Ordinal).ToList();
                Assert.True(times.Count >= 2, $"{operation} has one time only");
                Assert.InRange(await CountAsync(times[name == "from" ? ^1 : 0]), 1, all.Count - 1);
                return;
        }
        Assert.True(Matching.TryGetValue((operation, name), out var value), $"{operation}: nothing is known to try for {name}");
        var found = await CountAsync(value);
        Assert.True(found > 0 && found < all.Count, $"{operation} {name}={value}: {found} of {all.Count}");
    }

    /// <summary>What its schema forbids is answered 422 with its name.</summary>
    private static async Task RefusesAsync(ApiClient api, string address, JsonElement parameter)
    {
        var (name, schema) = (parameter.Text("name")!, parameter.GetProperty("schema"));
        List<string> wrong = [];
        if (schema.TryGetProperty("enum", out _) || schema.TryGetProperty("format", out var format) && format.GetString() == "date-time") wrong.Add("nonsense");
        if (schema.Text("type") == "integer") wrong.Add("x");
        if (schema.TryGetProperty("minimum", out var least)) wrong.Add((least.GetInt32() - 1).ToString(CultureInfo.InvariantCulture));
        if (schema.TryGetProperty("maximum", out var most)) wrong.Add((most.GetInt32() + 1).ToString(CultureInfo.InvariantCulture));
        foreach (var value in wrong) (await api.GetAsync($"{address}?{name}={value}")).Names(name);
        if (!schema.TryGetProperty("enum", out var words)) return;
        foreach (var word in words.EnumerateArray()) Assert.Equal(System.Net.HttpStatusCode.OK, (await api.GetAsync($"{address}?{name}={word}")).Status);
    }

    /// <summary>Two of everything that can be listed, of two charge points of which one is connected in the end.</summary>
    /// <returns>The id of a transaction with meter values.</returns>
    private static async Task<string> FillAsync(TestCentralSystem central, ApiClient api)
    {
        await api.PutAsync("id-tags/ANN", """{"note":"fleet"}""");
        await api.PutAsync("id-tags/BOB", """{"status":"Blocked"}""");
        await api.PutAsync("charge-points/CP-3", "{}");
        var one = await central.BootAsync("CP-1"); // stays; the test system ends it
        var two = await central.BootAsync("CP-2");
        await ReceiveAsync(api, one, "CP-1");
        await ReceiveAsync(api, two, "CP-2");
        foreach (var name in (string[])["a.bin", "b.bin"]) await api.PostAsync($"firmware-files?name={name}", "x");
        var first = (await one.CallForResultAsync("StartTransaction", Start("ANN", central.Time.GetUtcNow().AddMinutes(-9)))).GetProperty("transactionId").ToString();
        await one.CallForResultAsync("MeterValues", Values(1, first, central.Time.GetUtcNow().AddMinutes(-8)));
        await one.CallForResultAsync("MeterValues", Values(1, first, central.Time.GetUtcNow().AddMinutes(-7)));
        await one.CallForResultAsync("MeterValues", Values(2, null, central.Time.GetUtcNow().AddMinutes(-6)));
        var second = (await two.CallForResultAsync("StartTransaction", Start("BOB", central.Time.GetUtcNow().AddMinutes(-5)))).GetProperty("transactionId");
        await two.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{second}},"meterStop":9,"timestamp":"{{central.Time.GetUtcNow():O}}"}""");
        foreach (var (client, id, status) in ((RawOcppClient, string, string)[])[(one, "CP-1", "Accepted"), (two, "CP-2", "Rejected")])
        {
            await SendAsync(api, client, id, "ReserveNow", """{"connectorId":2,"expiryDate":"2031-03-04T08:00:00Z","idTag":"ANN"}""", status);
            await SendAsync(api, client, id, "SetChargingProfile", """{"connectorId":0,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"ChargePointMaxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}""", status);
        }
        foreach (var id in (string[])["CP-1", "CP-2"])
        {
            var run = (await api.PostAsync("acceptance-runs", $$$"""{"chargePointId":"{{{id}}}","plan":{"tester":"Ann","functions":[15]}}""")).Body.GetProperty("id").GetInt64();
            await api.PostAsync($"acceptance-runs/{run}/abort");
        }
        await DeliverAsync(api);
        await two.DisposeAsync();
        await central.SnapshotAsync("CP-2", snapshot => !snapshot.Online);
        await Eventually.GetAsync(async () => (await api.GetAsync("acceptance-runs")).Items().Count == 2 && (await api.GetAsync("reservations?status=Refused")).Items().Count == 1
            && (await api.GetAsync("charging-profiles")).Items().Count == 2 && (await api.GetAsync("messages?action=SetChargingProfile")).Items().Count == 2, so => so, "all lists are filled");
        return first;
    }

    /// <summary>A file that the charge point sends when it is asked to.</summary>
    private static async Task ReceiveAsync(ApiClient api, RawOcppClient client, string id)
    {
        var asked = api.PostAsync($"charge-points/{id}/commands/GetDiagnostics", """{"receive":"http"}""");
        var call = await client.AnswerAsync("GetDiagnostics", $$"""{"fileName":"{{id}}.log"}""");
        await asked;
        using var box = new HttpClient();
        (await box.PutAsync(call.Payload.GetProperty("location").GetString(), new StringContent(id))).EnsureSuccessStatusCode();
    }

    /// <summary>Two webhooks; the first has a delivery that was taken and one that was not.</summary>
    private static async Task DeliverAsync(ApiClient api)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        foreach (var path in (string[])["taken", "not-taken"]) await api.PostAsync("webhooks", $$"""{"url":"{{receiver.Url}}/{{path}}","events":["fault"]}""");
        await api.PostAsync("webhooks/1/test");
        await receiver.NextAsync("test");
        await Eventually.GetAsync(async () => (await api.GetAsync("webhooks/1/deliveries")).Items().Count(IsTaken), count => count == 1, "a delivery that was taken");
        receiver.Answer = context => { context.Response.StatusCode = 500; return Task.CompletedTask; };
        await api.PostAsync("webhooks/1/test");
        await Eventually.GetAsync(async () => (await api.GetAsync("webhooks/1/deliveries?failed=true")).Items().Count, count => count == 1, "a failed delivery");
    }

    private static bool IsTaken(System.Text.Json.JsonElement delivery) => delivery.GetProperty("state").GetString() == "Delivered";

    private static string Start(string idTag, DateTimeOffset at) => $$"""{"connectorId":1,"idTag":"{{idTag}}","meterStart":0,"timestamp":"{{at:O}}"}""";

    private static string Values(int connector, string? transaction, DateTimeOffset at) =>
        $$"""{"connectorId":{{connector}},{{(transaction is null ? "" : "\"transactionId\":" + transaction + ",")}}"meterValue":[{"timestamp":"{{at:O}}","sampledValue":[{"value":"5"}]}]}""";

    private static async Task SendAsync(ApiClient api, RawOcppClient client, string id, string action, string payload, string status)
    {
        var sending = api.PostAsync($"charge-points/{id}/commands/{action}", payload);
        await client.AnswerAsync(action, $$"""{"status":"{{status}}"}""");
        (await sending).Ok();
    }
}
