using System.Text.Json;
using System.Text.Json.Nodes;
using Bunit;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Components.Commands;

public class GenericFormTests : ComponentTest
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private string? sent;

    [Fact]
    public void Fields_come_from_the_record()
    {
        var fields = PayloadField.Of(typeof(ReserveNowRequest));
        Assert.Equal(["connectorId", "expiryDate", "idTag", "parentIdTag", "reservationId"], fields.Select(f => f.Name));
        Assert.Equal([FieldKind.Whole, FieldKind.Time, FieldKind.Text, FieldKind.Text, FieldKind.Whole], fields.Select(f => f.Kind));
        Assert.Equal([true, true, true, false, true], fields.Select(f => f.Required));
        Assert.Equal(20, fields[2].MaxLength);
        Assert.True(PayloadField.Of(typeof(GetDiagnosticsRequest))[0].IsUrl);
        Assert.True(PayloadField.Of(typeof(DataTransferRequest))[0].Required);
        var list = PayloadField.Of(typeof(SendLocalListRequest))[1];
        Assert.Equal((FieldKind.List, false, FieldKind.Group), (list.Kind, list.Required, list.Item!.Kind));
        Assert.Equal(["idTag", "idTagInfo"], list.Item.Members.Select(m => m.Name));
        Assert.Equal(["expiryDate", "parentIdTag", "status"], list.Item.Members[1].Members.Select(m => m.Name));
        Assert.Equal(["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"], list.Item.Members[1].Members[2].Options.ToArray());
        Assert.Empty(PayloadField.Of(typeof(GetLocalListVersionRequest)));
    }

    [Fact]
    public void A_charging_profile_is_built_in_the_specifications_order()
    {
        var draft = PayloadDraft.Of(typeof(SetChargingProfileRequest));
        draft.Member("connectorId").Text = "0";
        var profile = draft.Member("csChargingProfiles");
        Fill(profile, ("stackLevel", "1"), ("chargingProfileId", "7"), ("chargingProfilePurpose", "TxDefaultProfile"), ("chargingProfileKind", "Absolute"), ("validFrom", "2026-07-01T08:00"));
        var schedule = profile.Member("chargingSchedule");
        schedule.Member("chargingRateUnit").Text = "A";
        var periods = schedule.Member("chargingSchedulePeriod");
        Fill(periods.Items[0], ("startPeriod", "0"), ("limit", "16.5"));
        periods.AddItem();
        Fill(periods.Items[1], ("startPeriod", "3600"), ("limit", "6"), ("numberPhases", "1"));
        Assert.Equal("""
            {"connectorId":0,"csChargingProfiles":{"chargingProfileId":7,"stackLevel":1,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Absolute","validFrom":"2026-07-01T06:00:00Z","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.5},{"startPeriod":3600,"limit":6,"numberPhases":1}]}}}
            """, draft.ToJson(Berlin)!.ToJsonString());
        Assert.Null(draft.FirstError);
    }

    [Fact]
    public void An_optional_group_is_left_out_until_it_is_asked_for()
    {
        var draft = PayloadDraft.Of(typeof(SendLocalListRequest));
        Fill(draft, ("listVersion", "3"), ("updateType", "Differential"));
        Assert.Equal("""{"listVersion":3,"updateType":"Differential"}""", draft.ToJson(Berlin)!.ToJsonString());
        var list = draft.Member("localAuthorizationList");
        list.AddItem();
        list.Items[0].Member("idTag").Text = "A";
        Assert.Equal("""{"listVersion":3,"localAuthorizationList":[{"idTag":"A"}],"updateType":"Differential"}""", draft.ToJson(Berlin)!.ToJsonString());
        list.Items[0].Member("idTagInfo").Present = true;
        draft.ToJson(Berlin);
        Assert.Equal("status is needed.", draft.FirstError);
    }

    [Theory]
    [InlineData(typeof(CancelReservationRequest), "reservationId", "x", "whole number"), InlineData(typeof(CancelReservationRequest), "reservationId", "", "needed")]
    [InlineData(typeof(CancelReservationRequest), "reservationId", "99999999999", "whole number"), InlineData(typeof(DataTransferRequest), "messageId", "x51", "allows 50")]
    [InlineData(typeof(GetDiagnosticsRequest), "location", "file:///x", "not by file"), InlineData(typeof(GetDiagnosticsRequest), "startTime", "soon", "date and a time")]
    public void What_is_wrong_is_said(Type request, string field, string text, string reason)
    {
        var draft = PayloadDraft.Of(request);
        draft.Member(field).Text = text == "x51" ? new string('x', 51) : text;
        draft.ToJson(Berlin);
        Assert.Contains(reason, draft.Member(field).Error);
    }

    [Fact]
    public void Times_in_the_hour_that_is_skipped_move_on() => Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), LocalInput.Read("2026-03-29T02:30", Berlin));

    [Fact]
    public void The_form_sends_what_was_filled_in_and_takes_it_along_to_JSON()
    {
        var form = Render("GetCompositeSchedule");
        Assert.Equal("1", form.FindAll("input")[0].GetAttribute("value"));
        form.FindAll("input")[1].Change("3600");
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":1,"duration":3600}""", sent);
        form.FindAll(".seg button")[1].Click();
        Assert.Equal("""{"connectorId":1,"duration":3600}""", JsonNode.Parse(form.Find("textarea").GetAttribute("value")!)!.ToJsonString());
        form.Find("textarea").Change("""{"connectorId":9,"extra":[1]}""");
        form.Find("form").Submit();
        Assert.Equal("""{"connectorId":9,"extra":[1]}""", sent);
    }

    [Theory, InlineData("[1]", "JSON object"), InlineData("{", "no JSON"), InlineData("", "no JSON")]
    public void Raw_JSON_is_checked(string json, string reason)
    {
        var form = Render("GetCompositeSchedule");
        form.FindAll(".seg button")[1].Click();
        form.Find("textarea").Change(json);
        form.Find("form").Submit();
        Assert.Null(sent);
        Assert.Contains(reason, form.Find("[role=alert]").TextContent);
    }

    private IRenderedComponent<GenericForm> Render(string action) => Context.Render<GenericForm>(p => p.Add(f => f.ChargePoint, ChargePoint()).Add(f => f.Action, OcppActions.Find(action))
        .Add(f => f.OnSend, EventCallback.Factory.Create<CommandDraft>(this, draft => sent = draft.Payload.GetRawText())));

    private static void Fill(PayloadDraft draft, params (string Name, string Text)[] fields)
    {
        foreach (var (name, text) in fields) draft.Member(name).Text = text;
    }
}
