using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Components.WorkList;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Components.Commands;

public class CommandFormTests : ComponentTest
{
    private string? sent;

    [Fact]
    public void Reset_says_what_it_ends_and_repeats_it_on_the_button()
    {
        var form = Render<ResetForm>(ChargePoint(running: 2));
        Assert.Contains("Ends 2 running transactions: connector 1 (18.6 kWh) and connector 2 (9.7 kWh).", form.Find(".consequence").TextContent);
        Assert.Equal("Reset, end 2 transactions", Submit(form).TextContent);
        Pick(form, "Hard");
        Sends(form, """{"type":"Hard"}""");
    }

    [Fact]
    public void Reset_without_a_transaction_is_soft_and_ends_nothing()
    {
        var form = Render<ResetForm>(ChargePoint(running: 0));
        Assert.Contains("Ends no transaction", form.Find(".consequence").TextContent);
        Sends(form, """{"type":"Soft"}""");
    }

    [Fact]
    public void Pages37_where_nothing_is_at_stake_the_box_raises_no_alarm()
    {
        Calm(Render<ResetForm>(ChargePoint(running: 0)));
        Calm(Render<UnlockConnectorForm>(ChargePoint(running: 0)));
        Calm(Render<UpdateFirmwareForm>(ChargePoint(running: 0)));
        var reset = Render<ResetForm>(ChargePoint(running: 1));
        Assert.DoesNotContain("calm", reset.Find(".consequence").ClassName, StringComparison.Ordinal);
        Assert.Contains("danger", Submit(reset).ClassName, StringComparison.Ordinal);
        Assert.DoesNotContain("calm", Render<ChangeAvailabilityForm>(ChargePoint(running: 0)).Find(".consequence").ClassName, StringComparison.Ordinal); // it takes something away

        static void Calm<T>(IRenderedComponent<T> form) where T : CommandForm
        {
            Assert.Contains("calm", form.Find(".consequence").ClassName, StringComparison.Ordinal);
            Assert.DoesNotContain("danger", Submit(form).ClassName, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, "GroundFailure", "Do not reset it from here: an electrician must measure")]
    [InlineData(2, "OverCurrentFailure", "an electrician must look at the supply")]
    [InlineData(0, "GroundFailure", "Do not reset it from here")]
    [InlineData(1, "VendorOops", "Read the error code in its manual")]
    [InlineData(1, "NoError", "Read the error code in its manual")]
    public void Pages4_Reset_says_of_a_fault_what_the_work_list_says(int connector, string code, string advice)
    {
        var faulted = ChargePoint(running: 0).With(new ConnectorSnapshot
        {
            Id = connector, Status = ChargePointStatus.Faulted, ErrorCode = OcppEnum<ChargePointErrorCode>.Parse(code), Since = Now,
        });
        var said = Render<ResetForm>(faulted).Find(".fault-advice").TextContent;
        Assert.Contains(advice, said, StringComparison.Ordinal);
        Assert.Contains(connector == 0 ? "The whole charge point" : $"Connector {connector}", said, StringComparison.Ordinal);
        var item = WorkItems.Of(new([faulted], [], [], [], _ => TimeSpan.FromMinutes(5)), Now).Single(item => item.Kind == WorkKind.Faulted);
        Assert.Contains(WorkTexts.NextStep(item), said, StringComparison.Ordinal);
        Assert.Empty(Render<ResetForm>(ChargePoint(running: 0)).FindAll(".fault-advice"));
        Assert.Empty(Render<ResetForm>(faulted with { Online = false }).FindAll(".fault-advice")); // what it said last may be over
    }

    [Fact]
    public void ChangeAvailability_is_dangerous_only_out_of_service()
    {
        var form = Render<ChangeAvailabilityForm>(ChargePoint());
        Assert.Contains("Takes 2 connectors out of service. 1 running transaction may go on", form.Find(".consequence").TextContent);
        Pick(form, "2");
        Assert.Equal("Take connector 2 out of service", Submit(form).TextContent);
        Sends(form, """{"connectorId":2,"type":"Inoperative"}""");
        Pick(form, "Operative");
        Assert.Empty(form.FindAll(".consequence"));
        Sends(form, """{"connectorId":2,"type":"Operative"}""");
    }

    [Theory]
    [InlineData("file:///etc/passwd", "not by file"), InlineData("firmware.bin", "not complete"), InlineData("", "needed"), InlineData("http://h/a b", "blank")]
    [InlineData("http://h/a\r\nX: y", "line break"), InlineData("http:///x", "address")]
    public void UpdateFirmware_refuses_what_is_no_address(string location, string reason)
    {
        var form = Render<UpdateFirmwareForm>(ChargePoint());
        form.Find("input[inputmode=url]").Change(location);
        form.Find("form").Submit();
        Assert.Null(sent);
        Assert.Contains(reason, form.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void UpdateFirmware_takes_local_time_and_sends_UTC()
    {
        var form = Render<UpdateFirmwareForm>(ChargePoint());
        form.Find("input[inputmode=url]").Change(" https://10.0.0.1/fw.bin ");
        Assert.Equal("2026-05-12T14:30", form.Find("input[type=datetime-local]").GetAttribute("value"));
        form.Find("input[type=datetime-local]").Change("2026-05-13T02:00");
        form.FindAll("input[type=number]")[0].Change("3");
        Sends(form, """{"location":"https://10.0.0.1/fw.bin","retries":3,"retrieveDate":"2026-05-13T00:00:00Z","retryInterval":60}""");
    }

    [Fact]
    public void GetDiagnostics_asks_for_the_last_day()
    {
        var form = Render<GetDiagnosticsForm>(ChargePoint());
        form.Find("input[inputmode=url]").Change("ftp://10.0.0.1/up");
        Sends(form, """{"location":"ftp://10.0.0.1/up","retries":1,"retryInterval":60,"startTime":"2026-05-11T12:30:00Z"}""");
        form.FindAll("input[type=datetime-local]")[1].Change("2026-05-01T00:00");
        form.Find("form").Submit();
        Assert.Contains("ends before it begins", form.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void TriggerMessage_names_a_connector_only_where_it_has_a_meaning()
    {
        var form = Render<TriggerMessageForm>(ChargePoint());
        Assert.Equal(6, form.FindAll("option").Count);
        Sends(form, """{"requestedMessage":"StatusNotification"}""");
        Pick(form, "2");
        Sends(form, """{"requestedMessage":"StatusNotification","connectorId":2}""");
        form.Find("select").Change("Heartbeat");
        Sends(form, """{"requestedMessage":"Heartbeat"}""");
    }

    [Fact]
    public void RemoteStart_begins_with_the_plugged_connector_and_a_short_tag_and_advises_against_a_long_one()
    {
        var form = Render<RemoteStartForm>(ChargePoint());
        Sends(form, """{"connectorId":2,"idTag":"OPERATOR"}""");
        Assert.DoesNotContain("some charge points spoil", form.Markup, StringComparison.Ordinal);
        form.Find("input.text-box").Input("12345678901234567");
        Assert.Contains("17 characters", form.Markup, StringComparison.Ordinal);
        Sends(form, """{"connectorId":2,"idTag":"12345678901234567"}""");
        Pick(form, "1 Charging");
        Assert.Contains("is running on connector 1; a second start will most likely be refused. The id tag has 17 characters", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void RemoteStop_uses_the_id_on_the_wire()
    {
        Sends(Render<RemoteStopForm>(ChargePoint(wireId: -1)), """{"transactionId":-1}""");
        var two = Render<RemoteStopForm>(ChargePoint(running: 2));
        Pick(two, "102 on connector 2");
        Assert.Equal("Stop, end 1 transaction", Submit(two).TextContent);
        Sends(two, """{"transactionId":102}""");
    }

    [Fact]
    public void RemoteStop_takes_a_typed_id_when_none_is_known()
    {
        var form = Render<RemoteStopForm>(ChargePoint(running: 0));
        form.Find("input").Change("77");
        Sends(form, """{"transactionId":77}""");
    }

    [Fact]
    public void UnlockConnector_says_that_it_ends_the_transaction()
    {
        var form = Render<UnlockConnectorForm>(ChargePoint());
        Assert.Equal("Unlock, end 1 transaction", Submit(form).TextContent);
        Sends(form, """{"connectorId":1}""");
        Pick(form, "2 Preparing");
        Assert.Contains("No transaction is running there", form.Find(".consequence").TextContent);
    }

    [Fact]
    public void GetConfiguration_asks_for_all_or_some()
    {
        var form = Render<GetConfigurationForm>(ChargePoint());
        Sends(form, "{}");
        Pick(form, "Some keys");
        form.Find("textarea").Change("HeartbeatInterval\n ConnectionTimeOut, HeartbeatInterval");
        Sends(form, """{"key":["HeartbeatInterval","ConnectionTimeOut"]}""");
    }

    [Fact]
    public void I7_ChangeConfiguration_suggests_known_keys_and_warns_of_long_values()
    {
        var known = new ConfigurationList(Now, [new("HeartbeatInterval", false, "300", null), new("NumberOfConnectors", true, "2", null), new("AuthorizationKey", false, "••••••••", null)], []);
        var form = Context.Render<ChangeConfigurationForm>(p => p.Add(f => f.ChargePoint, ChargePoint()).Add(f => f.Configuration, known).Add(f => f.OnSend, Keep));
        Assert.Equal(["HeartbeatInterval", "AuthorizationKey"], form.FindAll("datalist option").Select(o => o.GetAttribute("value")));
        form.FindAll("input")[0].Input("NumberOfConnectors");
        Assert.Contains("read-only", form.Find("p.soft").TextContent);
        form.FindAll("input")[0].Input("HeartbeatInterval");
        Assert.Contains("Now: 300", form.Find("p.soft").TextContent);
        form.FindAll("input")[1].Input(new string('1', 101));
        Assert.Contains("more than 100", form.Markup);
        form.FindAll("input")[1].Input("60");
        Sends(form, """{"key":"HeartbeatInterval","value":"60"}""");
    }

    [Fact]
    public void ClearCache_has_no_fields() => Sends(Render<ClearCacheForm>(ChargePoint()), "{}");

    [Fact]
    public void Offline_says_so_and_cannot_be_sent()
    {
        var form = Render<ResetForm>(ChargePoint(online: false));
        Assert.Contains("CP-1 is offline since 14:05: this will not be sent.", form.Find(".not-sent").TextContent);
        Assert.True(Submit(form).HasAttribute("disabled"));
    }

    [Fact]
    public void Every_action_of_the_central_system_has_a_form()
    {
        foreach (var action in OcppActions.All.Where(a => a.FromCentralSystem))
        {
            var form = Context.Render<Microsoft.AspNetCore.Components.DynamicComponent>(p => p.Add(d => d.Type, CommandDialog.FormOf(action.Name)).Add(d => d.Parameters,
                new Dictionary<string, object> { ["ChargePoint"] = ChargePoint() with { Id = Hostile }, ["Action"] = action, ["OnSend"] = Keep }));
            Assert.NotEmpty(form.Find("#command-title").TextContent);
            Assert.Empty(form.FindAll("script, img"));
        }
    }

    private Microsoft.AspNetCore.Components.EventCallback<CommandDraft> Keep =>
        Microsoft.AspNetCore.Components.EventCallback.Factory.Create<CommandDraft>(this, draft => sent = draft.Payload.GetRawText());

    private IRenderedComponent<T> Render<T>(ChargePointSnapshot chargePoint) where T : CommandForm =>
        Context.Render<T>(p => p.Add(f => f.ChargePoint, chargePoint).Add(f => f.OnSend, Keep));

    private void Sends<T>(IRenderedComponent<T> form, string json) where T : Microsoft.AspNetCore.Components.IComponent
    {
        form.Find("form").Submit();
        Assert.Equal(json, sent);
    }

    private static IElement Submit<T>(IRenderedComponent<T> form) where T : Microsoft.AspNetCore.Components.IComponent => form.Find("button[type=submit]");

    private static void Pick<T>(IRenderedComponent<T> form, string text) where T : Microsoft.AspNetCore.Components.IComponent =>
        form.FindAll(".seg button").First(b => b.TextContent == text).Click();
}
