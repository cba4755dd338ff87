using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Certificates;
using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Certificates;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Features.WorkList;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.ChargePoints;

/// <summary>Tabs of a charge point's page over the whole application, with a raw charge point at its other end.</summary>
public sealed class ChargePointTabsTests : IAsyncLifetime
{
    private const string Id = "TAB-1";
    private readonly BunitContext context = new();
    private TestCentralSystem central = null!;
    private RawOcppClient client = null!;
    private (string Action, JsonElement? Payload) asked;

    public async Task InitializeAsync()
    {
        central = await TestCentralSystem.StartAsync();
        client = await central.BootAsync(Id);
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available"}""");
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton<TimeProvider>(central.Time).AddSingleton<ViewerClock>().AddSupplyValueFromQueryProvider()
            .AddSingleton(central.Store).AddSingleton(central.Commands).AddSingleton(central.Get<ChargingProfileStore>()).AddSingleton(central.Get<CertificateService>())
            .AddSingleton(central.Get<CertificateAuthority>()).AddSingleton(central.Get<CriticalSecurityEvents>()).AddSingleton(central.Get<SecurityAcknowledgements>())
            .AddSingleton(central.Get<SecurityQueries>()).AddSingleton(central.Get<DataTransferQueries>()).AddSingleton(central.Get<HistoryQueries>());
    }

    public async Task DisposeAsync()
    {
        await context.DisposeAsync();
        await client.DisposeAsync();
        await central.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"status":"Accepted"}""", "without a schedule")]
    [InlineData("""{"status":"Accepted","connectorId":1,"scheduleStart":"NOW","chargingSchedule":{"duration":86400,"chargingRateUnit":"A","chargingSchedulePeriod":[]}}""", "with a schedule that has no periods")]
    [InlineData("""{"status":"Accepted","connectorId":1,"scheduleStart":"1970-01-01T00:00:00Z","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}""", "1970")]
    public async Task X17_the_page_says_what_the_answer_was(string answer, string says)
    {
        var tab = RenderProfiles();
        tab.Act(() => tab.FindAll("button").First(b => b.TextContent == "Ask it").Click());
        var call = await client.ExpectCallAsync("GetCompositeSchedule");
        await client.ReplyAsync(call.UniqueId, answer.Replace("NOW", $"{central.Time.GetUtcNow():O}", StringComparison.Ordinal));
        tab.WaitForAssertion(() => Assert.Contains(says, tab.Find(".composite-says").TextContent));
        Assert.DoesNotContain("has not been asked", tab.Find(".composite-says").TextContent);
    }

    [Fact]
    public async Task Profiles_are_listed_and_the_composite_schedule_is_asked_for_and_compared()
    {
        await SetAsync(3, 1, 16, "Accepted");
        await SetAsync(4, 2, 10, "Rejected");
        var tab = RenderProfiles();
        Assert.StartsWith("13 Level 1TxDefaultProfile Absolute16 A", string.Concat(tab.FindAll("table.profiles tbody tr:first-child td").Take(4).Select(cell => cell.TextContent.Trim())));
        Assert.Contains("Refused, replaced and cleared (1)", tab.Find("details.profiles-past summary").TextContent);
        Assert.Contains("Rejected", tab.Find("details.profiles-past tbody").TextContent);
        tab.Act(() => tab.FindAll("button").First(b => b.TextContent == "Ask it").Click());
        var call = await client.ExpectCallAsync("GetCompositeSchedule");
        Assert.Equal("""{"connectorId":1,"duration":86400}""", call.Payload.GetRawText());
        await client.ReplyAsync(call.UniqueId, $$$"""{"status":"Accepted","connectorId":1,"scheduleStart":"{{{central.Time.GetUtcNow():O}}}","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16},{"startPeriod":3600,"limit":8}]}}""");
        tab.WaitForAssertion(() => Assert.Single(tab.FindAll("path.sched-other")));
        Assert.Contains("it says 8 A where 16 A was expected", tab.Find(".composite-says").TextContent);
    }

    [Fact]
    public async Task A_profile_is_edited_and_cleared_through_their_dialogs()
    {
        await SetAsync(3, 1, 16, "Accepted");
        var tab = RenderProfiles();
        tab.Act(() => tab.Find("button[aria-label='Edit: 3']").Click());
        Assert.Equal(("SetChargingProfile", 3), (asked.Action, asked.Payload!.Value.GetProperty("csChargingProfiles").GetProperty("chargingProfileId").GetInt32()));
        tab.Act(() => tab.Find("button[aria-label='Clear: 3']").Click());
        Assert.Equal(("ClearChargingProfile", """{"id":3}"""), (asked.Action, asked.Payload!.Value.GetRawText()));
    }

    [Fact]
    public async Task A_request_for_a_certificate_is_signed_from_the_tab()
    {
        await client.CallForResultAsync("SignCertificate", $$"""{"csr":{{JsonSerializer.Serialize(TestRequests.Ec($"CN={Id}"))}}}""");
        var tab = RenderSecurity();
        Assert.Contains("Requested CN=TAB-1", tab.Find(".cert-items li").TextContent);
        tab.Act(() => tab.Find($"button[aria-label='Sign: CN={Id}']").Click());
        await client.AnswerAsync("CertificateSigned", """{"status":"Accepted"}""");
        tab.WaitForAssertion(() => Assert.Equal("Installed", tab.Find(".cert-items .tag").TextContent));
    }

    [Fact]
    public async Task Installed_roots_are_read_and_offered_for_deletion()
    {
        var tab = RenderSecurity();
        tab.Act(() => tab.FindAll("button").First(b => b.TextContent == "Read").Click());
        await client.AnswerAsync("GetInstalledCertificateIds", """{"status":"Accepted","certificateHashData":[{"hashAlgorithm":"SHA256","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"c0ffee"}]}""");
        await client.AnswerAsync("GetInstalledCertificateIds", """{"status":"NotFound"}""");
        tab.WaitForAssertion(() => Assert.Single(tab.FindAll("button[aria-label='Delete: c0ffee']")));
        tab.Act(() => tab.Find("button[aria-label='Delete: c0ffee']").Click());
        Assert.Equal("""{"certificateHashData":{"hashAlgorithm":"SHA256","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"c0ffee"}}""", asked.Payload!.Value.GetRawText());
    }

    [Fact]
    public async Task Critical_security_events_stay_on_top_until_they_are_acknowledged()
    {
        await client.CallForResultAsync("SecurityEventNotification", $$"""{"type":"TamperDetectionActivated","timestamp":"2026-05-12T10:00:00Z","techInfo":{{JsonSerializer.Serialize(ComponentTest.Hostile)}}}""");
        await Eventually.GetAsync(() => central.Get<SecurityQueries>().OfKindAsync(Id, "Security", 0, 10), rows => rows.Count == 1, "the event on disk");
        var tab = RenderSecurity();
        tab.WaitForAssertion(() => Assert.Single(tab.FindAll(".event-items li")));
        Assert.Contains("send somebody to look at it", tab.Find(".file-items li").TextContent);
        Assert.Empty(tab.FindAll("script, img"));
        tab.Act(() => tab.Find("button[aria-label='Acknowledge: TamperDetectionActivated']").Click());
        Assert.Empty(central.Get<CriticalSecurityEvents>().All);
    }

    [Fact]
    public async Task Vendors_data_is_cut_and_shown_whole_on_demand()
    {
        await client.CallForResultAsync("DataTransfer", $$"""{"vendorId":"com.acme","messageId":"Dump","data":"{{new string('x', 600)}}"}""");
        await Eventually.GetAsync(() => central.Get<DataTransferQueries>().OfChargePointAsync(Id, null, 10), rows => rows.Count == 1, "the row on disk");
        var list = context.Render<DataTransferList>(p => p.Add(t => t.ChargePointId, Id));
        list.WaitForAssertion(() => Assert.Single(list.FindAll("tbody tr")));
        Assert.Contains("UnknownVendorId", list.Find("tbody tr").TextContent);
        Assert.Equal(499, list.Find("summary").TextContent.Count(c => c == 'x'));
        Assert.Equal(600, list.Find("pre").TextContent.Length);
    }

    private EventCallback<(string, JsonElement?)> OnAsk => EventCallback.Factory.Create<(string, JsonElement?)>(this, what => asked = what);

    private IRenderedComponent<ProfilesTab> RenderProfiles() => context.Render<ProfilesTab>(p => p.Add(t => t.ChargePointId, Id).Add(t => t.OnAsk, OnAsk));

    private IRenderedComponent<SecurityTab> RenderSecurity() => context.Render<SecurityTab>(p => p.Add(t => t.ChargePointId, Id).Add(t => t.OnAsk, OnAsk));

    private async Task SetAsync(int id, int level, int limit, string status)
    {
        var command = central.Start(Id, "SetChargingProfile", $$$$"""{"connectorId":1,"csChargingProfiles":{"chargingProfileId":{{{{id}}}},"stackLevel":{{{{level}}}},"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Absolute","chargingSchedule":{"startSchedule":"2026-05-01T00:00:00Z","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":{{{{limit}}}}}]}}}""");
        await client.AnswerAsync("SetChargingProfile", $$"""{"status":"{{status}}"}""");
        await central.CommandAsync(command.Id, c => c.Status is not null);
    }
}
