using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.History;

public sealed class TransactionWorkTests : IDisposable
{
    private readonly TestHistory history = new();
    private readonly DateTimeOffset began = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    [Fact]
    public async Task Starts_and_stops_are_quick_however_many_transactions_a_charge_point_has_had()
    {
        await StartAsync(1, "T", 0);
        await history.DoAsync(database =>
        {
            database.Execute("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
                INSERT INTO Transactions (Id, ChargePointKey, ConnectorId, StartedAt, StartReceivedAt, StoppedAt, MeterStartWh, StartStamp, Flags, IdTagStatus)
                SELECT 1000000000 + i, 1, 1, i, i, i, 0, 'stamp ' || i, 0, 'Accepted' FROM n
                """);
            return true;
        });
        var steps = await history.DoAsync(database =>
        {
            var before = database.Steps;
            for (var i = 10; i < 110; i++)
            {
                new StartTransactionWrite("CP-1", Start(1, "T", i), false).Write(database);
                new StopTransactionWrite("CP-1", 77 + i, "T", 10, At(i), At(i), null, false, []).Write(database);
                new StopTransactionWrite("CP-1", -1, "other", 10, At(i), At(i), null, false, []).Write(database);
            }
            return database.Steps - before;
        });
        Assert.True(steps / 300 < 5_000, $"{steps / 300} steps each: it looks at every transaction");
    }

    [Fact]
    public async Task A_stop_without_an_id_that_is_sent_again_ends_no_second_transaction()
    {
        await StartAsync(1, "T", 0);
        await StartAsync(2, "T", 1);
        var first = await StopAsync(-1, "T", 500, 60);
        var again = await StopAsync(-1, "T", 500, 60);
        Assert.Equal((true, false, false), (first.IsFirst, first.IsOrphan, again.IsFirst));
        Assert.Equal(first.TransactionId, again.TransactionId);
        await using var context = history.CreateDbContext();
        Assert.Equal(1, context.Transactions.Count(t => t.StoppedAt == null));
    }

    [Fact]
    public async Task Each_stop_of_a_charge_point_that_counts_its_own_ids_anew_is_kept()
    {
        var first = await StopAsync(1, null, 500, 0);
        var second = await StopAsync(1, null, 900, 60);
        var again = await StopAsync(1, null, 900, 60);
        Assert.NotEqual(first.TransactionId, second.TransactionId);
        Assert.Equal((second.TransactionId, false), (again.TransactionId, again.IsFirst));
        await using var context = history.CreateDbContext();
        Assert.Equal([500L, 900L], context.Transactions.OrderBy(t => t.StoppedAt).Select(t => t.MeterStopWh!.Value));
    }

    [Fact]
    public async Task The_same_start_is_the_same_transaction_until_a_stop_names_its_id()
    {
        var first = await StartAsync(1, "T", 0);
        Assert.Equal((first.TransactionId, true), (await StartAsync(1, "T", 0) is var again ? (again.TransactionId, again.IsReplay) : default));
        await StopAsync(-1, "T", 100, 60); // the stop of a charge point that does not know the id
        var late = await StartAsync(1, "T", 0);
        Assert.Equal((first.TransactionId, true, false), (late.TransactionId, late.IsReplay, late.IsOpen));
        await StopAsync(first.TransactionId, "T", 100, 60); // it knows it after all
        Assert.NotEqual(first.TransactionId, (await StartAsync(1, "T", 0)).TransactionId);
    }

    [Fact]
    public async Task R9_ids_leap_ahead_at_each_start_of_the_server()
    {
        var before = (await StartAsync(1, "T", 0)).TransactionId;
        Assert.Equal(before + 1, (await StartAsync(1, "T", 1)).TransactionId);
        using var again = new HistoryWriter(history.Settings, history.Health, history.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<HistoryWriter>.Instance);
        var after = (await again.KeepAsync(new StartTransactionWrite("CP-1", Start(1, "T", 2), false))).TransactionId;
        Assert.InRange(after, before + 5_000, before + 50_000); // a backup of this database may be restored
        Assert.Equal(after + 1, (await again.KeepAsync(new StartTransactionWrite("CP-1", Start(1, "T", 3), false))).TransactionId);
    }

    [Fact]
    public async Task Starts_on_impossible_connectors_do_not_pile_up()
    {
        for (var i = 0; i < 200; i++) await StartAsync(0, "T", i);
        await using var context = history.CreateDbContext();
        Assert.Equal(64, context.Transactions.Count(t => t.StoppedAt == null));
    }

    [Fact]
    public async Task A_register_that_cannot_be_gives_no_energy()
    {
        var start = await StartAsync(1, "T", 0);
        var stop = await StopAsync(start.TransactionId, "T", long.MaxValue, 60);
        Assert.Null(stop.EnergyWh);
        await using var context = history.CreateDbContext();
        Assert.True(context.Transactions.Single().Flags.HasFlag(TransactionFlags.Meter));
    }

    public void Dispose() => history.Dispose();

    private DateTimeOffset At(int second) => began.AddSeconds(second);

    private TransactionEntity Start(int connectorId, string tag, int second) => new()
    {
        ConnectorId = connectorId, IdTag = tag, StartedAt = At(second), StartReceivedAt = At(second), MeterStartWh = 0, StartStamp = $"second {second}", IdTagStatus = "Accepted",
        Flags = connectorId == 0 ? TransactionFlags.Connector : TransactionFlags.None,
    };

    private Task<KeptStart> StartAsync(int connectorId, string tag, int second) => history.Writer.KeepAsync(new StartTransactionWrite("CP-1", Start(connectorId, tag, second), false));

    private Task<KeptStop> StopAsync(long wireId, string? tag, long meterStop, int second) =>
        history.Writer.KeepAsync(new StopTransactionWrite("CP-1", wireId, tag, meterStop, At(second), At(second), null, false, []));
}
