using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.State;

namespace OcppDashboard.Components.Files;

/// <summary>What came from this charge point, what is on its way, and what it can be updated to.</summary>
public partial class FilesTab(ChargePointStore store, FirmwareLibrary library, FileTransfers transfers, ChargePointCommands commands, NavigationManager navigation)
{
    [Parameter, EditorRequired] public required string ChargePointId { get; set; }

    /// <summary>Opens the dialog of a command, with a firmware file picked.</summary>
    [Parameter] public EventCallback<(string Action, long? FirmwareId)> OnAsk { get; set; }

    [SupplyParameterFromQuery(Name = "page")] private int? PageNumber { get; set; }

    private int Number => Math.Clamp(PageNumber ?? 1, 1, 100_000);

    private IEnumerable<FileTransfer> Running =>
        transfers.Open.Where(transfer => transfer.ChargePointId.Equals(ChargePointId, StringComparison.OrdinalIgnoreCase)).OrderByDescending(transfer => transfer.Id);

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action changed) => new Subscriptions(
        store.Changes.Subscribe(ChargePointId, _ => changed()), commands.Changes.Subscribe(ChargePointId, _ => changed()), library.Changes.SubscribeAll(_ => changed()));

    private IEnumerable<FirmwareFile> Fitting(ChargePointSnapshot chargePoint) => library.Files.Reverse().Where(file => file.IsFor(chargePoint.Boot?.Vendor, chargePoint.Boot?.Model));

    private static bool IsRunning(ChargePointSnapshot chargePoint, FirmwareFile file) => file.Note.Version is { } version && version == chargePoint.Boot?.FirmwareVersion;

    private static string Far(FileTransfer transfer) => transfer switch
    {
        { StartedAt: null } => FilePageTexts.NotCome,
        { Firmware: { } file } => $"{Units.Bytes(transfer.Bytes)} of {Units.Bytes(file.Size)}",
        _ => Units.Bytes(transfer.Bytes),
    };

    private static int? Percent(FileTransfer transfer) => transfer is { StartedAt: not null, Firmware.Size: > 0 and var size } ? (int)(100 * Math.Min(transfer.Bytes, size) / size) : null;

    private string Address(int number) => navigation.GetUriWithQueryParameter("page", number == 1 ? null : (int?)number);
}
