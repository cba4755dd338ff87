using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Components.WorkList;

/// <summary>What somebody should do something about, each with its next step.</summary>
public partial class WorkListPage(WorkListSource source, WorkAcknowledgements seen, ChargePointCommands commands, ChargePointStore store, NavigationManager navigation)
{
    private const int PageSize = 100;
    private bool failed;

    [SupplyParameterFromQuery] public string? Kind { get; set; }
    [SupplyParameterFromQuery(Name = "seen")] public string? SeenText { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public string? PageText { get; set; }

    private WorkKind? Chosen => Enum.TryParse<WorkKind>(Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    private bool ShowsSeen => SeenText == "1";

    private int Number => int.TryParse(PageText, out var number) && number is > 1 and < 100_000 ? number : 1;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(5);

    protected override IDisposable Subscribe(Action changed) => store.Changes.SubscribeAll(_ => changed());

    protected override Task OnInitializedAsync() => source.RefreshAsync(Gone);

    protected override Task OnChangedAsync() => source.RefreshAsync(Gone);

    private IEnumerable<WorkLine> Shown(IReadOnlyList<WorkLine> lines) => lines.Where(line => (ShowsSeen || !line.IsSeen) && (Chosen is null || line.Item.Kind == Chosen));

    private int CountOf(IReadOnlyList<WorkLine> lines, WorkKind? kind) => lines.Count(line => (ShowsSeen || !line.IsSeen) && (kind is null || line.Item.Kind == kind));

    private async Task SeenAsync(WorkItem item)
    {
        try
        {
            await seen.AcknowledgeAsync(item, CommandDialog.Operator);
            failed = false;
        }
        catch (StorageFailedException)
        {
            failed = true;
        }
        source.Changed();
    }

    private void Drop(WorkItem item)
    {
        commands.Disconnect(item.ChargePointIds[0], WorkTexts.DroppedReason);
        source.Changed();
    }

    private void Go(WorkKind? kind, bool showsSeen) =>
        navigation.Change(("kind", kind?.ToString().ToLowerInvariant()), ("seen", showsSeen ? "1" : null), ("page", null));

    private string With(int number) => navigation.GetUriWithQueryParameter("page", number == 1 ? null : (int?)number);
}
