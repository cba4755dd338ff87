using System.Text.Json;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Certificates;
using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Commands;

/// <summary>Asks for what a command needs, starts it and closes; the timeline shows the rest.</summary>
public partial class CommandDialog(ChargePointStore store, ChargePointCommands commands)
{
    /// <summary>Who asks, as long as there are no accounts.</summary>
    public const string Operator = "operator";

    private static readonly Dictionary<string, Type> OwnForms = new()
    {
        ["Reset"] = typeof(ResetForm), ["ChangeAvailability"] = typeof(ChangeAvailabilityForm), ["UpdateFirmware"] = typeof(UpdateFirmwareForm),
        ["GetDiagnostics"] = typeof(GetDiagnosticsForm), ["TriggerMessage"] = typeof(TriggerMessageForm), ["RemoteStartTransaction"] = typeof(RemoteStartForm),
        ["RemoteStopTransaction"] = typeof(RemoteStopForm), ["UnlockConnector"] = typeof(UnlockConnectorForm), ["GetConfiguration"] = typeof(GetConfigurationForm),
        ["ChangeConfiguration"] = typeof(ChangeConfigurationForm), ["ClearCache"] = typeof(ClearCacheForm), ["GetLog"] = typeof(GetLogForm),
        ["ReserveNow"] = typeof(ReserveNowForm),
        ["SignedUpdateFirmware"] = typeof(SignedUpdateFirmwareForm),
        ["SetChargingProfile"] = typeof(SetChargingProfileForm), ["ClearChargingProfile"] = typeof(ClearChargingProfileForm), ["GetCompositeSchedule"] = typeof(GetCompositeScheduleForm),
        ["ExtendedTriggerMessage"] = typeof(ExtendedTriggerMessageForm), ["CertificateSigned"] = typeof(CertificateSignedForm), ["InstallCertificate"] = typeof(InstallCertificateForm),
        ["GetInstalledCertificateIds"] = typeof(GetInstalledCertificateIdsForm), ["DeleteCertificate"] = typeof(DeleteCertificateForm),
    };

    private ModalDialog? modal;
    private ConfigurationList configuration = ConfigurationList.Empty;

    [Parameter, EditorRequired] public required string ChargePointId { get; set; }

    /// <summary>Name of an action that the central system may send.</summary>
    [Parameter, EditorRequired] public required string Action { get; set; }
    [Parameter] public int? ConnectorId { get; set; }
    [Parameter] public long? FirmwareId { get; set; }
    [Parameter] public JsonElement? Payload { get; set; }
    [Parameter] public EventCallback OnClosed { get; set; }

    private ChargePointSnapshot? Snapshot => store.Find(ChargePointId);
    private string? Width => Action is "SetChargingProfile" or "RemoteStartTransaction" ? "broad" : OwnForms.ContainsKey(Action) && Action is not ("CertificateSigned" or "InstallCertificate") ? null : "wide";

    public static Type FormOf(string action) => OwnForms.GetValueOrDefault(action, typeof(GenericForm));

    protected override void OnInitialized()
    {
        if (Action is "ChangeConfiguration" or "SetChargingProfile" or "RemoteStartTransaction" || FormOf(Action).IsSubclassOf(typeof(FileForm))) configuration = ConfigurationList.From(commands.Recent(ChargePointId, ConfigurationList.Depth), Snapshot?.Boot?.At);
    }

    protected override IDisposable Subscribe(Action changed) => store.Changes.Subscribe(Snapshot?.Id ?? ChargePointId, _ => changed());

    private Dictionary<string, object?> Parameters(ChargePointSnapshot chargePoint) => new()
    {
        [nameof(CommandForm.ChargePoint)] = chargePoint,
        [nameof(CommandForm.Action)] = OcppActions.Find(Action),
        [nameof(CommandForm.Configuration)] = configuration,
        [nameof(CommandForm.ConnectorId)] = ConnectorId,
        [nameof(CommandForm.FirmwareId)] = FirmwareId,
        [nameof(CommandForm.Payload)] = Payload,
        [nameof(CommandForm.OnSend)] = EventCallback.Factory.Create<CommandDraft>(this, SendAsync),
    };

    private async Task SendAsync(CommandDraft draft)
    {
        commands.Start(ChargePointId, Action, draft.Payload, Operator, draft.FileTransferId);
        if (modal is not null) await modal.CloseAsync();
    }
}
