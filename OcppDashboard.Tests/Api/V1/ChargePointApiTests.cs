using System.Net;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>Charge points over the API: what is true of them, and what is set for them.</summary>
public class ChargePointApiTests
{
    [Fact]
    public async Task A_charge_point_is_shown_with_connectors_and_findings()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.OpenAsync("CP-1");
        await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box","chargePointSerialNumber":"S-1","firmwareVersion":"1.2"}""");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""");
        var started = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"TAG","meterStart":5000,"timestamp":"{{Now(central)}}"}""");
        var transaction = started.GetProperty("transactionId").GetInt32();
        await client.CallForResultAsync("MeterValues", $$"""
            {"connectorId":1,"transactionId":{{transaction}},"meterValue":[{"timestamp":"{{Now(central)}}","sampledValue":[{"value":"5600"},{"value":"7.2","measurand":"Power.Active.Import","unit":"kW"}]}]}
            """);
        await client.CallForResultAsync("StatusNotification", """{"connectorId":2,"errorCode":"NoError","status":"Sleeping"}"""); // no word of the specification
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Findings.Length > 0 && snapshot.Connector(1)?.RegisterWh == 5600, "finding and register");

        var shown = (await api.GetAsync("charge-points/CP-1")).Ok();
        Assert.Equal(("CP-1", "Acme", "Box", "S-1", "1.2", true), (shown.Text("id"), shown.Text("vendor"), shown.Text("model"), shown.Text("serialNumber"), shown.Text("firmwareVersion"), shown.GetProperty("online").GetBoolean()));
        Assert.EndsWith("Z", shown.Text("lastMessageAt"), StringComparison.Ordinal);
        var connector = shown.GetProperty("connectors").EnumerateArray().Single(c => c.GetProperty("id").GetInt32() == 1);
        Assert.Equal(("Charging", "NoError"), (connector.Text("status"), connector.Text("errorCode")));
        Assert.Equal((transaction, 7200, 600, 5600), (connector.Number("transactionId"), connector.Number("powerW"), connector.Number("energyWh"), connector.Number("registerWh"))); // energy is the transaction's
        Assert.False(connector.IsNull("since"));
        var finding = shown.GetProperty("findings")[0];
        Assert.NotEmpty(finding.Text("code")!);
        Assert.NotEmpty(finding.Text("title")!);
        Assert.Equal(1, finding.Number("count"));
        Assert.Contains("Sleeping", finding.Text("frame"), StringComparison.Ordinal);
        Assert.False(finding.IsNull("firstSeenAt") || finding.IsNull("lastSeenAt"));

        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{transaction}},"meterStop":5700,"timestamp":"{{Now(central)}}"}""");
        connector = (await api.GetAsync("charge-points/cp-1")).Ok().GetProperty("connectors").EnumerateArray().Single(c => c.GetProperty("id").GetInt32() == 1);
        Assert.True(connector.IsNull("transactionId") && connector.IsNull("energyWh"));
        Assert.True(connector.IsNull("powerW"));
        Assert.Equal(5700, connector.Number("registerWh"));
    }

    [Fact]
    public async Task A_charge_point_that_nobody_knows_is_not_found()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        Assert.Contains("CP-9", (await api.GetAsync("charge-points/CP-9")).Problem(HttpStatusCode.NotFound), StringComparison.Ordinal);
        (await api.DeleteAsync("charge-points/CP-9")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("charge-points/CP-9/meter-values")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("nothing-of-this")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_that_was_provisioned_and_never_connected_is_listed_offline()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-NEW", """{"name":"Yard 3"}""")).Ok();
        await using var client = await central.BootAsync("CP-OLD");
        var all = (await api.GetAsync("charge-points")).Items();
        Assert.Equal([("CP-OLD", true), ("CP-NEW", false)], all.Select(one => (one.Text("id"), one.GetProperty("online").GetBoolean())).OrderByDescending(one => one.Item2));
        Assert.Equal("CP-NEW", Assert.Single((await api.GetAsync("charge-points?online=false")).Items()).Text("id"));
        Assert.Equal("CP-NEW", Assert.Single((await api.GetAsync("charge-points?q=yard")).Items()).Text("id"));
        Assert.Empty((await api.GetAsync("charge-points/CP-NEW")).Ok().GetProperty("connectors").EnumerateArray());
        (await api.GetAsync("charge-points?online=maybe&color=red&limit=0")).Names("online", "color", "limit");
        var part = (await api.GetAsync("charge-points?limit=1")).Ok();
        Assert.Equal((2, 1), (part.Number("total"), part.Number("nextOffset")));
        Assert.True((await api.GetAsync("charge-points?limit=1&offset=1")).Ok().IsNull("nextOffset"));
    }

    [Fact]
    public async Task One_that_is_blocked_is_disconnected_and_let_in_when_it_is_accepted_again()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        (await api.PutAsync("charge-points/CP-1", """{"onboarding":"Blocked"}""")).Ok();
        Assert.Equal(1008, (await client.ReceiveCloseAsync()).Code);
        await using (var refused = await RawOcppClient.OpenAsync(central.Port, "/ocpp/CP-1")) Assert.Equal(403, refused.Answer!.Status);
        (await api.PutAsync("charge-points/CP-1", """{"onboarding":"Accepted"}""")).Ok();
        await using var again = await central.BootAsync("CP-1");
    }

    [Fact]
    public async Task What_is_set_is_kept_and_the_password_only_as_a_hash()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var answer = await api.PutAsync("charge-points/CP-1", """
            {"name":"Yard","password":"correct horse","onboarding":"Blocked","nextBootStatus":"Pending","bootIntervalSeconds":1,"quiet":true,"replyDelayMs":150,"omitsSubProtocol":true,
             "ignoresUserName":true,"meterFactor":10,"remoteIdTag":"DESK","idleLimitSeconds":600,"requiresClientCertificate":true}
            """);
        Assert.DoesNotContain("correct horse", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(central.Get<ChargePointSettingsStore>().Of("CP-1").PasswordSha256!, answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.True(answer.Ok().GetProperty("settings").GetProperty("hasPassword").GetBoolean());
        await central.RestartAsync();
        using var again = new ApiClient(central);
        var settings = central.Get<ChargePointSettingsStore>().Of("cp-1");
        Assert.Equal(
            new ChargePointSettings
            {
                Name = "Yard", MayConnect = false, NextBootStatus = RegistrationStatus.Pending, BootIntervalSeconds = 1, IsQuiet = true, ReplyDelayMs = 150,
                OmitsSubProtocol = true, IgnoresUserName = true, MeterFactor = 10, RemoteIdTag = "DESK", IdleLimitSeconds = 600, RequiresClientCertificate = true,
                PasswordSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("correct horse"u8)),
            },
            settings with { PasswordSha256 = settings.PasswordSha256?.ToLowerInvariant() });
        var shown = (await again.GetAsync("charge-points/CP-1")).Ok().GetProperty("settings");
        Assert.Equal(("Blocked", "Pending", 1), (shown.Text("onboarding"), shown.Text("nextBootStatus"), shown.Number("bootIntervalSeconds")));

        (await again.PutAsync("charge-points/CP-1", """{"name":"Yard 2"}""")).Ok();
        Assert.NotNull(central.Get<ChargePointSettingsStore>().Of("CP-1").PasswordSha256); // absent leaves the password
        Assert.Null(central.Get<ChargePointSettingsStore>().Of("CP-1").NextBootStatus);
        (await again.PutAsync("charge-points/CP-1", """{"password":null}""")).Ok();
        Assert.Null(central.Get<ChargePointSettingsStore>().Of("CP-1").PasswordSha256);
    }

    [Theory]
    [InlineData("""{"replyDelayMs":2001}""", "replyDelayMs")]
    [InlineData("""{"idleLimitSeconds":299}""", "idleLimitSeconds")]
    [InlineData("""{"bootIntervalSeconds":0}""", "bootIntervalSeconds")]
    [InlineData("""{"meterFactor":0,"remoteIdTag":"123456789012345678901"}""", "meterFactor,remoteIdTag")]
    [InlineData("""{"nextBootStatus":"Perhaps"}""", "nextBootStatus")]
    [InlineData("""{"colour":"red"}""", "colour")]
    [InlineData("""{"quiet":"yes"}""", "quiet")]
    [InlineData("[]", "$")]
    public async Task What_is_wrong_is_named_and_nothing_is_set(string json, string fields)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-1", json)).Names(fields.Split(','));
        Assert.False(central.Get<ChargePointSettingsStore>().Has("CP-1"));
        Assert.Contains("line 1", (await api.PutAsync("charge-points/CP-1", "{,")).Problem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forgetting_the_settings_leaves_the_history()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        (await api.PutAsync("charge-points/CP-1", """{"quiet":true}""")).Ok();
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("charge-points/CP-1")).Status);
        Assert.Equal(new ChargePointSettings(), central.Get<ChargePointSettingsStore>().Of("CP-1"));
        Assert.Equal("Acme", (await api.GetAsync("charge-points/CP-1")).Ok().Text("vendor"));
        await central.MessagesAsync(new("CP-1"), rows => rows.Count > 0, "boot in the log");
        (await api.PutAsync("charge-points/CP-2", "{}")).Ok();
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("charge-points/CP-2")).Status);
        (await api.GetAsync("charge-points/CP-2")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_list_as_CSV_has_no_cell_that_a_spreadsheet_would_run()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-1", """{"name":"=1+1"}""")).Ok();
        var csv = await api.GetAsync("charge-points?format=csv");
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (csv.Status, csv.MediaType));
        Assert.StartsWith("id,name,online", csv.Text, StringComparison.Ordinal);
        Assert.Contains("'=1+1", csv.Text, StringComparison.Ordinal);
        (await api.GetAsync("charge-points?format=xml")).Names("format");
    }

    [Fact]
    public async Task A_header_says_where_a_list_goes_on_also_for_CSV()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        for (var i = 1; i <= 3; i++) (await api.PutAsync($"charge-points/CP-{i}", "{}")).Ok();
        var first = await api.GetAsync("charge-points?format=csv&limit=2");
        Assert.Equal("<?format=csv&limit=2&offset=2>; rel=\"next\"", first.Next);
        var rest = await api.GetAsync("charge-points" + first.Next![1..first.Next!.IndexOf('>', StringComparison.Ordinal)]);
        Assert.Equal((2, true, null), (rest.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, rest.Text.Contains("\nCP-3,", StringComparison.Ordinal), rest.Next));
        Assert.Null((await api.GetAsync("charge-points")).Next);
        Assert.Equal("<?limit=1&offset=1>; rel=\"next\"", (await api.GetAsync("charge-points?limit=1")).Next);
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("Heartbeat");
        await central.MessagesAsync(new("CP-1"), rows => rows.Count == 2, "both messages in the log");
        Assert.Matches("^<\\?limit=1&before=[0-9]+>; rel=\"next\"$", (await api.GetAsync("messages?limit=1")).Next);
        Assert.Matches("^<\\?after=[0-9]+&limit=1>; rel=\"next\"$|^<\\?limit=1&after=[0-9]+>; rel=\"next\"$", (await api.GetAsync("messages?after=0&limit=1")).Next);
        Assert.Null((await api.GetAsync("messages?after=0")).Next);
    }

    internal static string Now(TestCentralSystem central) => OcppTimestamp.Format(central.Time.GetUtcNow());
}
