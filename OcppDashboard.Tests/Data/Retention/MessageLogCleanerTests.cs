using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Retention;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.Retention;

/// <summary>What the retention of the message log removes, and above all what it leaves.</summary>
public class MessageLogCleanerTests
{
    [Fact]
    public async Task Messages_that_are_too_old_go_and_no_younger_one_with_them()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var now = central.Time.GetUtcNow();
        for (var i = 1; i <= 1200; i++) Keep(central, i, now.AddDays(-20));
        for (var i = 1201; i <= 1300; i++) Keep(central, i, now.AddDays(-1));
        await KeptAsync(central, 1300);
        var removed = await Cleaner(central).CleanAsync(CancellationToken.None);
        Assert.Equal(1200, removed);
        var left = await central.ReadAsync(db => db.Messages.Select(m => m.Id).ToListAsync());
        Assert.Equal(Enumerable.Range(1201, 100).Select(i => (long)i), left.Order());
        Assert.Equal(0, await Cleaner(central).CleanAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_log_that_is_too_large_loses_its_oldest()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Data = settings.Data with { MessageLogMegabytes = 1 } });
        for (var i = 1; i <= 3000; i++) Keep(central, i, central.Time.GetUtcNow(), new byte[1000]);
        await KeptAsync(central, 3000);
        await Cleaner(central).CleanAsync(CancellationToken.None);
        var left = await central.ReadAsync(db => db.Messages.Select(m => m.Id).ToListAsync());
        Assert.InRange(left.Count, 500, 1048);
        Assert.Equal(3000, left.Max());
        Assert.Equal(left.Count, left.Max() - left.Min() + 1);
    }

    [Fact]
    public async Task Some_large_frames_at_the_end_do_not_cost_the_rest_its_place()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Data = settings.Data with { MessageLogMegabytes = 20 } });
        for (var i = 1; i <= 5000; i++) Keep(central, i, central.Time.GetUtcNow(), new byte[1000]);
        for (var i = 5001; i <= 5100; i++) Keep(central, i, central.Time.GetUtcNow(), new byte[100_000]);
        await KeptAsync(central, 5100);
        Assert.Equal(0, await Cleaner(central).CleanAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Transactions_are_never_cleaned()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
            await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2021-01-01T00:00:00Z"}""");
        central.Time.Advance(TimeSpan.FromDays(30));
        await Eventually.GetAsync(async () => await Cleaner(central).CleanAsync(CancellationToken.None) + await central.ReadAsync(db => db.Messages.CountAsync()), left => left == 0, "empty log");
        Assert.Equal(1, (await central.Transactions.ListAsync(new(), 0, 10)).Total);
    }

    private static MessageLogCleaner Cleaner(TestCentralSystem central) => central.Get<IEnumerable<IHostedService>>().OfType<MessageLogCleaner>().Single();

    private static Task<int> KeptAsync(TestCentralSystem central, int count) => central.ReadAsync(db => db.Messages.CountAsync(), kept => kept == count, "messages");

    private static void Keep(TestCentralSystem central, long number, DateTimeOffset at, byte[]? frame = null) => central.Get<HistoryWriter>().Keep(new MessageWrite(
        new WireExchange(number, "CP-1", 1, true, "Heartbeat", "u", at, frame ?? "[]"u8.ToArray(), default, null, ExchangeResult.Answered, null, null)));
}
