using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Data.Queries;
using OcppDashboard.State;

namespace OcppDashboard.Components.Pages.ChargePoints;

/// <summary>One charge point: what it is, what it does now, and every command to it.</summary>
public partial class ChargePointPage(ChargePointStore store, ChargePointCommands commands, TransactionQueries transactions)
{
    private static readonly (string Action, string Icon, string Short)[] Buttons =
    [
        ("ChangeAvailability", "i-power", "Availability"), ("Reset", "i-reset", "Reset"), ("UpdateFirmware", "i-firmware", "Firmware"),
        ("GetDiagnostics", "i-download", "Diagnostics"), ("TriggerMessage", "i-trigger", "Trigger"),
    ];

    private Dialog dialog;
    private string asked = "";
    private string? followed, counted;
    private int? transactionCount, commandCount, keyCount;
    private long? newestCommand;

    private enum Dialog { None, Command, More, Findings }

    [Parameter] public string Id { get; set; } = "";
    [SupplyParameterFromQuery] private string? Tab { get; set; }

    private ChargePointSnapshot? Snapshot => store.Find(Id);

    private string Current => Tabs.Any(tab => tab.Tab == Tab) ? Tab! : "live";

    private IEnumerable<(string Tab, string Text, int? Count)> Tabs =>
    [
        ("live", Texts.Live, null), ("messages", Texts.Messages, null), ("transactions", Texts.Transactions, transactionCount),
        ("configuration", ChargePointTexts.Configuration, keyCount), ("history", ChargePointTexts.History, null),
    ];

    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id) return;
        followed = Id;
        (dialog, newestCommand, counted, transactionCount, commandCount, keyCount) = (Dialog.None, null, null, null, null, null);
        Follow();
        await CountAsync();
    }

    /// <summary>A charge point that is not known yet may connect while its page is open, under its own spelling.</summary>
    protected override IDisposable Subscribe(Action changed)
    {
        var id = Id;
        var state = store.Changes.SubscribeAll(changedId => { if (changedId.Equals(id, StringComparison.OrdinalIgnoreCase)) changed(); });
        var sent = commands.Changes.SubscribeAll(changedId => { if (changedId.Equals(id, StringComparison.OrdinalIgnoreCase)) changed(); });
        return new Both(state, sent);
    }

    protected override Task OnChangedAsync() => CountAsync();

    private async Task CountAsync()
    {
        if (Snapshot is not { } chargePoint) return;
        var recent = commands.Recent(chargePoint.Id, ConfigurationList.Depth);
        var newest = recent.Count == 0 ? 0 : recent[0].Id + recent.Count(command => command.IsOver);
        if (newest != newestCommand)
        {
            newestCommand = newest;
            keyCount = ConfigurationList.From(recent, chargePoint.Boot?.At) is { ReadAt: not null } list ? list.Entries.Length : null;
            commandCount = await commands.CountAsync(chargePoint.Id, Gone);
        }
        var running = string.Join(' ', chargePoint.OpenTransactions.Select(transaction => transaction.Id));
        if (running == counted) return; // the number changes only when one starts or ends
        counted = running;
        transactionCount = await transactions.CountAsync(chargePoint.Id, Gone);
    }

    private void Ask(string action) => (dialog, asked) = (Dialog.Command, action);

    private void CloseDialog() => dialog = Dialog.None;

    private static string Address(string id, string tab) => $"/charge-points/{Uri.EscapeDataString(id)}" + (tab == "live" ? "" : "?tab=" + tab);

    private sealed record Both(IDisposable First, IDisposable Second) : IDisposable
    {
        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
