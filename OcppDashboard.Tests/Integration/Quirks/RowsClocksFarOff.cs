using OcppDashboard.Data.Entities;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>X4: clocks that are off by any amount, what is learned of them, and what was queued by one that is right.</summary>
public sealed class RowsClocksFarOff(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    public static TheoryData<double> Hours => new(-20, -13.5, -3 * 8766, -30 * 8766, -56 * 8766, 14, 20, 49, 90, 3 * 8766, 40 * 8766);

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task X4_two_live_statuses_tell_a_clock_that_is_off_by_any_amount(double hours)
    {
        var (name, by) = (FormattableString.Invariant($"X4-{hours}"), TimeSpan.FromHours(hours));
        await using var client = await Central.BootAsync(name);
        await StatusesAsync(client, by);
        var id = await StartAsync(client, 0, at: Central.Time.GetUtcNow() + by);
        await MeterAsync(client, id, Register("500"), at: Central.Time.GetUtcNow() + by);
        await StopAsync(client, id, 1000, Central.Time.GetUtcNow() + by);
        await AssertNowAsync(id);
        var snapshot = Central.Snapshot(name);
        Assert.Equal(by.TotalSeconds, snapshot.ClockOffset!.Value.TotalSeconds, 5d);
        Assert.Contains(WorkItems.Of(new([snapshot], [], [], [], _ => TimeSpan.FromMinutes(5)), Central.Time.GetUtcNow()), item => item.Kind == WorkKind.ClockDrift);
        using var api = Central.Browser();
        Assert.Contains("\"clockOffsetSeconds\":" + (hours < 0 ? "-" : ""), await api.GetStringAsync($"/api/v1/charge-points/{name}"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task X4_what_was_queued_by_a_clock_that_is_known_to_be_off_is_put_right_and_does_not_unmake_what_is_known(double hours)
    {
        var (name, by) = (FormattableString.Invariant($"X4q-{hours}"), TimeSpan.FromHours(hours));
        await using var client = await Central.BootAsync(name);
        await StatusesAsync(client, by);
        var began = Central.Time.GetUtcNow().AddHours(-3);
        var id = await StartAsync(client, 0, at: began + by);
        await StatusAsync(client, "Finishing", more: $",\"timestamp\":\"{Stamp(began.AddMinutes(50) + by)}\"");
        await StopAsync(client, id, 1000, began.AddHours(1) + by);
        var row = await TransactionAsync(id);
        Assert.InRange((row.StartedAt - began).TotalSeconds, -5, 5);
        Assert.InRange((row.StoppedAt!.Value - began.AddHours(1)).TotalSeconds, -5, 5);
        Assert.Equal(TransactionFlags.Offline | TransactionFlags.Clock, row.Flags);
        await AssertNowAsync(await StartAsync(client, 1000, connector: 2, at: Central.Time.GetUtcNow() + by), isOver: false);
    }

    [Theory]
    [InlineData("X4m1", -20, "Status", "MeterValues")]
    [InlineData("X4m2", -26000, "MeterValues", "MeterValues")]
    [InlineData("X4m3", -26000, "Status", "Start")]
    [InlineData("X4m4", 90, "MeterValues", "MeterValues")]
    public async Task X4_any_two_live_messages_tell_it(string name, double hours, string first, string second)
    {
        var by = TimeSpan.FromHours(hours);
        await using var client = await Central.BootAsync(name);
        foreach (var message in new[] { first, second })
        {
            if (message == "Status") await StatusAsync(client, "Available", more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow() + by)}\"");
            if (message == "MeterValues") await MeterAsync(client, null, Register("1"), connector: 2, at: Central.Time.GetUtcNow() + by);
            if (message == "Start") break;
            Central.Time.Advance(TimeSpan.FromSeconds(66));
        }
        await AssertNowAsync(await StartAsync(client, 0, at: Central.Time.GetUtcNow() + by), isOver: false);
        Assert.Equal(by.TotalSeconds, Central.Snapshot(name).ClockOffset!.Value.TotalSeconds, 5d);
    }

    [Fact]
    public async Task X4_a_transaction_that_began_before_the_clock_was_known_is_put_right_when_it_is()
    {
        var by = TimeSpan.FromHours(-20);
        await using var client = await Central.BootAsync("X4-late");
        await StatusAsync(client, "Preparing", more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow() + by)}\"");
        var id = await StartAsync(client, 0, at: Central.Time.GetUtcNow() + by);
        var began = Central.Time.GetUtcNow();
        await MeterAsync(client, id, Register("10"), at: Central.Time.GetUtcNow() + by);
        Central.Time.Advance(TimeSpan.FromSeconds(66));
        await StatusAsync(client, "Charging", more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow() + by)}\"");
        await MeterAsync(client, id, Register("20"), at: Central.Time.GetUtcNow() + by);
        Assert.InRange((Central.Snapshot("X4-late").Connector(1)!.Transaction!.StartedAt - began).TotalSeconds, -5, 5);
        await StopAsync(client, id, 1000, Central.Time.GetUtcNow() + by);
        var row = await TransactionAsync(id);
        Assert.InRange((row.StartedAt - began).TotalSeconds, -5, 5);
        Assert.InRange((row.StoppedAt!.Value - row.StartedAt).TotalSeconds, 60, 180);
        Assert.Equal(TransactionFlags.Clock, row.Flags);
        var readings = await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).Select(m => m.At).ToList()));
        Assert.All(readings, at => Assert.InRange(at, row.StartedAt.AddSeconds(-5), row.StoppedAt.Value.AddSeconds(5)));
    }

    [Fact]
    public async Task X4_a_queue_of_days_by_a_clock_that_is_right_stays_as_it_is()
    {
        await using var client = await Central.BootAsync("X4-queue");
        var began = Central.Time.GetUtcNow().AddDays(-3);
        for (var i = 0; i < 6; i++)
        {
            await StatusAsync(client, i % 2 == 0 ? "Charging" : "Available", more: $",\"timestamp\":\"{Stamp(began.AddHours(i))}\"");
            var id = await StartAsync(client, i * 1000, at: began.AddHours(i));
            await MeterAsync(client, id, Register($"{i * 1000 + 500}"), at: began.AddHours(i).AddMinutes(20));
            await StopAsync(client, id, i * 1000 + 900, began.AddHours(i).AddMinutes(40));
            var row = await TransactionAsync(id);
            Assert.Equal((0d, 40d), (Math.Round((row.StartedAt - began.AddHours(i)).TotalMinutes), Math.Round((row.StoppedAt!.Value - row.StartedAt).TotalMinutes)));
            Assert.Equal(TransactionFlags.Offline, row.Flags);
            Central.Time.Advance(TimeSpan.FromSeconds(70)); // it empties its queue slowly
        }
        await StatusAsync(client, "Available", more: $",\"timestamp\":\"{Now}\"");
        Assert.InRange(Central.Snapshot("X4-queue").ClockOffset!.Value.TotalSeconds, -5, 5);
    }

    [Fact]
    public async Task X4_a_start_of_long_ago_by_a_clock_of_which_nothing_is_known_is_flagged()
    {
        await using var client = await Central.BootAsync("X4-unknown");
        Assert.Equal(TransactionFlags.Offline | TransactionFlags.Clock, (await TransactionAsync(await StartAsync(client, at: Central.Time.GetUtcNow().AddYears(-3)))).Flags);
        Assert.Equal(TransactionFlags.Offline, (await TransactionAsync(await StartAsync(client, connector: 2, at: Central.Time.GetUtcNow().AddDays(-8)))).Flags);
        Assert.Equal(TransactionFlags.Clock, (await TransactionAsync(await StartAsync(client, connector: 3, at: Central.Time.GetUtcNow().AddHours(2)))).Flags);
    }

    [Fact]
    public async Task X4_a_clock_that_was_put_right_is_believed_again()
    {
        await using var client = await Central.BootAsync("X4-right");
        await StatusesAsync(client, TimeSpan.FromDays(-400));
        await StatusAsync(client, "Preparing", more: $",\"timestamp\":\"{Now}\"");
        var hourAgo = Central.Time.GetUtcNow().AddHours(-1);
        var row = await TransactionAsync(await StartAsync(client, at: hourAgo));
        Assert.InRange((row.StartedAt - hourAgo).TotalSeconds, -2, 2);
        Assert.Equal(TransactionFlags.Offline, row.Flags);
        Assert.InRange(Central.Snapshot("X4-right").ClockOffset!.Value.TotalSeconds, -5, 5);
    }

    private async Task StatusesAsync(RawOcppClient client, TimeSpan by)
    {
        foreach (var status in new[] { "Available", "Preparing" })
        {
            await StatusAsync(client, status, more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow() + by)}\"");
            Central.Time.Advance(TimeSpan.FromSeconds(66));
        }
    }

    private async Task AssertNowAsync(int id, bool isOver = true)
    {
        var row = await TransactionAsync(id);
        Assert.InRange((row.StartedAt - Central.Time.GetUtcNow()).TotalSeconds, -60, 5);
        if (isOver) Assert.InRange((row.StoppedAt!.Value - Central.Time.GetUtcNow()).TotalSeconds, -60, 5);
        Assert.Equal(TransactionFlags.Clock, row.Flags);
    }
}
