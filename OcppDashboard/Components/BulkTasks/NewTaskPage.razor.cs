using System.Globalization;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Components.BulkTasks;

/// <summary>Which charge points, which action, how fast; the action's own form comes last and starts the task.</summary>
public partial class NewTaskPage(BulkCommands bulk, ChargePointStore store, NavigationManager navigation)
{
    private const float RowHeight = 44;
    private static readonly (string, string)[] States =
    [
        (ChargePointChoice.Online, BulkTexts.Online), (ChargePointChoice.Free, BulkTexts.Free), (ChargePointChoice.Offline, BulkTexts.Offline),
        .. StatusText.InOrder.Select(status => (status.ToString().ToLowerInvariant(), status.ToString())),
    ];

    private readonly HashSet<string> chosen = new(StringComparer.OrdinalIgnoreCase);
    private int perMinute = BulkOrder.UsualPerMinute, atOnce = BulkOrder.UsualAtOnce;
    private bool waits, asks, starting, isFirst = true;
    private string? failure;

    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery] public string? Vendor { get; set; }
    [SupplyParameterFromQuery] public string? Model { get; set; }
    [SupplyParameterFromQuery] public string? Firmware { get; set; }
    [SupplyParameterFromQuery] public string? State { get; set; }
    [SupplyParameterFromQuery(Name = "action")] public string? ActionText { get; set; }

    /// <summary>The template to begin with.</summary>
    [SupplyParameterFromQuery] public string? Template { get; set; }

    /// <summary>Charge points that are chosen at first, with commas between them; "all": those of the filter.</summary>
    [SupplyParameterFromQuery] public string? Cp { get; set; }

    private string? Action => BulkForms.IsKnown(ActionText) ? ActionText : null;

    private ChargePointChoice Choice => new(Q, Vendor, Model, Firmware, State);

    private string ClearAddress => navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["q"] = null, ["vendor"] = null, ["model"] = null, ["firmware"] = null, ["state"] = null });

    protected override IDisposable Subscribe(Action changed) => store.Changes.SubscribeAll(_ => changed());

    protected override void OnParametersSet()
    {
        if (!isFirst) return;
        isFirst = false;
        if (Cp is null) return;
        foreach (var id in Cp == "all" ? Choice.Of(store.All).Select(c => c.Id) : Cp.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (store.Find(id) is { } known) chosen.Add(known.Id);
    }

    private (string Name, string Label, string? Value, IEnumerable<(string, string)> Options)[] Filters(IReadOnlyList<ChargePointSnapshot> all) =>
    [
        ("state", BulkTexts.AnyState, State, States),
        ("vendor", BulkTexts.AnyVendor, Vendor, Values(all, boot => boot.Vendor)),
        ("model", BulkTexts.AnyModel, Model, Values(all.Where(c => string.IsNullOrEmpty(Vendor) || c.Boot?.Vendor == Vendor), boot => boot.Model)),
        ("firmware", BulkTexts.AnyFirmware, Firmware, Values(all.Where(c => string.IsNullOrEmpty(Model) || c.Boot?.Model == Model), boot => boot.FirmwareVersion)),
    ];

    private static IEnumerable<(string, string)> Values(IEnumerable<ChargePointSnapshot> all, Func<BootInfo, string?> of) =>
        all.Select(c => c.Boot is null ? null : of(c.Boot)).OfType<string>().Distinct().Order(StringComparer.OrdinalIgnoreCase).Take(500).Select(value => (value, value));

    private void ChooseOne(string id, bool isChosen) => _ = isChosen ? chosen.Add(id) : chosen.Remove(id);

    private bool AreAllChosen(List<ChargePointSnapshot> shown) => shown.Count > 0 && shown.TrueForAll(chargePoint => chosen.Contains(chargePoint.Id));

    private void ChooseAll(IEnumerable<ChargePointSnapshot> shown, bool areChosen)
    {
        foreach (var chargePoint in shown) ChooseOne(chargePoint.Id, areChosen);
    }

    private string Summary(List<ChargePointSnapshot> picked) => picked.Count == 0 ? BulkTexts.NoneChosen : new CommandTargets(picked, Action ?? "", waits, Math.Clamp(perMinute, 1, BulkOrder.MostPerMinute)).Line;

    private string? Blocked(int count) =>
        count == 0 ? BulkTexts.NeedsChargePoints : Action is null ? BulkTexts.NeedsAction
        : perMinute is < 1 or > BulkOrder.MostPerMinute ? $"The rate is 1 to {BulkOrder.MostPerMinute} a minute."
        : atOnce is < 1 or > BulkOrder.MostAtOnce ? $"1 to {BulkOrder.MostAtOnce} at once." : null;

    private string ButtonText(int count) => Action is null ? BulkTexts.Continue
        : $"{(Action == BulkOrder.Template ? "Template" : Action)}: {count.ToString("N0", CultureInfo.InvariantCulture)} charge point{(count == 1 ? "" : "s")} …";

    private void Ask() => (asks, failure) = (true, null);

    private async Task StartAsync(CommandDraft draft)
    {
        if (starting || Action is not { } action) return; // pressed twice
        starting = true;
        try
        {
            var ids = store.All.Where(chargePoint => chosen.Contains(chargePoint.Id)).Select(chargePoint => chargePoint.Id).ToList();
            var task = await bulk.StartTaskAsync(new(action, draft.Payload, ids, CommandDialog.Operator) { PerMinute = perMinute, AtOnce = atOnce, WaitsForOffline = waits, File = draft.File });
            navigation.NavigateTo($"/commands/{task.Id}");
        }
        catch (Exception exception) when (exception is StorageFailedException or ArgumentException)
        {
            failure = exception is StorageFailedException ? $"The task could not be kept ({exception.Message.TrimEnd('.')}): nothing was sent." : exception.Message;
        }
        starting = false;
    }

    private void Go(string name, string? value) => navigation.Change((name, value));
}
