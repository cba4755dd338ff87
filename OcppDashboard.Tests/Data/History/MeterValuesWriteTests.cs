using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.History;

/// <summary>Readings are kept, and kept once (found/reliability.md 2, 3, 7).</summary>
public sealed class MeterValuesWriteTests : IDisposable
{
    private readonly TestHistory history = new();
    private readonly DateTimeOffset began = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).AddMinutes(-1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reliability2_measurands_of_one_moment_in_messages_of_their_own_are_all_kept(bool inTransaction)
    {
        var id = inTransaction ? await StartAsync() : (int?)null;
        MeterPoint[] sent =
        [
            At(1) with { VoltageV = 230 }, At(1) with { CurrentA = 16 }, At(1) with { StateOfCharge = 55 }, At(1) with { EnergyWh = 1000 },
            At(1) with { CurrentL1A = 15 }, At(1) with { CurrentL2A = 14 }, At(1) with { OtherJson = Other("Frequency", "50") }, At(1) with { OtherJson = Other("Power.Factor", "1") },
        ];
        foreach (var point in sent) Assert.False((await KeepAsync(id, point)).CameTwice);
        var rows = Rows();
        Assert.Equal([230d], rows.Select(row => row.VoltageV).OfType<double>());
        Assert.Equal([16d], rows.Select(row => row.CurrentA).OfType<double>());
        Assert.Equal([55d], rows.Select(row => row.StateOfCharge).OfType<double>());
        Assert.Equal([1000d], rows.Select(row => row.EnergyWh).OfType<double>());
        Assert.Equal((15d, 14d), (rows.Select(row => row.CurrentL1A).OfType<double>().Single(), rows.Select(row => row.CurrentL2A).OfType<double>().Single()));
        var others = string.Concat(rows.Select(row => row.OtherJson));
        Assert.Contains("Frequency", others, StringComparison.Ordinal);
        Assert.Contains("Power.Factor", others, StringComparison.Ordinal);
        foreach (var point in sent) Assert.True((await KeepAsync(id, point)).CameTwice);
        Assert.Equal(rows.Count, Rows().Count);
    }

    [Fact]
    public async Task Reliability2_two_values_of_one_measurand_at_one_moment_are_both_kept()
    {
        var id = await StartAsync();
        foreach (var energy in new[] { 1000d, 1010d, 1000d, 1010d }) await KeepAsync(id, At(1) with { EnergyWh = energy, PowerW = 5 });
        Assert.Equal([1000d, 1010d], Rows().Select(row => row.EnergyWh!.Value));
    }

    [Fact]
    public async Task Reliability2_contexts_of_one_moment_stay_apart()
    {
        var id = await StartAsync();
        foreach (var context in new[] { "Transaction.Begin", "Sample.Periodic", "Sample.Clock", "Sample.Periodic" }) await KeepAsync(id, At(1) with { Context = context, EnergyWh = 5 });
        Assert.Equal(["Sample.Clock", "Sample.Periodic", "Transaction.Begin"], Rows().Select(row => row.Context).Order());
    }

    [Fact]
    public async Task Reliability2_samples_of_a_stop_without_energy_are_kept_beside_what_came_live()
    {
        var id = await StartAsync();
        await KeepAsync(id, At(1) with { VoltageV = 230 });
        MeterPoint[] atStop = [At(1) with { VoltageV = 230 }, At(1) with { TemperatureC = 31 }, At(2) with { Context = "Transaction.End", CurrentA = 1 }];
        await history.Writer.KeepAsync(new StopTransactionWrite("CP-1", id, "T", 1000, began.AddSeconds(3), began.AddSeconds(3), null, false, atStop));
        var rows = Rows();
        Assert.Equal([230d], rows.Select(row => row.VoltageV).OfType<double>());
        Assert.Equal([31d], rows.Select(row => row.TemperatureC).OfType<double>());
        Assert.Equal([1d], rows.Select(row => row.CurrentA).OfType<double>());
    }

    [Fact]
    public async Task Reliability3_readings_outside_of_a_transaction_are_kept_once()
    {
        for (var i = 0; i < 5; i++) await KeepAsync(null, At(i) with { EnergyWh = 1000 + i, OtherJson = Other("Frequency", "50") });
        for (var i = 4; i >= 0; i--) Assert.True((await KeepAsync(null, At(i) with { EnergyWh = 1000 + i, OtherJson = Other("Frequency", "50") })).CameTwice);
        Assert.False((await KeepAsync(null, At(4) with { EnergyWh = 1004 }, connectorId: 2)).CameTwice); // another connector's
        Assert.Equal(6, Rows().Count);
    }

    [Fact]
    public async Task Reliability3_a_reading_that_belongs_to_a_transaction_at_one_time_and_to_none_at_the_other_is_kept_once()
    {
        await KeepAsync(null, At(1) with { EnergyWh = 900 });
        var id = await StartAsync();
        await KeepAsync(id, At(1) with { EnergyWh = 900 }); // sent again, now that one runs
        await KeepAsync(id, At(2) with { EnergyWh = 1000 });
        await history.Writer.KeepAsync(new StopTransactionWrite("CP-1", id, "T", 1000, began.AddSeconds(5), began.AddSeconds(5), null, false, []));
        await KeepAsync(null, At(2) with { EnergyWh = 1000 }); // sent again, now that none runs
        Assert.Equal([900d, 1000d], Rows().Select(row => row.EnergyWh!.Value));
    }

    [Fact]
    public async Task Reliability7_a_replay_that_overtakes_a_slow_disk_is_kept_once()
    {
        var id = await StartAsync();
        using var disk = new ManualResetEventSlim();
        var slow = history.DoAsync(_ => disk.Wait(TimeSpan.FromSeconds(60)));
        var kept = new[] { (int?)id, id, null, null }.Select(transaction => KeepAsync(transaction, At(transaction is null ? 2 : 1) with { PowerW = 7000 })).ToList();
        disk.Set();
        Assert.True(await slow);
        Assert.Equal([false, true, false, true], (await Task.WhenAll(kept)).Select(one => one.CameTwice));
        Assert.Equal(2, Rows().Count);
    }

    [Fact]
    public async Task Readings_in_order_are_not_looked_for_however_many_there_are()
    {
        var id = await StartAsync();
        foreach (var transaction in new int?[] { id, null })
        {
            var from = transaction is null ? 10_000 : 0;
            await KeepAsync(transaction, At(from - 1));
            var first = await StepsAsync(transaction, from);
            for (var i = 1; i < 2000; i++) await KeepAsync(transaction, At(from + i) with { EnergyWh = i });
            var last = await StepsAsync(transaction, from + 5000);
            Assert.InRange(last, 1, first + 5);
        }
    }

    [Fact]
    public async Task A_reading_out_of_order_is_looked_for_among_a_bounded_number()
    {
        var id = await StartAsync();
        await history.DoAsync(database =>
        {
            database.Execute($"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
                INSERT INTO MeterValues (ChargePointKey, ConnectorId, TransactionId, At, Context, EnergyWh)
                SELECT 1, 1, CASE WHEN i % 2 THEN {id} END, {began.ToUnixTimeMilliseconds()} + i * 10, 'Sample.Periodic', i FROM n
                """);
            database.Execute("INSERT OR IGNORE INTO MeterBlocks (ChargePointKey, Block) SELECT DISTINCT 1, Id / 4096 FROM MeterValues");
            return true;
        });
        foreach (var transaction in new int?[] { id, null })
        {
            await KeepAsync(transaction, At(5000) with { EnergyWh = 1 });
            Assert.InRange(await StepsAsync(transaction, -3), 1, 400_000);
        }
    }

    [Fact]
    public async Task A_message_of_many_readings_that_came_before_costs_one_look()
    {
        var id = await StartAsync();
        foreach (var transaction in new int?[] { id, null })
        {
            var points = Enumerable.Range(0, 2000).Select(i => At(i + (transaction is null ? 5000 : 0)) with { EnergyWh = i }).ToList();
            var kept = await history.Writer.KeepAsync(new MeterValuesWrite("CP-1", 1, points, transaction, null, null, false, points[^1].At));
            Assert.False(kept.CameTwice);
            var steps = await history.DoAsync(database =>
            {
                var before = database.Steps;
                Assert.True(new MeterValuesWrite("CP-1", 1, points, transaction, null, null, false, points[^1].At).Write(database).CameTwice);
                return database.Steps - before;
            });
            Assert.InRange(steps, 1, 2000 * 300);
        }
        Assert.Equal(4000, Rows().Count);
    }

    public void Dispose() => history.Dispose();

    private Task<long> StepsAsync(int? transaction, int second) => history.DoAsync(database =>
    {
        var before = database.Steps;
        new MeterValuesWrite("CP-1", 1, [At(second) with { EnergyWh = 77 }], transaction, null, null, false, began.AddSeconds(second)).Write(database);
        return database.Steps - before;
    });

    private MeterPoint At(int second) => new() { At = began.AddSeconds(second), Context = "Sample.Periodic" };

    private static string Other(string measurand, string value) => $$"""[{"value":"{{value}}","measurand":"{{measurand}}"}]""";

    private Task<KeptMeterValues> KeepAsync(int? transaction, MeterPoint point, int connectorId = 1) =>
        history.Writer.KeepAsync(new MeterValuesWrite("CP-1", connectorId, [point], transaction, null, null, false, began.AddSeconds(5)));

    private async Task<int> StartAsync() => (await history.Writer.KeepAsync(new StartTransactionWrite("CP-1", new TransactionEntity
    {
        ConnectorId = 1, IdTag = "T", StartedAt = began, StartReceivedAt = began, MeterStartWh = 0, StartStamp = "start", IdTagStatus = "Accepted",
    }, false))).TransactionId;

    private List<MeterValueEntity> Rows()
    {
        using var context = history.CreateDbContext();
        return [.. context.MeterValues.OrderBy(row => row.Id)];
    }
}
