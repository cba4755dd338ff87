using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;

namespace OcppDashboard.Components.Controls;

/// <summary>The commands of a charge point and what became of them, newest first. Read from the commands, so it is the same after the page was left.</summary>
public partial class CommandTimeline(ChargePointCommands commands)
{
    private IReadOnlyList<CommandSnapshot> shown = [];

    [Parameter, EditorRequired] public required string ChargePointId { get; set; }
    [Parameter] public int Take { get; set; } = 8;

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1); // the bar of a wait moves by itself

    private IReadOnlyList<CommandSnapshot> Shown => shown;

    protected override void OnParametersSet()
    {
        shown = commands.Recent(ChargePointId, Take);
        Follow();
    }

    protected override Task OnChangedAsync()
    {
        shown = commands.Recent(ChargePointId, Take);
        return Task.CompletedTask;
    }

    protected override IDisposable Subscribe(Action changed) => commands.Changes.Subscribe(ChargePointId, _ => changed());

}
