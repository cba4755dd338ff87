using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Components.ChargePointConfiguration;

/// <summary>The configuration as it was last read, beside a baseline, a template or another charge point; changed in place, a change is read back.</summary>
public partial class ConfigurationTab(ChargePointStore store, ChargePointCommands commands, ConfigurationReader reader, ConfigurationWriter writer, NavigationManager navigation)
{
    private const string BaselineValue = "baseline", ChargePointPrefix = "cp:", TemplatePrefix = "template:";
    private ConfigurationList configuration = ConfigurationList.Empty;
    private ConfigurationBaseline? baseline;
    private ConfigurationOther? other;
    private IReadOnlyList<ConfigurationLine> lines = [];
    private string? shown, busyKey, failure, unread;
    private bool reading;
    private Dialog dialog;

    private enum Dialog { None, Reset, Template }

    [Inject] private ConfigurationBaselines Baselines { get; set; } = null!;
    [Inject] private ConfigurationTemplates AllTemplates { get; set; } = null!;
    [Parameter, EditorRequired] public required string ChargePointId { get; set; }
    [SupplyParameterFromQuery(Name = "q")] private string? Filter { get; set; }

    /// <summary>What it is compared with: baseline, cp:ID or template:NAME.</summary>
    [SupplyParameterFromQuery(Name = "vs")] private string? Versus { get; set; }

    /// <summary>As it was asked for last.</summary>
    private bool OnlyDifferences => navigation.Parameter("diff") == "1" && other is not null;

    private bool Online => store.Find(ChargePointId)?.Online == true;

    private ConfigurationWay? Way => reader.WayOf(ChargePointId);

    private string WayWords => Way switch { { Most: 1 } => ", key by key", { Most: > 1 and var most } => $", {most} keys at a time", _ => "" };

    private IEnumerable<ConfigurationTemplate> Templates => AllTemplates.All;

    private IEnumerable<string> OtherChargePoints => store.All.Where(c => !c.Id.Equals(ChargePointId, StringComparison.OrdinalIgnoreCase)).Select(c => c.Id);

    private IReadOnlyList<ConfigurationLine> Lines => lines;

    private IEnumerable<ConfigurationLine> Shown => lines.Where(line => !OnlyDifferences || line.Differs).Where(line => string.IsNullOrWhiteSpace(Filter)
        || line.Key.Contains(Filter, StringComparison.OrdinalIgnoreCase) || line.Entry?.Value?.Contains(Filter, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>What a template can be made of: what can be changed and is no secret.</summary>
    private IReadOnlyList<KeyValuePair<string, string>> TemplateValues =>
        [.. configuration.Entries.Where(entry => entry is { ReadOnly: not true, IsSecret: false, Value: not null }).Select(entry => new KeyValuePair<string, string>(entry.Key, entry.Value!))];

    protected override async Task OnParametersSetAsync()
    {
        if (shown != ChargePointId)
        {
            (shown, baseline) = (ChargePointId, null);
            Read();
            Follow();
            baseline = await Baselines.FindAsync(ChargePointId, Gone);
        }
        Read();
    }

    protected override IDisposable Subscribe(Action changed) => new Subscriptions(commands.Changes.Subscribe(ChargePointId, _ => changed()), AllTemplates.Changes.SubscribeAll(_ => changed()));

    protected override Task OnChangedAsync()
    {
        Read();
        return Task.CompletedTask;
    }

    private void Read()
    {
        configuration = ListOf(ChargePointId);
        unread = null;
        other = Versus switch
        {
            BaselineValue when baseline is not null => new(ConfigurationTexts.Baseline, baseline.Values),
            not null when Versus.StartsWith(ChargePointPrefix, StringComparison.Ordinal) && store.Find(Versus[ChargePointPrefix.Length..]) is { } chargePoint => OtherOf(chargePoint.Id),
            not null when Versus.StartsWith(TemplatePrefix, StringComparison.Ordinal) && AllTemplates.Find(Versus[TemplatePrefix.Length..]) is { } template => ConfigurationOther.Of(template),
            _ => null,
        };
        lines = other?.Beside(configuration.Entries) ?? [.. configuration.Entries.Select(entry => new ConfigurationLine(entry.Key, entry, null, Difference.Same))];
    }

    /// <summary>One that was never read is no comparison: every key would differ.</summary>
    private ConfigurationOther? OtherOf(string id)
    {
        var list = ListOf(id);
        if (list.Entries.Length > 0) return ConfigurationOther.Of(id, list);
        unread = id;
        return null;
    }

    private ConfigurationList ListOf(string id) =>
        ConfigurationList.From(commands.Recent(id, ConfigurationList.Depth), store.Find(id)?.Boot?.At, reader.WayOf(id) is { IsAll: false });

    private async Task ReadAllAsync()
    {
        (reading, failure) = (true, null);
        try
        {
            var read = await reader.ReadAllAsync(ChargePointId, CommandDialog.Operator, Gone);
            failure = read.Problem;
            Read();
        }
        catch (OperationCanceledException)
        {
            // the page was left, the command goes on
        }
        reading = false;
    }

    private async Task AskForAllAsync()
    {
        try
        {
            await reader.ForgetWayAsync(ChargePointId);
        }
        catch (StorageFailedException exception)
        {
            failure = $"This could not be kept ({exception.Message.TrimEnd('.')}); nothing was sent.";
            return;
        }
        await ReadAllAsync();
    }

    private async Task ChangeAsync(string key, string value)
    {
        (busyKey, failure) = (key, null);
        try
        {
            var change = await writer.ChangeAsync(ChargePointId, key, value, CommandDialog.Operator, Gone);
            failure = change.Outcome switch
            {
                ChangeOutcome.WithoutEffect => $"The charge point accepted {key} = {Units.Cut(value, 60)}, but it reads {Units.Cut(change.ReadBack ?? "", 60)}: the change is without effect.",
                ChangeOutcome.Refused => $"{key} was not changed: the charge point answered {change.Word}.",
                ChangeOutcome.NoAnswer => $"{key}: {change.Word}.",
                _ => null,
            };
            Read();
        }
        catch (OperationCanceledException)
        {
            // the page was left, the command goes on
        }
        busyKey = null;
    }

    private async Task KeepBaselineAsync()
    {
        try
        {
            baseline = await Baselines.KeepAsync(ChargePointId, configuration.Entries.Select(entry => new KeyValuePair<string, string?>(entry.Key, entry.Value)));
            failure = null;
            Read();
        }
        catch (StorageFailedException exception)
        {
            failure = $"The baseline could not be kept ({exception.Message.TrimEnd('.')}); the one before holds.";
        }
    }

    private void Close() => dialog = Dialog.None;

    private void Go(string name, string? value) => navigation.Change((name, value));
}
