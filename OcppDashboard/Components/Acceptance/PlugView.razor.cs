using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.State;

namespace OcppDashboard.Components.Acceptance;

/// <summary>The same run for whoever stands at the charge point with a phone: one large step at a time.</summary>
public partial class PlugView(ChargePointStore store, IJSRuntime js) : RunComponent
{
    private const double Circle = 2 * Math.PI * 80; // of the ring
    private IJSObjectReference? module;
    private string? notedLeg, playedPrompt;
    private int? playedLegs;
    private bool isMuted;

    /// <summary>Whether its viewer may see the page at the desk.</summary>
    [Parameter] public bool HasWayBack { get; set; }

    /// <summary>What a note is about: the present step, or the one before.</summary>
    private string? NoteLeg => View is { Leg: { } leg } ? leg : View is { Record.Legs: [.., var last] } ? last.Leg : null;

    private string Now => View switch
    {
        { IsLive: false, Record.State: RunState.Aborted } => AcceptanceTexts.RunAborted,
        { IsLive: false } => AcceptanceTexts.RunIsOver,
        { Leg: null, IsTidying: false, Record.State: RunState.Paused } => AcceptanceTexts.IsPaused,
        _ => $"{RunActivity.Words(View!)} …",
    };

    private string Next => View switch
    {
        { IsLive: false } or { IsTidying: true } => "",
        { IsPausing: true, Leg: null } => AcceptanceTexts.PausedHow,
        { IsPausing: true } => AcceptanceTexts.Pausing,
        { Planned: [var next, ..] } => $"{AcceptanceTexts.Next} {RunLines.Name(next)}",
        _ => AcceptanceTexts.NothingNext,
    };

    protected override IDisposable Subscribe(Action changed)
    {
        var state = store.Changes.SubscribeAll(id => { if (id.Equals(View?.Record.ChargePointId, StringComparison.OrdinalIgnoreCase)) changed(); });
        return new Subscriptions(base.Subscribe(changed), state);
    }

    protected override void Begin() => (notedLeg, playedPrompt, playedLegs) = (null, null, null);

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
        await base.OnChangedAsync();
        await PlayAsync();
    }

    /// <summary>Calls whoever holds the phone when a step is over or something is asked; not for what was so when the page was opened.</summary>
    private async Task PlayAsync()
    {
        if (View is null || module is null) return;
        var (legs, prompt) = (View.Record.Legs, View.Prompt?.Id);
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

    private string StepText(List<string> legs)
    {
        var at = View!.Leg is { } leg ? legs.IndexOf(leg) + 1 : 0;
        return at > 0 ? $"{AcceptanceTexts.Step} {at} of {legs.Count}" : $"{RunLines.Progress(View).Done} of {Units.Count(legs.Count, "step")} done";
    }

    private string? Look(string leg)
    {
        if (View!.Leg == leg) return "now";
        if (View.Record.Last(leg) is null) return null;
        return View.Record.VerdictOf(leg) switch { Verdict.Fail => "bad", Verdict.Inconclusive => "skip", Verdict.NotRun => null, _ => "done" };
    }

    private static string Ring(OpenPrompt prompt, DateTimeOffset now) => Ring((prompt.Deadline - now) / (prompt.Deadline - prompt.AskedAt));

    private string Ring()
    {
        var (done, all) = RunLines.Progress(View!);
        return Ring(all == 0 ? 1 : (double)done / all);
    }

    private static string Ring(double share) => string.Create(CultureInfo.InvariantCulture, $"{Circle * Math.Clamp(share, 0, 1):0.0} {Circle:0.0}");

    private string Since(ChargePointSnapshot? chargePoint, DateTimeOffset now)
    {
        if (chargePoint is null) return "";
        if (!chargePoint.Online) return chargePoint.OfflineSince is { } offline ? $"since {Units.Duration(now - offline)}" : "";
        var connector = View!.Record.Plan.Connector;
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
