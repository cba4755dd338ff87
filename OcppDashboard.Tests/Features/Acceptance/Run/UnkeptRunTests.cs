using OcppDashboard.Data.History;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Run;

/// <summary>House 2: a run whose first write fails.</summary>
public sealed class UnkeptRunTests
{
    [Fact]
    public async Task House2_a_run_that_cannot_be_kept_does_not_begin_and_lets_its_charge_point_go()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Logs.Expect("could not be");
        await using var client = await central.BootAsync("CP-1");
        var runs = central.Get<AcceptanceRuns>();
        var plan = new AcceptancePlan { Tester = new string('x', 300_000), Functions = [15] }; // larger than what the database may still take
        await LimitAsync(central, 1);
        await Assert.ThrowsAnyAsync<StorageFailedException>(() => runs.StartAsync("CP-1", plan));
        Assert.Null(central.Commands.ReservedBy("CP-1"));
        Assert.Empty(runs.Live);
        await LimitAsync(central, 1_000_000);
        var run = await runs.StartAsync("CP-1", plan with { Tester = "m.kuhn" });
        Assert.NotNull(central.Commands.ReservedBy("CP-1"));
        run.Abort();
        await Eventually.IsAsync(() => !runs.Live.Any(), "the end of the run");
    }

    private static Task LimitAsync(TestCentralSystem central, int pages) => Eventually.IsAsync(() =>
    {
        try
        {
            return central.Get<HistoryWriter>().KeepAsync(new PageLimit(pages)).Result;
        }
        catch (AggregateException exception) when (exception.InnerException is StorageFailedException)
        {
            return false;
        }
    }, "page limit");

    private sealed class PageLimit(int pages) : HistoryWrite<bool>
    {
        internal override bool Write(HistoryDatabase database)
        {
            database.Execute($"PRAGMA max_page_count={pages}"); // a small disk
            return true;
        }
    }
}
