using OcppDashboard.Data.Entities;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Clocks and zones that are off for long: what the charge point stamps is put right (rows E1, E2 and E8).</summary>
public sealed class RowsClocks(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task E2_a_clock_that_is_behind_is_applied_to_live_and_offline_transactions_once_two_messages_agree()
    {
        await using var client = await Central.BootAsync("R-E2b");
        await KnownOffAsync(client, TimeSpan.FromHours(-2));
        await FindingAsync("R-E2b", "E2");
        var now = Central.Time.GetUtcNow();
        var offline = await TransactionAsync(await StartAsync(client, at: now.AddHours(-5), connector: 2));
        Assert.InRange(offline.StartedAt - now.AddHours(-3), TimeSpan.FromSeconds(-3), TimeSpan.FromSeconds(3));
        Assert.True(offline.Flags.HasFlag(TransactionFlags.Offline));

        var id = await StartAsync(client, at: now.AddHours(-2));
        await MeterAsync(client, id, Register("1500"), at: now.AddHours(-2));
        await StopAsync(client, id, 1600, now.AddHours(-2).AddSeconds(5));
        var live = await TransactionAsync(id);
        Assert.InRange(live.StartedAt - now, TimeSpan.FromSeconds(-3), TimeSpan.FromSeconds(3));
        Assert.InRange(live.StoppedAt!.Value - now.AddSeconds(5), TimeSpan.FromSeconds(-3), TimeSpan.FromSeconds(3));
        Assert.False(live.Flags.HasFlag(TransactionFlags.Offline));
        Assert.Equal(600, live.EnergyWh);
    }

    [Fact]
    public async Task E2_what_happened_offline_does_not_make_a_clock_wrong()
    {
        await using var client = await Central.BootAsync("R-E2c");
        var now = Central.Time.GetUtcNow();
        await StatusAsync(client, "Preparing", more: $",\"timestamp\":\"{Stamp(now.AddHours(-2))}\"");
        await StatusAsync(client, "Charging", more: $",\"timestamp\":\"{Stamp(now.AddHours(-2).AddSeconds(2))}\"");
        var started = (await TransactionAsync(await StartAsync(client, at: now.AddHours(-2)))).StartedAt;
        Assert.InRange(started - now.AddHours(-2), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        Assert.False(Central.Snapshot("R-E2c").HasFinding("E2"));
    }

    [Fact]
    public async Task E2_a_boot_tells_it_the_time_and_its_stamps_are_believed_again()
    {
        await using var client = await Central.BootAsync("R-E2d");
        await KnownOffAsync(client, TimeSpan.FromHours(2));
        Assert.NotNull(Central.Snapshot("R-E2d").Stamps);
        await client.CallForResultAsync("BootNotification", Boot);
        Assert.Null(Central.Snapshot("R-E2d").Stamps);
        var hourAgo = Central.Time.GetUtcNow().AddHours(-1);
        Assert.InRange((await TransactionAsync(await StartAsync(client, at: hourAgo))).StartedAt - hourAgo, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task E1_the_zone_of_live_stamps_without_one_is_applied_to_offline_ones()
    {
        await using var client = await Central.BootAsync("R-E1b");
        foreach (var status in new[] { "Available", "Preparing" })
        {
            await StatusAsync(client, status, more: $",\"timestamp\":\"{Local(Central.Time.GetUtcNow())}\"");
            Central.Time.Advance(TimeSpan.FromSeconds(70));
        }
        var began = Central.Time.GetUtcNow().AddMinutes(-95);
        var id = (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{{Local(began)}}"}""")).GetProperty("transactionId").GetInt32();
        Assert.InRange((await TransactionAsync(id)).StartedAt - began, TimeSpan.FromSeconds(-2), TimeSpan.FromSeconds(2));
    }

    private async Task KnownOffAsync(RawOcppClient client, TimeSpan by)
    {
        foreach (var status in new[] { "Available", "Preparing" })
        {
            await StatusAsync(client, status, more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow() + by)}\"");
            Central.Time.Advance(TimeSpan.FromSeconds(70));
        }
        await StatusAsync(client, "Preparing", more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow() + by)}\"");
    }

    /// <summary>The wall time of a zone two hours east, without saying so.</summary>
    private static string Local(DateTimeOffset at) => at.AddHours(2).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
