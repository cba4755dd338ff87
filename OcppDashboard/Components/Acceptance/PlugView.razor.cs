using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OcppDashboard.Acceptance.Run;
using OcppDashboard.Acceptance.Verdicts;
using OcppDashboard.State;

namespace OcppDashboard.Components.Acceptance;

/// <summary>The same run for whoever stands at the charge point with a phone: one large step at a time.</summary>
public partial class PlugView(AcceptanceRuns runs, ChargePointStore store, IJSRuntime js) : LiveComponent
{
    private const double Circle = 2 * Math.PI * 80; // of the ring
    private RunView? view;
    private IJSObjectReference? module;
    private string? failure, notedLeg, playedPrompt;
    private long? followed;
    private int? playedLegs;
    private volatile bool changed = true;
    private bool isRead, isMuted;

    [Parameter, EditorRequired] public long Id { get; set; }

    /// <summary>Whether its viewer may see the page at the desk.</summary>
    [Parameter] public bool HasWayBack { get; set; }

    private LiveRun? Live => runs.FindLive(Id);

    /// <summary>What a note is about: the present step, or the one before.</summary>
    private string? NoteLeg => view is { Leg: { } leg } ? leg : view is { Record.Legs: [.., var last] } ? last.Leg : null;

    private string Now => view switch
    {
        { IsLive: false, Record.State: RunState.Aborted } => AcceptanceTexts.RunAborted,
        { IsLive: false } => AcceptanceTexts.RunIsOver,
        { Leg: null, IsTidying: false, Record.State: RunState.Paused } => AcceptanceTexts.IsPaused,
        _ => $"{Doing.Words(view!)} …",
    };

    private string Next => view switch
    {
        { IsLive: false } or { IsTidying: true } => "",
        { IsPausing: true, Leg: null } => AcceptanceTexts.PausedHow,
        { IsPausing: true } => AcceptanceTexts.Pausing,
        { Planned: [var next, ..] } => $"{AcceptanceTexts.Next} {RunLines.Name(next)}",
        _ => AcceptanceTexts.NothingNext,
    };

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action redraw)
    {
        var run = runs.Changes.Subscribe(Id, _ =>
        {
            changed = true;
            redraw();
        });
        var state = store.Changes.SubscribeAll(id => { if (id.Equals(view?.Record.ChargePointId, StringComparison.OrdinalIgnoreCase)) redraw(); });
        return new Subscriptions(run, state);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id) return;
        (followed, changed, view, isRead, failure, notedLeg, playedPrompt, playedLegs) = (Id, true, null, false, null, null, null, null);
        Follow();
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            module = await js.InvokeAsync<IJSObjectReference>("import", "./js/plug.js");
            isMuted = await module.InvokeAsync<bool>("isMuted");
            StateHasChanged();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // the viewer has gone
        }
    }

    protected override async Task OnChangedAsync()
    {
        await ReadAsync();
        await PlayAsync();
    }

    private async Task ReadAsync()
    {
        if (Live is { } live)
        {
            (view, isRead) = (live.View, true);
            return;
        }
        if (!changed && view is not { IsLive: true }) return;
        changed = false;
        try
        {
            (view, isRead) = (await runs.ViewAsync(Id, Gone), true);
        }
        catch (OperationCanceledException)
        {
            // left
        }
    }

    /// <summary>Calls whoever holds the phone when a step is over or something is asked; not for what was so when the page was opened.</summary>
    private async Task PlayAsync()
    {
        if (view is null || module is null) return;
        var (legs, prompt) = (view.Record.Legs, view.Prompt?.Id);
        string? sound = prompt is not null && prompt != playedPrompt && playedLegs is not null ? "ask" : null;
        if (playedLegs is { } before && legs.Count > before) sound = legs[^1].Result.Verdict is Verdict.Fail or Verdict.Inconclusive ? "fail" : sound ?? "pass";
        (playedLegs, playedPrompt) = (legs.Count, prompt);
        if (sound is null) return;
        try
        {
            await module.InvokeVoidAsync("play", Gone, sound);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // the viewer has gone
        }
    }

    private async Task MuteAsync()
    {
        isMuted = !isMuted;
        if (module is not null) await module.InvokeVoidAsync("mute", isMuted);
    }

    private void Answer((string Id, PromptAnswer Answer, string Said) what) =>
        failure = Live?.Answer(what.Id, what.Answer, what.Said) == true ? null : AcceptanceTexts.NotOpenAnyMore;

    private string StepText(List<string> legs)
    {
        var at = view!.Leg is { } leg ? legs.IndexOf(leg) + 1 : 0;
        return at > 0 ? $"{AcceptanceTexts.Step} {at} of {legs.Count}" : $"{RunLines.Progress(view).Done} of {Units.Count(legs.Count, "step")} done";
    }

    private string? Look(string leg)
    {
        if (view!.Leg == leg) return "now";
        if (view.Record.Last(leg) is null) return null;
        return view.Record.VerdictOf(leg) switch { Verdict.Fail => "bad", Verdict.Inconclusive => "skip", Verdict.NotRun => null, _ => "done" };
    }

    private static string Ring(OpenPrompt prompt, DateTimeOffset now) => Ring((prompt.Deadline - now) / (prompt.Deadline - prompt.AskedAt));

    private string Ring()
    {
        var (done, all) = RunLines.Progress(view!);
        return Ring(all == 0 ? 1 : (double)done / all);
    }

    private static string Ring(double share) => string.Create(CultureInfo.InvariantCulture, $"{Circle * Math.Clamp(share, 0, 1):0.0} {Circle:0.0}");

    private string Since(ChargePointSnapshot? chargePoint, DateTimeOffset now)
    {
        if (chargePoint is null) return "";
        if (!chargePoint.Online) return chargePoint.OfflineSince is { } offline ? $"since {Units.Duration(now - offline)}" : "";
        var connector = view!.Record.Plan.Connector;
        return chargePoint.Connector(connector)?.Since is { } since ? $"connector {connector}, since {Units.Duration(now - since)}" : $"connector {connector}";
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (module is not null) await module.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // the viewer has gone, maybe before it answered
        }
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
