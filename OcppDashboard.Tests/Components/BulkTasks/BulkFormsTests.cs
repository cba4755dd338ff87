using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.BulkTasks;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.State;
using OcppDashboard.Tests.Features.BulkTasks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.BulkTasks;

/// <summary>Reservations, local lists and charging profiles for many, from the form to the charge points and into the same books as single commands.</summary>
public sealed class BulkFormsTests : PageTest
{
    private const string Accepted = """{"status":"Accepted"}""";
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;

    [Fact]
    public async Task A_reservation_gets_an_id_for_each_charge_point()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        central.Get<ReservationIds>().Used(40);
        var page = Open("ReserveNow");
        page.Act(() => page.Find("dialog form").Submit());
        Assert.Contains("The id tag is needed.", page.Find("dialog [role=alert]").TextContent);
        page.Act(() => page.Find("dialog input[list]").Change("ANN"));
        page.Act(() => page.Find("dialog form").Submit());
        var first = (await one.AnswerAsync("ReserveNow", Accepted)).Payload;
        var second = (await two.AnswerAsync("ReserveNow", """{"status":"Occupied"}""")).Payload;
        Assert.Matches("""^\{"connectorId":1,"expiryDate":"[^"]+","idTag":"ANN","reservationId":41\}$""", first.GetRawText());
        Assert.Equal(42, second.GetProperty("reservationId").GetInt32());
        Assert.Equal(["Accepted", "Occupied"], (await BulkCommandsTests.EndAsync(central, 1)).Targets.Select(target => target.Result));
        await Eventually.IsAsync(() => central.Get<ReservationService>().All.Select(row => $"{row.ChargePointId} {row.Id} {row.Status}").Order().SequenceEqual(["CP-1 41 Accepted", "CP-2 42 Refused"]), "both are in the book");
        await Context.DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_local_list_goes_to_each_with_a_version_of_its_own()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        foreach (var tag in (string[])["A", "B", "LONGER-THAN-TWENTY-CHARACTERS"]) await central.Get<IdTagStore>().PutAsync(new() { IdTag = tag, Status = "Accepted" });
        central.Start("CP-1", "SendLocalList", """{"listVersion":6,"localAuthorizationList":[],"updateType":"Full"}""");
        await one.AnswerAsync("SendLocalList", Accepted);
        central.Start("CP-2", "GetConfiguration");
        await two.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"SendLocalListMaxLength","readonly":true,"value":"1"},{"key":"LocalAuthListMaxLength","readonly":true,"value":"1"}]}""");
        await Eventually.IsAsync(() => central.Get<LocalListService>().Of("CP-1").SentVersion == 6 && central.Get<LocalListService>().Of("CP-2").IsTooLong, "what is known of both");
        var page = Open("SendLocalList");
        Assert.Contains("1 id tag is longer than 20 characters", page.Find("dialog .left-out").TextContent);
        Assert.Contains("1 charge point holds fewer than 2 tags and will most likely refuse the list: CP-2 (1).", page.Find("dialog").TextContent);
        Assert.Contains("Each gets all id tags, 2 now", page.Find("dialog").TextContent);
        page.Act(() => Button(page, "Only changes").Click());
        Assert.Contains("1 was never sent one and gets all id tags; 0 have the present tags already.", page.Find("dialog").TextContent);
        page.Act(() => page.Find("dialog form").Submit());
        Assert.Equal("""{"listVersion":7,"localAuthorizationList":[{"idTag":"A","idTagInfo":{"status":"Accepted"}},{"idTag":"B","idTagInfo":{"status":"Accepted"}}],"updateType":"Differential"}""",
            (await one.AnswerAsync("SendLocalList", Accepted)).Payload.GetRawText());
        Assert.Equal("""{"listVersion":1,"localAuthorizationList":[{"idTag":"A","idTagInfo":{"status":"Accepted"}}],"updateType":"Full"}""", (await two.AnswerAsync("SendLocalList", Accepted)).Payload.GetRawText());
        Assert.Equal("Differential", (await two.AnswerAsync("SendLocalList", """{"status":"Failed"}""")).Payload.GetProperty("updateType").GetString());
        Assert.Equal(["Accepted, version 7", "Failed, message 2 of 2"], (await BulkCommandsTests.EndAsync(central, 1)).Targets.Select(target => target.Result));
        Assert.True(central.Get<LocalListService>().Of("CP-1").IsInSync);
        var again = await BulkCommandsTests.StartAsync(central, "SendLocalList", """{"updateType":"Differential"}""", ["CP-1"], order => order);
        Assert.Equal("has the list already", (await BulkCommandsTests.EndAsync(central, again.Id)).Targets[0].Result);
        await Context.DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_list_typed_as_JSON_goes_to_all_as_it_is()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        var page = Open("SendLocalList");
        page.Act(() => Button(page, "Raw JSON").Click());
        page.Act(() => page.Find("dialog textarea").Change("""{"localAuthorizationList":[],"updateType":"Full"}"""));
        page.Act(() => page.Find("dialog form").Submit());
        Assert.Equal("The payload needs listVersion.", page.Find("dialog [role=alert]").TextContent); // without it our id tags would go in place of what was typed
        page.Act(() => page.Find("dialog textarea").Change("""{"listVersion":9,"updateType":"Full"}"""));
        page.Act(() => page.Find("dialog form").Submit());
        Assert.Equal("""{"listVersion":9,"updateType":"Full"}""", (await one.AnswerAsync("SendLocalList", Accepted)).Payload.GetRawText());
        await Context.DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_charging_profile_has_one_id_for_all_and_the_transaction_of_each()
    {
        await using var central = await StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var transaction = (await two.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-05-12T12:00:00Z"}""")).GetProperty("transactionId").GetInt32();
        central.Start("CP-1", "SetChargingProfile", """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":4,"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":10}]}}}""");
        await one.AnswerAsync("SetChargingProfile", Accepted);
        await Eventually.IsAsync(() => central.Get<ChargingProfileStore>().Of("CP-1").Count == 1, "the first profile is in the book");
        var page = Open("SetChargingProfile");
        Assert.Equal(["1 of 2 charge points: Replaces profile 4, which has the same purpose and stack level."], page.FindAll("dialog .profile-remark").Select(remark => remark.TextContent.Trim()));
        page.Act(() => page.FindAll("dialog select")[0].Change("TxProfile"));
        Assert.Equal(["1 of 2 charge points: No transaction is known to run on connector 1: a TxProfile will be refused. TxDefaultProfile holds for transactions to come."],
            page.FindAll("dialog .profile-remark").Select(remark => remark.TextContent.Trim()));
        page.Act(() => page.Find("dialog form").Submit());
        Assert.StartsWith("""{"connectorId":1,"csChargingProfiles":{"chargingProfileId":5,"stackLevel":0,""", (await one.AnswerAsync("SetChargingProfile", """{"status":"Rejected"}""")).Payload.GetRawText());
        Assert.StartsWith($$"""{"connectorId":1,"csChargingProfiles":{"chargingProfileId":5,"transactionId":{{transaction}},"stackLevel":0,""", (await two.AnswerAsync("SetChargingProfile", Accepted)).Payload.GetRawText());
        Assert.Equal(["Rejected", "Accepted"], (await BulkCommandsTests.EndAsync(central, 1)).Targets.Select(target => target.Result));
        await Eventually.IsAsync(() => central.Get<ChargingProfileStore>().HeldBy("CP-2").SingleOrDefault()?.TransactionId == transaction, "it is in the book with its transaction");
        await Context.DisposeComponentsAsync();
    }

    /// <summary>The page with all charge points chosen and the action's form open.</summary>
    private IRenderedComponent<NewTaskPage> Open(string action)
    {
        Navigation.NavigateTo($"/commands/new?action={action}&cp=all");
        var page = Context.Render<NewTaskPage>();
        page.Act(() => page.Find(".how .btn.primary").Click());
        return page;
    }

    private async Task<TestCentralSystem> StartAsync()
    {
        var central = await TestCentralSystem.StartAsync();
        Context.Services.AddSingleton(central.Store).AddSingleton(central.Get<BulkCommands>()).AddSingleton(central.Get<ReservationIds>()).AddSingleton(central.Get<IdTagStore>())
            .AddSingleton(central.Get<LocalListService>()).AddSingleton(central.Get<ChargingProfileStore>()).AddSingleton(central.Get<ChargePointSettingsStore>());
        return central;
    }

    private static IElement Button(IRenderedComponent<NewTaskPage> page, string text) => page.FindAll("dialog button").First(button => button.TextContent.Trim() == text);
}
