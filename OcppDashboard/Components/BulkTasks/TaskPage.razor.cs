using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Components.BulkTasks;

/// <summary>One task: how far it is, and a result for each charge point.</summary>
public partial class TaskPage(BulkCommands bulk, ChargePointStore store, NavigationManager navigation)
{
    private const int PageSize = 100;
    private BulkTask? task;
    private long read;
    private bool isRead, busy, asksCancel;
    private string? failure;

    [Parameter] public long Id { get; set; }
    [SupplyParameterFromQuery(Name = "r")] public string? ResultText { get; set; }
    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public string? PageText { get; set; }

    private BulkTargetState? Shown => Enum.TryParse<BulkTargetState>(ResultText, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    private int Number => int.TryParse(PageText, out var number) && number is > 1 and < 1_000_000 ? number : 1;

    private List<BulkTarget> Targets => [.. task!.Targets.Where(target => Shown is not { } state || target.State == state)
        .Where(target => string.IsNullOrWhiteSpace(Q) || target.ChargePointId.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase)
            || target.Result?.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase) == true)];

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action changed)
    {
        var id = Id;
        return bulk.Changes.SubscribeAll(changedId => { if (changedId == id) changed(); });
    }

    protected override async Task OnParametersSetAsync()
    {
        if (isRead && read == Id) return;
        (read, failure) = (Id, null);
        await LoadAsync();
        Follow();
    }

    protected override Task OnChangedAsync() => task is null or { State: BulkState.Running } || busy || task.Counts.Sent > 0 ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        try
        {
            task = await bulk.FindAsync(Id, Gone);
            isRead = true;
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
    }

    /// <summary>Where it waits, why.</summary>
    private string Result(BulkTarget target)
    {
        if (target.Result is { } result) return Units.Cut(result, 4000);
        if (target.State == BulkTargetState.Sent) return BulkTexts.WaitingForAnswer;
        if (target.State == BulkTargetState.Waiting && task!.WaitsForOffline && store.Find(target.ChargePointId)?.Online != true) return BulkTexts.WaitingForConnection;
        return Units.None;
    }

    private async Task RetryAsync()
    {
        (busy, failure) = (true, null);
        try
        {
            failure = await bulk.RetryFailedAsync(Id);
        }
        catch (StorageFailedException exception)
        {
            failure = $"This could not be kept ({exception.Message.TrimEnd('.')}). Try again when the storage works.";
        }
        await LoadAsync();
        busy = false;
    }

    private async Task CancelAsync()
    {
        try
        {
            await bulk.CancelRestAsync(Id, CommandDialog.Operator);
        }
        catch (StorageFailedException exception)
        {
            failure = $"It is cancelled, but that could not be kept ({exception.Message.TrimEnd('.')}): after a restart it would go on.";
        }
        await LoadAsync();
    }

    private void Choose(BulkTargetState? state) => navigation.Change(("r", state?.ToString().ToLowerInvariant()), ("page", null));

    private void Search(string text) => navigation.Change(("q", text), ("page", null));

    private string With(int page) => navigation.GetUriWithQueryParameter("page", page == 1 ? null : page);
}
