using OcppDashboard.Data.Entities;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows E: times, what is believed of them, put right and noted.</summary>
public sealed class RowsClocks(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task E1_a_time_without_zone_that_is_live_tells_its_offset()
    {
        await using var client = await Central.BootAsync("R-E1");
        var now = Central.Time.GetUtcNow();
        var local = Local(now);
        var id = (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{{local}}"}""")).GetProperty("transactionId").GetInt32();
        Assert.InRange((await TransactionAsync(id)).StartedAt - now, TimeSpan.FromSeconds(-2), TimeSpan.FromSeconds(2));
        await FindingAsync("R-E1", "E1");
    }

    [Fact]
    public async Task E2_local_time_marked_as_utc_is_never_refused_and_its_offset_is_shown()
    {
        await using var client = await Central.BootAsync("R-E2");
        await StatusAsync(client, "Available", more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow().AddHours(2))}\"");
        var snapshot = await FindingAsync("R-E2", "E2");
        var id = await StartAsync(client, at: Central.Time.GetUtcNow().AddHours(2));
        Assert.InRange((await TransactionAsync(id)).StartedAt - Central.Time.GetUtcNow(), TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(1));
        await MeterAsync(client, id, Register("1500"), at: Central.Time.GetUtcNow().AddHours(2));
        Assert.Equal(500, Central.Snapshot("R-E2").Connector(1)!.Transaction!.EnergyWh);
        await StopAsync(client, id, 1600, Central.Time.GetUtcNow().AddHours(2));
        Assert.InRange((await TransactionAsync(id)).StoppedAt!.Value - Central.Time.GetUtcNow(), TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(1));
        Assert.InRange(snapshot.ClockOffset!.Value.TotalMinutes, 119, 121);
        Assert.Contains(WorkItems.Of(new([snapshot], [], [], [], _ => TimeSpan.FromMinutes(5)), Central.Time.GetUtcNow()), item => item.Kind == WorkKind.ClockDrift);
    }

    [Fact]
    public async Task E6_an_old_state_is_taken_in_order_of_arrival_and_its_lateness_is_a_finding()
    {
        await using var client = await Central.BootAsync("R-E6");
        var now = Central.Time.GetUtcNow();
        await At("Charging", TimeSpan.Zero);
        await At("Faulted", -TimeSpan.FromDays(2));
        var late = await FindingAsync("R-E6", "E6");
        Assert.Equal(("Faulted", 1), (late.Connector(1)!.Status.Text, Finding(late, "E6").Count));
        Assert.InRange(late.ClockOffset!.Value.TotalMinutes, -1, 1); // its clock is not off for that
        await At("Finishing", -TimeSpan.FromMinutes(40));
        await At("Available", TimeSpan.Zero);
        var end = await Central.SnapshotAsync("R-E6", snapshot => snapshot.Connector(1)!.Status.Is(ChargePointStatus.Available));
        Assert.Equal(2, Finding(end, "E6").Count);
        Assert.DoesNotContain(WorkItems.Of(new([end], [], [], [], _ => TimeSpan.FromMinutes(5)), now), item => item.Kind == WorkKind.ClockDrift);

        Task At(string status, TimeSpan offset) => StatusAsync(client, status, more: $",\"vendorErrorCode\":\"1\",\"timestamp\":\"{Stamp(now + offset)}\"");
    }

    [Fact]
    public async Task E6_a_clock_that_goes_behind_is_no_backlog_for_long()
    {
        await using var client = await Central.BootAsync("R-E6-clock");
        var now = Central.Time.GetUtcNow();
        foreach (var minutes in new[] { 0, -60, -60, -60 }) await StatusAsync(client, "Available", more: $",\"info\":\"{minutes}\",\"timestamp\":\"{Stamp(now.AddMinutes(minutes))}\"");
        var snapshot = await Central.SnapshotAsync("R-E6-clock", snapshot => snapshot.ClockOffset < TimeSpan.FromMinutes(-59));
        Assert.Equal(1, Finding(snapshot, "E6").Count);
        await using var never = await Central.BootAsync("R-E6-slow");
        await StatusAsync(never, "Available", more: $",\"timestamp\":\"{Stamp(now.AddHours(-5))}\""); // all that is known of its clock
        Assert.False(Central.Snapshot("R-E6-slow").HasFinding("E6"));
    }

    [Fact]
    public async Task E7_a_start_without_time_begins_when_it_came_and_is_noted()
    {
        await using var client = await Central.BootAsync("R-E7");
        await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0}""");
        await FindingAsync("R-E7", "E7");
    }

    [Fact]
    public async Task E8_a_clock_some_minutes_off_changes_no_order_and_is_noted()
    {
        await using var client = await Central.BootAsync("R-E8");
        await StatusAsync(client, "Charging", more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow().AddMinutes(5))}\"");
        await StatusAsync(client, "Finishing", more: $",\"timestamp\":\"{Stamp(Central.Time.GetUtcNow())}\"");
        Assert.Equal("Finishing", Central.Snapshot("R-E8").Connector(1)!.Status.Text);
        await FindingAsync("R-E8", "E8");
    }

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
