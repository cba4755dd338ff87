using System.Globalization;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Acceptance.Functions;
using OcppDashboard.Acceptance.Run;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Components.Pages.Acceptance;

/// <summary>A run at the desk: what is done, what is asked, and why each leg came out as it did.</summary>
public partial class RunPage(AcceptanceRuns runs, ChargePointStore store, NavigationManager navigation, ViewerClock clock) : LiveComponent
{
    private const string LegName = "leg", TryName = "try";
    private RunView? view;
    private Dialog dialog;
    private string? failure;
    private long? followed;
    private volatile bool changed = true;
    private bool isRead;

    private enum Dialog { None, Plug, Share, Abort, Note, Override }

    [Parameter] public long Id { get; set; }
    [SupplyParameterFromQuery(Name = LegName)] public string? LegText { get; set; }
    [SupplyParameterFromQuery(Name = TryName)] public string? TryText { get; set; }

    /// <summary>The leg whose evidence is shown; one that nobody knows is none.</summary>
    private string? Leg => LegText is not null && AcceptanceFunctions.OfLeg(LegText) is not null ? LegText : null;

    private int? Attempt => int.TryParse(TryText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private LiveRun? Live => runs.FindLive(Id);

    /// <summary>Manufacturer, model and firmware as the report has them.</summary>
    private string Kind
    {
        get
        {
            var (plan, boot) = (view!.Record.Plan, store.Find(view.Record.ChargePointId)?.Boot);
            var model = $"{plan.ManufacturerName ?? boot?.Vendor} {plan.ManufacturerModel ?? boot?.Model}".Trim();
            var firmware = plan.FirmwareVersion ?? boot?.FirmwareVersion;
            return Units.Cut(string.IsNullOrEmpty(firmware) ? model : $"{model}, firmware {firmware}", 100);
        }
    }

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action redraw) => runs.Changes.Subscribe(Id, _ =>
    {
        changed = true;
        redraw();
    });

    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id) return;
        (followed, changed, view, isRead, dialog, failure) = (Id, true, null, false, Dialog.None, null);
        Follow();
        await ReadAsync();
    }

    protected override Task OnChangedAsync() => ReadAsync();

    /// <summary>A run that goes on is read from memory each time, one that is over only when somebody said something to it.</summary>
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

    private void Answer((string Id, PromptAnswer Answer, string Said) what) =>
        failure = Live?.Answer(what.Id, what.Answer, what.Said) == true ? null : AcceptanceTexts.NotOpenAnyMore;

    private async Task RepeatAsync(IReadOnlyList<string> legs)
    {
        failure = null;
        try
        {
            await runs.RepeatAsync(Id, legs);
        }
        catch (AcceptanceException exception)
        {
            failure = exception.Message;
        }
        catch (KeepingFailedException)
        {
            failure = AcceptanceTexts.NotKept;
        }
    }

    private void CloseDialog() => dialog = Dialog.None;

    /// <summary>With the viewer's zone: the report says its times in it.</summary>
    private string ReportAddress(string ending) => string.Create(CultureInfo.InvariantCulture, $"/acceptance/{Id}/report{ending}?zone={Uri.EscapeDataString(clock.Zone.Id)}");

    private string LegAddress(string? leg) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [LegName] = leg, [TryName] = null });

    private string TryAddress(int attempt) => navigation.GetUriWithQueryParameter(TryName, attempt);
}
