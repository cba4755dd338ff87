using System.Net;
using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>CALLs over the API: what goes out, and what is said of each way it can end.</summary>
public class CommandApiTests
{
    [Fact]
    public async Task An_answer_is_given_back_with_its_time_and_the_id_of_the_command()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var asked = api.PostAsync("charge-points/CP-1/commands/ChangeAvailability", """{"connectorId":2,"type":"Inoperative"}""");
        await client.AnswerAsync("ChangeAvailability", """{"status":"Rejected"}""");
        var result = (await asked).Ok();
        Assert.Equal("Answered", result.Text("outcome")); // a refusal is an answer
        Assert.Equal("Rejected", result.GetProperty("response").Text("status"));
        Assert.True(result.IsNull("errorCode") && result.IsNull("errorDescription"));
        Assert.InRange(result.Number("elapsedMs")!.Value, 0, 15_000);
        var kept = (await api.GetAsync($"commands/{result.GetProperty("commandId")}")).Ok();
        Assert.Equal(("ChangeAvailability", "CP-1", "api"), (kept.Text("action"), kept.Text("chargePointId"), kept.Text("requestedBy")));
        Assert.Equal(2, kept.GetProperty("request").Number("connectorId"));
        (await api.GetAsync("commands/987654")).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/x-www-form-urlencoded")] // what curl says where nobody tells it
    [InlineData("text/plain")]
    public async Task A_body_is_JSON_whatever_its_content_type_says(string? type)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        using var http = central.Browser();
        using var body = new ByteArrayContent("""{"type":"Soft"}"""u8.ToArray());
        if (type is not null) body.Headers.ContentType = new(type);
        var asked = http.PostAsync("/api/v1/charge-points/CP-1/commands/Reset", body);
        await client.AnswerAsync("Reset", """{"status":"Accepted"}""");
        Assert.Equal(HttpStatusCode.OK, (await asked).StatusCode);
        using var settings = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null) settings.Headers.ContentType = new(type);
        Assert.Equal(HttpStatusCode.OK, (await http.PutAsync("/api/v1/charge-points/CP-1", settings)).StatusCode);
    }

    [Fact]
    public async Task A_CALLERROR_is_an_outcome_with_its_code_and_description()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var asked = api.PostAsync("charge-points/CP-1/commands/ClearCache");
        await client.ReplyErrorAsync((await client.ExpectCallAsync("ClearCache")).UniqueId, "NotSupported", "no cache here");
        var result = (await asked).Ok();
        Assert.Equal(("CallError", "NotSupported", "no cache here"), (result.Text("outcome"), result.Text("errorCode"), result.Text("errorDescription")));
        Assert.True(result.IsNull("response"));
    }

    [Fact]
    public async Task No_answer_in_time_is_TimedOut_and_the_time_can_be_chosen()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var asked = api.PostAsync("charge-points/CP-1/commands/ClearCache?timeoutSeconds=3");
        await client.ExpectCallAsync("ClearCache");
        await central.PassAsync(TimeSpan.FromSeconds(1), () => asked.IsCompleted, "end of the wait");
        var result = (await asked).Ok();
        Assert.Equal("TimedOut", result.Text("outcome"));
        Assert.True(result.Number("elapsedMs") >= 3000);
        foreach (var wrong in (string[])["0", "601", "soon", "1.5"])
            (await api.PostAsync($"charge-points/CP-1/commands/ClearCache?timeoutSeconds={wrong}")).Names("timeoutSeconds");
    }

    [Fact]
    public async Task A_connection_that_ends_before_the_answer_is_Disconnected()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var asked = api.PostAsync("charge-points/CP-1/commands/Reset", """{"type":"Hard"}""");
        await client.ExpectCallAsync("Reset");
        client.Drop();
        Assert.Equal("Disconnected", (await asked).Ok().Text("outcome"));
    }

    [Fact]
    public async Task Not_sent_differs_from_answered_while_it_is_not_connected()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-NEW", "{}")).Ok();
        Assert.Contains("not sent", (await api.PostAsync("charge-points/CP-NEW/commands/ClearCache")).Problem(HttpStatusCode.Conflict), StringComparison.OrdinalIgnoreCase);
        var client = await central.BootAsync("CP-1");
        await client.DisposeAsync();
        await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online);
        Assert.Contains("not connected", (await api.PostAsync("charge-points/CP-1/commands/ClearCache")).Problem(HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_sent_differs_from_answered_while_a_commissioning_run_has_it()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        using var reservation = central.Commands.Reserve("CP-1", "commissioning run 7");
        var refused = await api.PostAsync("charge-points/CP-1/commands/ClearCache");
        Assert.Contains("commissioning run 7", refused.Problem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal("NotSent", refused.Body.Text("outcome"));
        Assert.Equal(CommandState.NotSent, central.Commands.Find(refused.Body.GetProperty("commandId").GetInt64())?.State);
    }

    [Fact]
    public async Task Unknown_charge_points_and_actions_are_not_found()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        Assert.Contains("CP-9", (await api.PostAsync("charge-points/CP-9/commands/ClearCache")).Problem(HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("Fly", (await api.PostAsync("charge-points/CP-1/commands/Fly")).Problem(HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("case", (await api.PostAsync("charge-points/CP-1/commands/clearcache")).Problem(HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("Only charge points", (await api.PostAsync("charge-points/CP-1/commands/Heartbeat")).Problem(HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ChangeAvailability", """{"connectorId":1}""", "type")]
    [InlineData("ChangeAvailability", """{"connectorId":"1","type":"Broken"}""", "connectorId,type")]
    [InlineData("RemoteStartTransaction", """{"idTag":"123456789012345678901"}""", "idTag")]
    [InlineData("RemoteStartTransaction", """{"idTag":"T","chargingProfile":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0}]}}}""",
        "chargingProfile.chargingSchedule.chargingSchedulePeriod[0].limit")]
    [InlineData("SendLocalList", """{"listVersion":1,"updateType":"Full","localAuthorizationList":[{"idTag":"A"},{"idTagInfo":{"status":"Accepted"}}]}""", "localAuthorizationList[1].idTag")]
    [InlineData("ReserveNow", """{"connectorId":1,"expiryDate":"tomorrow","idTag":"T","reservationId":1}""", "expiryDate")]
    [InlineData("Reset", """{"type":"Hard","delay":5}""", "delay")]
    [InlineData("ClearCache", "[]", "$")]
    public async Task A_payload_that_breaks_the_schema_is_refused_with_the_members_path(string action, string json, string fields)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        (await api.PostAsync($"charge-points/CP-1/commands/{action}", json)).Names(fields.Split(','));
        (await api.PostAsync($"charge-points/CP-1/commands/{action}", "{\"a\":")).Problem(HttpStatusCode.BadRequest);
        Assert.Empty(central.Commands.Recent("CP-1"));
    }

    [Theory]
    [InlineData("UnlockConnector", """{"connectorId":99}""")]
    [InlineData("CancelReservation", """{"reservationId":-4711}""")]
    [InlineData("SendLocalList", """{"listVersion":-1,"updateType":"Differential"}""")]
    [InlineData("SendLocalList", """{"listVersion":2147483647,"localAuthorizationList":[],"updateType":"Full"}""")]
    [InlineData("RemoteStopTransaction", """{"transactionId":123456789}""")]
    [InlineData("ChangeConfiguration", """{"key":"","value":""}""")]
    [InlineData("DataTransfer", """{"vendorId":"none.such","data":"é €"}""")]
    [InlineData("GetDiagnostics", """{"location":"sftp://files.example/up","retries":0}""")]
    [InlineData("UpdateFirmware", """{"location":"urn:firmware:1","retrieveDate":"1999-12-31T23:59:59.999+02:00"}""")]
    public async Task A_well_formed_CALL_is_never_filtered(string action, string json)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var asked = api.PostAsync($"charge-points/CP-1/commands/{action}", json);
        var call = await client.ExpectCallAsync(action);
        using var meant = JsonDocument.Parse(json);
        Assert.True(JsonElement.DeepEquals(meant.RootElement, call.Payload), call.Payload.GetRawText());
        await client.ReplyAsync(call.UniqueId, """{"status":"Rejected"}""");
        (await asked).Ok();
    }

    [Fact]
    public async Task What_is_sent_is_compact_JSON_with_members_in_the_specifications_order()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var asked = api.PostAsync("charge-points/CP-1/commands/SetChargingProfile", """
            { "csChargingProfiles": { "chargingSchedule": { "chargingSchedulePeriod": [ { "limit": 16.0, "startPeriod": 0 } ], "chargingRateUnit": "A" },
              "chargingProfileKind": "Absolute", "stackLevel": 1, "chargingProfilePurpose": "TxDefaultProfile", "chargingProfileId": 32 }, "connectorId": 1 }
            """);
        var text = await client.ReceiveTextAsync();
        Assert.EndsWith(""","SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":32,"stackLevel":1,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Absolute","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0}]}}}]""", text, StringComparison.Ordinal);
        using var frame = JsonDocument.Parse(text);
        await client.ReplyAsync(frame.RootElement[1].GetString()!, """{"status":"Accepted"}""");
        (await asked).Ok();
        var listed = await Eventually.GetAsync(async () => (await api.GetAsync("charging-profiles?chargePointId=CP-1&held=true")).Items(), items => items.Count == 1, "profile in the list");
        Assert.Equal((32, 1, "Accepted"), (listed[0].Number("chargingProfileId"), listed[0].Number("connectorId"), listed[0].Text("status"))); // the id on the wire
        (await api.GetAsync("charging-profiles?held=perhaps")).Names("held");
    }

    [Fact]
    public async Task A_reservation_without_an_id_gets_one_of_ours_that_is_new_each_time()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var ids = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            var asked = api.PostAsync("charge-points/CP-1/commands/ReserveNow", """{"connectorId":1,"expiryDate":"2099-01-01T00:00:00Z","idTag":"T"}""");
            ids.Add((await client.AnswerAsync("ReserveNow", """{"status":"Accepted"}""")).Payload.GetProperty("reservationId").GetInt32());
            (await asked).Ok();
        }
        Assert.Equal(2, ids.Distinct().Count());
        var given = api.PostAsync("charge-points/CP-1/commands/ReserveNow", """{"connectorId":1,"expiryDate":"2099-01-01T00:00:00Z","idTag":"T","reservationId":4711}""");
        Assert.Equal(4711, (await client.AnswerAsync("ReserveNow", """{"status":"Occupied"}""")).Payload.GetProperty("reservationId").GetInt32());
        (await given).Ok();
    }

    [Fact]
    public async Task Nothing_is_sent_that_nobody_asked_for()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-1", """{"quiet":true}""")).Ok();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
        var asked = api.PostAsync("charge-points/CP-1/commands/GetLocalListVersion");
        using var frame = JsonDocument.Parse(await client.ReceiveTextAsync()); // the first thing that comes
        Assert.Equal("GetLocalListVersion", frame.RootElement[2].GetString());
        await client.ReplyAsync(frame.RootElement[1].GetString()!, """{"listVersion":0}""");
        (await asked).Ok();
    }

    [Fact]
    public async Task A_command_is_found_after_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using (var api = new ApiClient(central))
        {
            await using var client = await central.BootAsync("CP-1");
            var asked = api.PostAsync("charge-points/CP-1/commands/ClearCache");
            await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
            Assert.Equal(1, (await asked).Ok().Number("commandId"));
        }
        await central.RestartAsync();
        using var again = new ApiClient(central);
        Assert.Equal("Accepted", (await again.GetAsync("commands/1")).Ok().Text("status"));
        Assert.Equal("ClearCache", Assert.Single((await again.GetAsync("charge-points/CP-1/commands")).Items()).Text("action"));
    }
}
