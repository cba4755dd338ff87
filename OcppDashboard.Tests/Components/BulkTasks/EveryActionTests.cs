using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.BulkTasks;
using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Components.Commands;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Components.BulkTasks;

/// <summary>Completeness: every action that the central system starts can be reached from a charge point's page and for many charge points.</summary>
public sealed class EveryActionTests : ComponentTest
{
    private static readonly IReadOnlyList<string> Ours = [.. OcppActions.All.Where(action => action.FromCentralSystem).Select(action => action.Name)];

    public static TheoryData<string> Actions => [.. Ours];

    [Fact]
    public void The_charge_point_page_offers_every_action()
    {
        string? picked = null;
        var dialog = Context.Render<ActionsDialog>(parameters => parameters.Add(d => d.ChargePointId, "CP-1").Add(d => d.OnPicked, EventCallback.Factory.Create<string>(this, name => picked = name)));
        var buttons = dialog.FindAll(".action-list button").Select(button => button.TextContent.Trim()).ToList();
        Assert.Equal(Ours.Order(), buttons.Order());
        dialog.FindAll(".action-list button").First(button => button.TextContent.Trim() == "SendLocalList").Click();
        Assert.Equal("SendLocalList", picked);
    }

    [Fact]
    public void The_page_for_many_offers_every_action()
    {
        Assert.Equal(Ours.Order(), BulkForms.Groups.SelectMany(group => group.Actions).Order());
        Assert.All(Ours, action => Assert.True(BulkForms.IsKnown(action)));
        Assert.False(BulkForms.IsKnown("BootNotification"));
    }

    [Theory, MemberData(nameof(Actions))]
    public void Each_action_has_a_form_for_many(string action)
    {
        CommandTargets many = new([ChargePoint() with { ServerAddress = "http://10.0.0.9:5016" }, ChargePoint(running: 0) with { Id = "CP-2" }], action, false, 30);
        var form = Context.Render<CascadingValue<CommandTargets>>(parameters => parameters.Add(c => c.Value, many).Add(c => c.ChildContent, builder =>
        {
            builder.OpenComponent(0, BulkForms.Of(action));
            builder.AddComponentParameter(1, nameof(CommandForm.ChargePoint), many.Face);
            builder.AddComponentParameter(2, nameof(CommandForm.Action), OcppActions.Find(action));
            builder.CloseComponent();
        }));
        Assert.Contains("2 charge points", form.Find("h2").TextContent);
        Assert.Contains("Goes to 2 charge points.", form.Find("form").TextContent);
        Assert.NotNull(form.Find("button[type=submit]"));
        Assert.Empty(form.FindAll("[role=alert]"));
    }

    [Fact]
    public void Reservations_lists_and_profiles_have_real_forms_for_many() =>
        Assert.Equal([typeof(ReserveNowForm), typeof(LocalListForm), typeof(SetChargingProfileForm)], new[] { "ReserveNow", "SendLocalList", "SetChargingProfile" }.Select(BulkForms.Of));

    [Fact]
    public async Task A_file_is_promised_to_each_and_no_address_is_made_yet()
    {
        var file = await Files.AddFirmwareAsync("box.bin", "1", new("6.3", "ABB"));
        CommandTargets many = new([ChargePoint(running: 2) with { ServerAddress = "http://10.0.0.9:5016" }], "UpdateFirmware", false, 30);
        CommandDraft? sent = null;
        var form = Context.Render<CascadingValue<CommandTargets>>(parameters => parameters.Add(c => c.Value, many).AddChildContent<UpdateFirmwareForm>(child => child
            .Add(f => f.ChargePoint, many.Face).Add(f => f.OnSend, EventCallback.Factory.Create<CommandDraft>(this, draft => sent = draft))));
        Assert.Contains("Updates 1 charge point, may end 2 running transactions.", form.Find(".consequence").TextContent);
        await form.Find("form").SubmitAsync();
        Assert.Equal((false, file.Id, "http"), (sent!.File!.IsUpload, sent.File.FirmwareId, sent.File.Scheme));
        Assert.Null(sent.FileTransferId);
        Assert.Empty(Files.Transfers.Open);
        Assert.Equal("http://10.0.0.9:5016", sent.Payload.GetProperty("location").GetString());
    }
}
