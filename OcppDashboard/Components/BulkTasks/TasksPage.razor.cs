using Microsoft.AspNetCore.Components;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.BulkTasks;

namespace OcppDashboard.Components.BulkTasks;

/// <summary>Tasks for many charge points: the running ones first, then the newest.</summary>
public partial class TasksPage(BulkCommands bulk, BulkQueries queries, ILogger<TasksPage> log)
{
    private const int PageSize = 50;
    private IReadOnlyList<TaskRow>? rows;
    private int total;
    private bool failed;

    [SupplyParameterFromQuery(Name = "page")] public string? PageText { get; set; }

    private int Number => int.TryParse(PageText, out var number) && number is > 1 and < 1_000_000 ? number : 1;

    protected override IDisposable Subscribe(Action changed) => bulk.Changes.SubscribeAll(_ => changed());

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override Task OnChangedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            var page = await queries.ListAsync((Number - 1) * PageSize, PageSize, Gone);
            var known = bulk.Known.ToDictionary(task => task.Id);
            var list = page.Rows.Select(row => known.TryGetValue(row.Task.Id, out var task) ? TaskRow.Of(task) : TaskRow.Of(row));
            (rows, total, failed) = ([.. list.OrderBy(row => row.State != BulkState.Running)], page.Total, false);
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException)
        {
            log.LogError(exception, "The list of tasks could not be read");
            failed = true;
        }
    }
}
