using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Components.Commands;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.BulkTasks;

/// <summary>Which form makes the payload of an action for many charge points.</summary>
public static class BulkForms
{
    /// <summary>Forms of one charge point that do as well for many: all that differs from one to the next is filled in later.</summary>
    private static readonly HashSet<string> Shared =
    [
        "Reset", "ChangeAvailability", "UpdateFirmware", "SignedUpdateFirmware", "GetDiagnostics", "GetLog", "TriggerMessage", "RemoteStartTransaction", "UnlockConnector",
        "GetConfiguration", "ChangeConfiguration", "ClearCache", "ReserveNow", "SetChargingProfile",
    ];

    /// <summary>Every action that the central system starts, by feature profile.</summary>
    public static readonly IReadOnlyList<(string Title, IReadOnlyList<string> Actions)> Groups =
    [
        .. OcppActions.All.Where(action => action.FromCentralSystem).GroupBy(action => action.Profile)
            .Select(group => (ProfileText.Of(group.Key), (IReadOnlyList<string>)[.. group.Select(action => action.Name)])),
    ];

    public static bool IsKnown(string? action) => action == BulkOrder.Template || (action is not null && OcppActions.Find(action) is { FromCentralSystem: true });

    public static Type Of(string action) => action switch
    {
        BulkOrder.Template => typeof(TemplateForm),
        "RemoteStopTransaction" => typeof(StopAllForm),
        "SendLocalList" => typeof(LocalListForm),
        _ => Shared.Contains(action) ? CommandDialog.FormOf(action) : typeof(GenericForm),
    };

    /// <summary>The action in words, for buttons and lists.</summary>
    public static string Words(string action) => action == BulkOrder.Template ? BulkTexts.Template : action;
}
