using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Components.Shared;

namespace OcppDashboard.Components.Commands;

/// <summary>The commands of a charge point and what became of them, newest first. Read from the commands, so it is the same after the page was left.</summary>
public partial class CommandTimeline(ChargePointCommands commands)
{
    private IReadOnlyList<CommandSnapshot> shown = [];

    [Parameter, EditorRequired] public required string ChargePointId { get; set; }
    [Parameter] public int Take { get; set; } = 8;

    /// <summary>Only these; null: all.</summary>
    [Parameter] public IReadOnlyList<string>? Actions { get; set; }

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1); // the bar of a wait moves by itself

    private IReadOnlyList<CommandSnapshot> Shown => shown;

    protected override async Task OnParametersSetAsync()
    {
        Follow();
        if (commands.LoadAsync(ChargePointId) is { IsCompleted: false } loading) await loading;
        shown = Read();
    }

    protected override Task OnChangedAsync()
    {
        shown = Read();
        return Task.CompletedTask;
    }

    protected override IDisposable Subscribe(Action changed) => commands.Changes.Subscribe(ChargePointId, _ => changed());

    private IReadOnlyList<CommandSnapshot> Read() => Actions is null ? commands.Recent(ChargePointId, Take)
        : [.. commands.Recent(ChargePointId, int.MaxValue).Where(command => Actions.Contains(command.Action)).Take(Take)];
}
