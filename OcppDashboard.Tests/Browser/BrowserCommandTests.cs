using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

public sealed class BrowserCommandTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task Clicking_Reset_puts_a_frame_on_the_raw_socket_and_its_answer_stays_in_the_timeline()
    {
        var (id, chargePoint, viewer) = await BeginAsync("RESET");
        await Tour.CommandAsync(viewer.Page, "Reset");
        await Expect(Dialog(viewer)).ToContainTextAsync("Ends no transaction");
        await SendAsync(viewer);

        var call = await chargePoint.ExpectCallAsync("Reset");
        Assert.Equal("Soft", call.Payload.GetProperty("type").GetString());
        await Expect(Newest(viewer)).ToContainTextAsync("sent");
        await chargePoint.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
        await Expect(Newest(viewer)).ToContainTextAsync("Accepted");

        await viewer.GoAsync("/messages");
        await viewer.GoAsync("/charge-points/" + id);
        await Expect(Newest(viewer)).ToContainTextAsync("Reset");
        await Expect(Newest(viewer)).ToContainTextAsync("Accepted");
    }

    [BrowserFact]
    public async Task ChangeAvailability_TriggerMessage_and_RemoteStart_reach_the_charge_point()
    {
        var (id, chargePoint, viewer) = await BeginAsync("BUTTONS", connectors: 2);
        await Tour.CommandAsync(viewer.Page, "ChangeAvailability");
        await Dialog(viewer).GetByRole(AriaRole.Button, new() { Name = "2", Exact = true }).ClickAsync();
        await SendAsync(viewer);
        var change = await chargePoint.AnswerAsync("ChangeAvailability", """{"status":"Scheduled"}""");
        Assert.Equal(2, change.Payload.GetProperty("connectorId").GetInt32());
        Assert.Equal("Inoperative", change.Payload.GetProperty("type").GetString());
        await Expect(Newest(viewer)).ToContainTextAsync("Scheduled");

        await Tour.CommandAsync(viewer.Page, "TriggerMessage");
        await Dialog(viewer).Locator("select").SelectOptionAsync("Heartbeat");
        await SendAsync(viewer);
        var trigger = await chargePoint.AnswerAsync("TriggerMessage", """{"status":"Rejected"}""");
        Assert.Equal("Heartbeat", trigger.Payload.GetProperty("requestedMessage").GetString());
        await Expect(Newest(viewer)).ToContainTextAsync("Rejected");

        await Tour.CommandAsync(viewer.Page, "RemoteStartTransaction");
        await Dialog(viewer).GetByLabel("Id tag").FillAsync("DESK-1");
        await SendAsync(viewer);
        var start = await chargePoint.AnswerAsync("RemoteStartTransaction", """{"status":"Accepted"}""");
        Assert.Equal("DESK-1", start.Payload.GetProperty("idTag").GetString());
        await Expect(Newest(viewer)).ToContainTextAsync("Accepted");

        await viewer.GoAsync("/transactions");
        await viewer.GoAsync("/charge-points/" + id);
        var commands = viewer.Page.Locator("#commands .cmds > li");
        await Expect(commands).ToHaveCountAsync(3);
        await Expect(commands.Nth(0)).ToContainTextAsync("Accepted");
        await Expect(commands.Nth(1)).ToContainTextAsync("Rejected");
        await Expect(commands.Nth(2)).ToContainTextAsync("Scheduled");
    }

    [BrowserFact]
    public async Task GetConfiguration_fills_the_configuration_tab()
    {
        var (id, chargePoint, viewer) = await BeginAsync("KEYS");
        await Tour.CommandAsync(viewer.Page, "GetConfiguration");
        await SendAsync(viewer);
        await chargePoint.AnswerAsync("GetConfiguration", System.Text.Json.JsonSerializer.Serialize(new
        {
            configurationKey = new[]
            {
                new { key = "HeartbeatInterval", @readonly = false, value = "86400" },
                new { key = "NumberOfConnectors", @readonly = true, value = "1" },
            },
            unknownKey = Array.Empty<string>(),
        }));
        await Expect(Newest(viewer)).ToContainTextAsync("2 keys");

        await viewer.GoAsync($"/charge-points/{id}?tab=configuration");
        await Expect(viewer.Page.Locator("table.config tbody tr")).ToHaveCountAsync(2);
        await Expect(viewer.Page.Locator("table.config")).ToContainTextAsync("86400");
        await Expect(viewer.Page.Locator("table.config")).ToContainTextAsync("read-only");
    }

    [BrowserFact]
    public async Task A_generic_form_sends_what_was_typed_in_its_fields()
    {
        var (_, chargePoint, viewer) = await BeginAsync("GENERIC");
        await Tour.CommandAsync(viewer.Page, "SendLocalList");
        await Dialog(viewer).GetByLabel("listVersion").FillAsync("7");
        await Dialog(viewer).GetByLabel("updateType").SelectOptionAsync("Full");
        await SendAsync(viewer);
        var call = await chargePoint.AnswerAsync("SendLocalList", """{"status":"VersionMismatch"}""");
        Assert.Equal(7, call.Payload.GetProperty("listVersion").GetInt32());
        Assert.Equal("Full", call.Payload.GetProperty("updateType").GetString());
        await Expect(Newest(viewer)).ToContainTextAsync("VersionMismatch");
    }

    [BrowserFact]
    public async Task A_drop_in_mid_command_says_disconnected_and_an_offline_charge_point_is_refused_in_words()
    {
        var (id, chargePoint, viewer) = await BeginAsync("DROP");
        await Tour.CommandAsync(viewer.Page, "TriggerMessage");
        await SendAsync(viewer);
        await chargePoint.ExpectCallAsync("TriggerMessage");
        chargePoint.Drop(reset: true);
        await Expect(Newest(viewer)).ToContainTextAsync("Disconnected before the answer");
        await Expect(viewer.Page.Locator(".offline-line")).ToContainTextAsync("since");
        await Expect(viewer.Page.Locator(".cp-head .chip")).ToHaveAttributeAsync("data-status", "offline");

        await Tour.CommandAsync(viewer.Page, "TriggerMessage");
        await Expect(Dialog(viewer)).ToContainTextAsync(id + " is offline");
        await Expect(Dialog(viewer).Locator("button[type=submit]")).ToBeDisabledAsync();
    }

    private async Task<(string Id, RawOcppClient ChargePoint, OpenPage Viewer)> BeginAsync(string name, int connectors = 1)
    {
        var lab = await Fixture.LabAsync();
        var id = NewId(name);
        var chargePoint = await BootAsync(lab, id, connectors: connectors);
        return (id, chargePoint, await OpenAsync(lab, "/charge-points/" + id));
    }

    private static ILocator Dialog(OpenPage viewer) => viewer.Page.Locator("dialog[open]");

    private static ILocator Newest(OpenPage viewer) => viewer.Page.Locator("#commands .cmds > li").First;

    private static async Task SendAsync(OpenPage viewer)
    {
        await Dialog(viewer).Locator("button[type=submit]").ClickAsync();
        await Expect(Dialog(viewer)).ToHaveCountAsync(0);
    }
}
