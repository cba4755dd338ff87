using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Features.ChargingProfiles;

namespace OcppDashboard.Tests.Components.ChargingProfiles;

public class ProfileFormTests : ComponentTest
{
    private string? sent;

    [Fact]
    public void A_new_profile_limits_a_connector_to_16_A_from_now_on()
    {
        var form = Render<SetChargingProfileForm>(ChargePoint());
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":1,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Absolute","chargingSchedule":{"startSchedule":"2026-05-12T12:30:00Z","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}""", sent);
    }

    [Fact]
    public void The_evening_preset_is_drawn_and_sent_from_local_midnight()
    {
        var form = Render<SetChargingProfileForm>(ChargePoint());
        Button(form, "No charging 17–20 h").Click();
        Assert.Equal(3, form.FindAll(".periods tbody tr").Count);
        Assert.Equal("M0 9.1H708.3V100H833.3V9.1H1000", form.Find("path.sched-line").GetAttribute("d"));
        form.Find("form").Submit();
        var profile = JsonDocument.Parse(sent!).RootElement.GetProperty("csChargingProfiles");
        Assert.Equal(("Recurring", "Daily", "2026-05-11T22:00:00Z"), (profile.GetProperty("chargingProfileKind").GetString(), profile.GetProperty("recurrencyKind").GetString(),
            profile.GetProperty("chargingSchedule").GetProperty("startSchedule").GetString()));
        Assert.Equal("[{\"startPeriod\":0,\"limit\":32},{\"startPeriod\":61200,\"limit\":0},{\"startPeriod\":72000,\"limit\":32}]",
            profile.GetProperty("chargingSchedule").GetProperty("chargingSchedulePeriod").GetRawText());
    }

    [Fact]
    public void Periods_are_added_moved_and_removed()
    {
        var form = Render<SetChargingProfileForm>(ChargePoint());
        Button(form, "Add a period").Click();
        form.FindAll(".periods input")[3].Input("10,5");
        form.FindAll(".periods select")[1].Change("1");
        Assert.Equal("1:00", form.FindAll(".periods input")[2].GetAttribute("value"));
        form.FindAll("button[title=Earlier]")[1].Click();
        form.Find("form").Submit();
        Assert.Contains("\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":10.5,\"numberPhases\":1},{\"startPeriod\":3600,\"limit\":16}]", sent);
        form.FindAll("button[title=Remove]")[0].Click();
        sent = null;
        form.Find("form").Submit();
        Assert.Null(sent);
        Assert.Equal("The first period begins at 0:00.", form.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void A_transactions_profile_names_it_and_one_without_a_transaction_is_remarked()
    {
        var form = Render<SetChargingProfileForm>(ChargePoint(wireId: 555));
        form.FindAll("select")[0].Change("TxProfile");
        Assert.Empty(form.FindAll(".profile-remark"));
        form.Find("form").Submit();
        Assert.Contains("\"transactionId\":555", sent);
        form.FindAll("select")[1].Change("2");
        Assert.Contains("No transaction is known to run on connector 2", form.Find(".profile-remark").TextContent);
        form.Find("form").Submit();
        Assert.DoesNotContain("transactionId", sent);
        form.FindAll("select")[0].Change("ChargePointMaxProfile");
        form.Find("form").Submit();
        Assert.StartsWith("{\"connectorId\":0,", sent);
    }

    [Fact]
    public void What_it_allows_and_what_it_took_before_is_said()
    {
        Book(Booked.Default(4, 1, 0, (0, 10)), Booked.Default(5, 2, 2, (0, 7000)).Scheduled(s => s with { ChargingRateUnit = ChargingRateUnit.W }) with { Status = "Rejected" });
        var known = new ConfigurationList(Now, [new("ChargingScheduleAllowedChargingRateUnit", true, "Current", null), new("ChargingScheduleMaxPeriods", true, "1", null)], []);
        var form = Context.Render<SetChargingProfileForm>(p => p.Add(f => f.ChargePoint, ChargePoint()).Add(f => f.Configuration, known).Add(f => f.OnSend, Keep));
        Assert.Equal(["Replaces profile 4, which has the same purpose and stack level."], Remarks(form));
        form.FindAll("select")[1].Change("2");
        form.FindAll(".seg button").Last(b => b.TextContent == "W").Click();
        Button(form, "Night only").Click();
        Assert.Equal([
            "Its ChargingScheduleAllowedChargingRateUnit is Current: W will be refused.", "It refused a profile in W before and took one in A.",
            "Its ChargingScheduleMaxPeriods is 1: 3 periods will be refused."], Remarks(form));
    }

    [Fact]
    public void Raw_JSON_takes_along_what_was_filled_in()
    {
        var form = Render<SetChargingProfileForm>(ChargePoint());
        Button(form, "Raw JSON").Click();
        Assert.Contains("\"chargingProfilePurpose\": \"TxDefaultProfile\"", form.Find("textarea").GetAttribute("value"));
        form.Find("textarea").Change("""{"connectorId":99}""");
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":99}""", sent);
    }

    [Fact]
    public void Clearing_asks_with_what_it_clears()
    {
        Book(Booked.Default(4, 1, 0, (0, 10)), Booked.Default(5, 1, 1, (0, 7)), Booked.Max(6, 0, (0, 20)));
        var form = Render<ClearChargingProfileForm>(ChargePoint());
        form.FindAll("select")[0].Change("1");
        Assert.Contains("Clears 2 profiles: 5 (TxDefaultProfile, connector 1, level 1), 4 (TxDefaultProfile, connector 1, level 0).", form.Find(".consequence").TextContent);
        form.Find("input").Input("1");
        Assert.Equal("Clear 1 profile", form.Find("button[type=submit]").TextContent);
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":1,"stackLevel":1}""", sent);
        Button(form, "One profile").Click();
        form.Find("input").Input("77");
        Assert.Contains("Clears none that we know of", form.Find(".consequence").TextContent);
        form.Find("form").Submit();
        Assert.Equal("""{"id":77}""", sent);
    }

    [Fact]
    public void A_profile_that_is_edited_keeps_the_seconds_of_its_times()
    {
        const string Profile = """{"connectorId":1,"csChargingProfiles":{"chargingProfileId":9,"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Absolute","validFrom":"2026-05-12T12:30:15Z","validTo":"2026-05-13T12:30:15.250Z","chargingSchedule":{"startSchedule":"2026-05-12T12:30:59Z","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}""";
        using var payload = JsonDocument.Parse(Profile);
        var form = Context.Render<SetChargingProfileForm>(p => p.Add(f => f.ChargePoint, ChargePoint()).Add(f => f.OnSend, Keep).Add(f => f.Payload, payload.RootElement));
        form.Find("form").Submit();
        Assert.Equal(Profile, sent);
    }

    [Fact]
    public void Clearing_by_what_is_no_number_clears_nothing_instead_of_all()
    {
        Book(Booked.Default(4, 1, 0, (0, 10)));
        var form = Render<ClearChargingProfileForm>(ChargePoint());
        foreach (var id in (string[])["", "four"])
        {
            form.Find("input").Input(id);
            form.Find("form").Submit();
            Assert.Null(sent);
            Assert.Equal("The profile id is a whole number.", form.Find("[role=alert]").TextContent);
        }
        Button(form, "By criteria").Click();
        form.Find("input").Input("one");
        form.Find("form").Submit();
        Assert.Null(sent);
        Assert.Equal("The stack level is a whole number from 0.", form.Find("[role=alert]").TextContent);
        form.Find("input").Input("");
        form.Find("form").Submit();
        Assert.Equal("{}", sent); // all of them, and that is what it says
    }

    [Fact]
    public void A_remote_start_brings_a_relative_profile_without_a_transaction_id()
    {
        var form = Render<RemoteStartForm>(ChargePoint());
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":2,"idTag":"OPERATOR"}""", sent);
        Button(form, "With a charging profile").Click();
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":2,"idTag":"OPERATOR","chargingProfile":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}""", sent);
    }

    [Fact]
    public void GetCompositeSchedule_asks_for_a_day_in_its_own_unit()
    {
        var form = Render<GetCompositeScheduleForm>(ChargePoint());
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":1,"duration":86400}""", sent);
    }

    private void Book(params StoredChargingProfile[] profiles) =>
        Context.Services.GetRequiredService<ChargingProfileStore>().Change("CP-1", list => list.AddRange(profiles));

    private EventCallback<CommandDraft> Keep => EventCallback.Factory.Create<CommandDraft>(this, draft => sent = draft.Payload.GetRawText());

    private IRenderedComponent<T> Render<T>(ChargePointSnapshot chargePoint) where T : CommandForm =>
        Context.Render<T>(p => p.Add(f => f.ChargePoint, chargePoint).Add(f => f.OnSend, Keep));

    private static IElement Button<T>(IRenderedComponent<T> form, string text) where T : IComponent => form.FindAll("button").First(b => b.TextContent.Trim() == text);

    private static IEnumerable<string> Remarks<T>(IRenderedComponent<T> form) where T : IComponent => form.FindAll(".profile-remark").Select(r => r.TextContent.Trim());
}
