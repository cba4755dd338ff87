using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Logs;
using OcppDashboard.Data.Retention;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.Retention;

/// <summary>What is known of sizes stays right when rows go with the history of their charge point or because they are too old.</summary>
public class SizesAfterRemovalTests
{
    private const int Limit = 20 << 20, Frame = 100_000;

    /// <summary>The removed one had the most, in a block that is not counted again: its share is no longer there to be taken.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_message_log_keeps_to_its_limit_when_the_charge_points_with_the_most_were_removed(int removed)
    {
        await using var central = await StartAsync();
        var log = new Numbers(central);
        await log.BlockAsync(("CP-1", 10, 1000));
        for (var i = 1; i <= removed; i++) await log.BlockAsync(($"GONE-{i}", 150 / removed, Frame));
        for (var i = 1; i <= 3; i++) await log.BlockAsync(("CP-1", 1, 1000));
        Assert.Equal(0, await CleanAsync(central));
        await RemoveAsync(central, removed);
        for (var i = 1; i <= 25; i++) await log.BlockAsync(($"NEW-{i}", 12, Frame)); // each within its share, too much together
        await CleanAsync(central);
        Assert.InRange(await BytesAsync(central), Limit - 10 * Frame, Limit);
        Assert.Equal(await BytesAsync(central), central.Get<MessageLogCleaner>().Bytes);
    }

    /// <summary>None of the removed had more than its share; what they had is not taken from the others once more.</summary>
    [Theory]
    [InlineData(8, 9)]
    [InlineData(2, 5)]
    public async Task Removed_charge_points_cost_the_others_no_message_of_the_log(int removed, int added)
    {
        await using var central = await StartAsync();
        var log = new Numbers(central);
        await log.BlockAsync(("CP-1", 100, 1000));
        await log.BlockAsync([.. Enumerable.Range(1, 8).Select(i => ($"GONE-{i}", 16, Frame))]);
        for (var i = 1; i <= 3; i++) await log.BlockAsync(("CP-1", 1, 1000));
        Assert.Equal(0, await CleanAsync(central));
        await RemoveAsync(central, removed);
        await log.BlockAsync([.. Enumerable.Range(1, added).Select(i => ($"NEW-{i}", 20, Frame))]); // more than went, and there is room for it
        Assert.Equal(0, await CleanAsync(central));
        Assert.Equal(103, await central.ReadAsync(db => db.Messages.CountAsync(m => m.Call.Length == 1000)));
        Assert.Equal(await BytesAsync(central), central.Get<MessageLogCleaner>().Bytes);
    }

    [Fact]
    public async Task Unreadable_messages_that_became_too_old_make_room_for_new_ones()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var now = central.Time.GetUtcNow();
        await QuarantineAsync(central, "CP-1", 6, now.AddDays(-800));
        await QuarantineAsync(central, "CP-2", 2, now);
        await central.Get<RetentionService>().CleanAsync(CancellationToken.None);
        Assert.Equal(2, await central.ReadAsync(db => db.Quarantine.CountAsync()));
        await QuarantineAsync(central, "CP-2", 5, now);
        Assert.Equal(7, await central.ReadAsync(db => db.Quarantine.CountAsync()));
        await QuarantineAsync(central, "CP-2", 4, now); // the limit still holds
        Assert.InRange(await central.ReadAsync(db => db.Quarantine.SumAsync(q => (long)q.Frame.Length)), Frame, 10 * Frame);
    }

    [Fact]
    public async Task Unreadable_messages_that_went_with_their_charge_point_make_room_for_new_ones()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var now = central.Time.GetUtcNow();
        await QuarantineAsync(central, "GONE-1", 6, now);
        await QuarantineAsync(central, "CP-2", 2, now);
        await RemoveAsync(central, 1);
        Assert.Equal(2, await central.ReadAsync(db => db.Quarantine.CountAsync()));
        await QuarantineAsync(central, "CP-2", 5, now);
        Assert.Equal(7, await central.ReadAsync(db => db.Quarantine.CountAsync()));
        await QuarantineAsync(central, "CP-2", 4, now);
        Assert.InRange(await central.ReadAsync(db => db.Quarantine.SumAsync(q => (long)q.Frame.Length)), Frame, 10 * Frame);
    }

    private static Task<TestCentralSystem> StartAsync() =>
        TestCentralSystem.StartAsync(settings => settings with { Data = settings.Data with { MessageLogMegabytes = Limit >> 20 } });

    private static async Task RemoveAsync(TestCentralSystem central, int count)
    {
        for (var i = 1; i <= count; i++) await central.Get<ChargePointRemoval>().RemoveAsync($"GONE-{i}", deletesHistory: true);
        await central.Get<RetentionService>().PurgeAsync();
    }

    private static Task<long> CleanAsync(TestCentralSystem central) => central.Get<MessageLogCleaner>().CleanAsync(CancellationToken.None);

    private static Task<long> BytesAsync(TestCentralSystem central) =>
        central.ReadAsync(db => db.Messages.SumAsync(m => (long)m.Call.Length + MessageLogCleaner.RowOverhead));

    private static async Task QuarantineAsync(TestCentralSystem central, string id, int count, DateTimeOffset at)
    {
        for (var i = 0; i < count; i++)
            await central.Get<HistoryWriter>().KeepAsync(new QuarantineWrite(id, "MeterValues", new byte[Frame], "fault", at, 10 * Frame));
    }

    /// <summary>Writes messages into one block of ids after the other.</summary>
    private sealed class Numbers(TestCentralSystem central)
    {
        private long block;

        public async Task BlockAsync(params (string Id, int Count, int Length)[] messages)
        {
            var (number, at) = (LogBlocks.First(block++) + 1, central.Time.GetUtcNow());
            foreach (var (id, count, length) in messages)
                for (var i = 0; i < count; i++)
                    central.Get<HistoryWriter>().Keep(new MessageWrite(new WireExchange(
                        number++, id, 1, true, "Heartbeat", "u", at, new byte[length], default, null, ExchangeResult.Answered, null, null)));
            await central.ReadAsync(db => db.Messages.AnyAsync(m => m.Id == number - 1), isKept => isKept, "messages kept");
        }
    }
}
