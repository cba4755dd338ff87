using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;

namespace OcppDashboard.Components.Acceptance;

/// <summary>A component that shows one run, going on or over, and can answer what it asks.</summary>
public abstract class RunComponent : LiveComponent
{
    private long? followed;
    private volatile bool changed = true;

    [Inject] protected AcceptanceRuns Runs { get; set; } = null!;

    [Parameter, EditorRequired] public long Id { get; set; }

    /// <summary>Null until it was read, and when there is no such run.</summary>
    protected RunView? View { get; private set; }

    protected bool IsRead { get; private set; }

    /// <summary>What went wrong with what the viewer asked for, a sentence.</summary>
    protected string? Failure { get; set; }

    protected LiveRun? Live => Runs.FindLive(Id);

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    /// <summary>Another run is shown from now on: what was so for the one before is forgotten.</summary>
    protected abstract void Begin();

    protected override IDisposable Subscribe(Action changed) => Runs.Changes.Subscribe(Id, _ =>
    {
        this.changed = true;
        changed();
    });

    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id) return;
        (followed, changed, View, IsRead, Failure) = (Id, true, null, false, null);
        Begin();
        Follow();
        await ReadAsync();
    }

    protected override Task OnChangedAsync() => ReadAsync();

    protected void Answer((string Id, PromptAnswer Answer, string Said) what) =>
        Failure = Live?.Answer(what.Id, what.Answer, what.Said) == true ? null : AcceptanceTexts.NotOpenAnyMore;

    /// <summary>A run that goes on is read from memory each time, one that is over only when somebody said something to it.</summary>
    private async Task ReadAsync()
    {
        if (Live is { } live)
        {
            (View, IsRead) = (live.View, true);
            return;
        }
        if (!changed && View is not { IsLive: true }) return;
        changed = false;
        try
        {
            (View, IsRead) = (await Runs.ViewAsync(Id, Gone), true);
        }
        catch (OperationCanceledException)
        {
            // left
        }
    }
}
