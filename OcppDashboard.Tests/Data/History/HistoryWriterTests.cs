using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.History;

public sealed class HistoryWriterTests : IDisposable
{
    private readonly TestHistory history = new();

    [Fact]
    public async Task A_full_disk_fails_all_who_wait_and_is_over_by_itself()
    {
        await history.DoAsync(database => Do(database, "PRAGMA max_page_count=1")); // never below what is there
        var large = new byte[200_000];
        var waiting = Enumerable.Range(0, 20).Select(i => history.Writer.KeepAsync(new QuarantineWrite("CP-1", "StartTransaction", large, $"{i}", DateTimeOffset.UnixEpoch))).ToList();
        foreach (var one in waiting) await Assert.ThrowsAsync<StorageFailedException>(() => one);
        Assert.NotNull(history.Health.Fault);
        await history.DoAsync(database => Do(database, "PRAGMA max_page_count=1000000"));
        await history.Writer.KeepAsync(new QuarantineWrite("CP-1", "StartTransaction", large, "after", DateTimeOffset.UnixEpoch));
        Assert.Null(history.Health.Fault);
        await using var context = history.CreateDbContext();
        Assert.Equal("after", Assert.Single(context.Quarantine).Fault);
    }

    [Fact]
    public async Task A_bad_row_spoils_no_other_of_its_group_and_none_is_written_twice()
    {
        using var gate = new ManualResetEventSlim();
        var first = history.DoAsync(_ => { gate.Wait(); return true; }); // so that the others come as one group
        var good = Enumerable.Range(0, 50).Select(i => history.Writer.KeepAsync(new QuarantineWrite("CP-1", "MeterValues", new byte[1], $"{i}", DateTimeOffset.UnixEpoch))).ToList();
        var bad = history.DoAsync<bool>(_ => throw new InvalidOperationException("a fault of ours"));
        gate.Set();
        await first;
        await Task.WhenAll(good);
        await Assert.ThrowsAsync<StorageFailedException>(() => bad);
        await using var context = history.CreateDbContext();
        Assert.Equal(50, context.Quarantine.Count());
    }

    [Fact]
    public async Task What_nobody_waits_for_is_dropped_before_it_fills_the_memory()
    {
        using var gate = new ManualResetEventSlim();
        var first = history.DoAsync(_ => { gate.Wait(); return true; });
        var json = new string('x', 1_000_000);
        for (var i = 0; i < 300; i++) history.Writer.Keep(new OccurrenceWrite("CP-1", DateTimeOffset.UnixEpoch, "DataTransfer", json));
        var money = history.Writer.KeepAsync(new QuarantineWrite("CP-1", "MeterValues", new byte[1], "", DateTimeOffset.UnixEpoch));
        gate.Set();
        await first;
        await money;
        await using var context = history.CreateDbContext();
        Assert.InRange(context.Occurrences.Count(), 1, 100);
    }

    public void Dispose() => history.Dispose();

    private static bool Do(HistoryDatabase database, string sql)
    {
        database.Execute(sql);
        return true;
    }
}
