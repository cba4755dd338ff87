using System.Text.Json;
using OcppDashboard.Features.BulkTasks;

namespace OcppDashboard.Tests.Features.BulkTasks;

public class BulkRunTests
{
    [Fact]
    public void House18_a_task_that_broke_off_can_be_tried_again()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var task = new BulkTask
        {
            Id = 1, Action = "ClearCache", PayloadJson = "{}", Argument = "", RequestedBy = "test", CreatedAt = now, PerMinute = 60, AtOnce = 2,
            Targets = [new(1, "CP-1"), new(2, "CP-2", BulkTargetState.Succeeded)],
        };
        var run = new BulkRun(task, new KeptOrder(JsonDocument.Parse("{}").RootElement, 2, false, now, null), now);
        Assert.True(run.TakeService());
        Assert.Equal("CP-1", Assert.Single(run.BreakOff("the server failed", now)).ChargePointId);
        Assert.Equal(BulkState.Finished, run.Snapshot.State);
        Assert.Single(run.Retry(now));
        Assert.True(run.TakeService());
    }
}
