using OcppDashboard.Data.Queries;
using OcppDashboard.Features.BulkTasks;

namespace OcppDashboard.Components.BulkTasks;

/// <summary>A task in the list.</summary>
public sealed record TaskRow(long Id, string Action, string Argument, string RequestedBy, DateTimeOffset CreatedAt, BulkState State, BulkCounts Counts)
{
    public static TaskRow Of(BulkTask task) => new(task.Id, task.Action, task.Argument, task.RequestedBy, task.CreatedAt, task.State, task.Counts);

    public static TaskRow Of(BulkTaskRow row)
    {
        int Count(BulkTargetState state) => row.Counts.GetValueOrDefault(state.ToString());
        var task = BulkCommands.OfEntity(row.Task, []);
        return Of(task) with
        {
            Counts = new(Count(BulkTargetState.Waiting), Count(BulkTargetState.Sent), Count(BulkTargetState.Succeeded), Count(BulkTargetState.Failed), Count(BulkTargetState.Cancelled)),
        };
    }
}
