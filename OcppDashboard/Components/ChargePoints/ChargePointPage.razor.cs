using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Certificates;
using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.State;

namespace OcppDashboard.Components.ChargePoints;

/// <summary>One charge point: what it is, what it does now, and every command to it.</summary>
public partial class ChargePointPage(ChargePointStore store, ChargePointCommands commands, TransactionQueries transactions, ReceivedFiles received, FileQueries files)
{
    private static readonly (string Action, string Icon, string Short)[] Buttons =
    [
        ("ChangeAvailability", "i-power", "Availability"), ("Reset", "i-reset", "Reset"), ("UpdateFirmware", "i-firmware", "Firmware"),
        ("GetDiagnostics", "i-download", "Diagnostics"), ("TriggerMessage", "i-trigger", "Trigger"),
    ];

    private Dialog dialog;
    private string asked = "";
    private string? followed, counted, shownTab;
    private int? transactionCount, commandCount, keyCount, fileCount;
    private string? claimedProfiles;
    private TimeSpan? sampleInterval;
    private volatile bool filesChanged = true;
    private long? askedFirmware;
    private JsonElement? askedPayload;
    private long? newestCommand;

    private enum Dialog { None, Command, More, Findings }

    [Parameter] public string Id { get; set; } = "";
    [SupplyParameterFromQuery] private string? Tab { get; set; }

    private ChargePointSnapshot? Snapshot => store.Find(Id);

    private string Current => Tabs.Any(tab => tab.Tab == shownTab) ? shownTab! : "live";

    private IEnumerable<(string Tab, string Text, int? Count)> Tabs =>
    [
        ("live", Texts.Live, null), ("messages", Texts.Messages, null), ("transactions", Texts.Transactions, transactionCount),
        ("configuration", ChargePointTexts.Configuration, keyCount), ("profiles", ProfileTexts.Profiles, null), ("security", SecurityTexts.Security, null), ("files", Texts.Files, fileCount), ("history", ChargePointTexts.History, null),
        ("settings", SettingsTexts.Title, null),
    ];

    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id)
        {
            // The framework is going through everything that reads the query: a tab that reads it too must not be made before it is through.
            if (Tab != shownTab) await Task.Yield();
            shownTab = Tab;
            return;
        }
        (followed, shownTab) = (Id, Tab);
        (dialog, newestCommand, counted, transactionCount, commandCount, keyCount, fileCount, filesChanged) = (Dialog.None, null, null, null, null, null, null, true);
        Follow();
        await CountAsync();
    }

    /// <summary>A charge point that is not known yet may connect while its page is open, under its own spelling.</summary>
    protected override IDisposable Subscribe(Action changed)
    {
        var id = Id;
        var state = store.Changes.Subscribe(id, _ => changed());
        var sent = commands.Changes.Subscribe(id, _ => changed());
        var files = received.Changes.Subscribe(id, _ =>
        {
            filesChanged = true;
            changed();
        });
        return new Subscriptions(state, sent, files);
    }

    protected override Task OnChangedAsync() => CountAsync();

    private async Task CountAsync()
    {
        if (Snapshot is not { } chargePoint) return;
        await commands.LoadAsync(chargePoint.Id);
        var recent = commands.Recent(chargePoint.Id, ConfigurationList.Depth);
        var newest = recent.Count == 0 ? 0 : recent[0].Id * 1000 + recent.Count(command => command.IsOver); // more are never in memory
        if (newest != newestCommand)
        {
            newestCommand = newest;
            var configuration = ConfigurationList.From(recent, chargePoint.Boot?.At);
            (keyCount, claimedProfiles) = (configuration.ReadAt is null ? null : configuration.Entries.Length, configuration.ValueOf("SupportedFeatureProfiles"));
            sampleInterval = int.TryParse(configuration.ValueOf("MeterValueSampleInterval"), CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
            commandCount = await commands.CountAsync(chargePoint.Id, Gone);
        }
        if (filesChanged)
        {
            filesChanged = false;
            fileCount = await files.CountReceivedAsync(new(chargePoint.Id), Gone);
        }
        var running = string.Join(' ', chargePoint.OpenTransactions.Select(transaction => transaction.Id));
        if (running == counted) return; // the number changes only when one starts or ends
        counted = running;
        transactionCount = await transactions.CountAsync(chargePoint.Id, Gone);
    }

    private void Ask(string action, long? firmwareId = null) => (dialog, asked, askedFirmware, askedPayload) = (Dialog.Command, action, firmwareId, null);

    private void Ask((string Action, long? FirmwareId) what) => Ask(what.Action, what.FirmwareId);

    private void Ask((string Action, JsonElement? Payload) what)
    {
        Ask(what.Action);
        askedPayload = what.Payload;
    }

    private void CloseDialog() => dialog = Dialog.None;

    private static string Address(string id, string tab) => $"/charge-points/{Uri.EscapeDataString(id)}" + (tab == "live" ? "" : "?tab=" + tab);
}
