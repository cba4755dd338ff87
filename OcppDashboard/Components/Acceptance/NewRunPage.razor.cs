using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Components.Acceptance;

/// <summary>What is declared and chosen before a run.</summary>
public partial class NewRunPage(AcceptanceRuns runs, ChargePointStore store, NavigationManager navigation) : LiveComponent
{
    private readonly PlanDraft draft = new();
    private string? failure, taken;
    private BootInfo? takenBoot;
    private bool isStarting;

    [SupplyParameterFromQuery] public string? Cp { get; set; }

    /// <summary>The one that was asked for; else the only one.</summary>
    private ChargePointSnapshot? ChargePoint => string.IsNullOrEmpty(Cp) ? Connected.Take(2).ToList() is [var only] ? only : null : store.Find(Cp);

    private IEnumerable<ChargePointSnapshot> Connected => store.All.Where(chargePoint => chargePoint.Online);

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action changed) => store.Changes.SubscribeAll(_ => changed());

    protected override void OnParametersSet() => TakeHead();

    protected override Task OnChangedAsync()
    {
        TakeHead();
        return Task.CompletedTask;
    }

    /// <summary>Once for each charge point, and again when it says what it is for the first time.</summary>
    private void TakeHead()
    {
        if (ChargePoint is not { } chargePoint || chargePoint.Id == taken && (takenBoot is not null || chargePoint.Boot is null)) return;
        (taken, takenBoot, failure) = (chargePoint.Id, chargePoint.Boot, null);
        draft.Take(chargePoint.Boot);
    }

    private void Choose(string? id) => navigation.Change(("cp", id));

    private async Task StartAsync()
    {
        failure = ChargePoint is null ? "Choose the charge point." : draft.Mistake;
        if (failure is not null || ChargePoint is not { } chargePoint) return;
        isStarting = true;
        try
        {
            var run = await runs.StartAsync(chargePoint.Id, draft.ToPlan());
            navigation.NavigateTo($"/acceptance/{run.Id}");
        }
        catch (AcceptanceException exception)
        {
            failure = exception.Message;
        }
        catch (StorageFailedException)
        {
            failure = AcceptanceTexts.NotKept;
        }
        isStarting = false;
    }
}
