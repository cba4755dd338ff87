using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Messages sent again over a restart by charge points whose clock is off (found/reliability.md 5, kind 5 of protocol.md).</summary>
public class ClocksOverRestartTests
{
    public static TheoryData<string> Clocks => new("0:00:00", "1:00:00", "-1:00:00", "-2:00:00", "3.00:00:00", "-20:00:00", "20:00:00", "-1096.00:00:00", "5000.00:00:00", "-20000.00:00:00", "-1:00:00 local");

    [Theory]
    [MemberData(nameof(Clocks))]
    public Task Reliability5_what_is_sent_again_after_a_restart_and_a_boot_is_kept_once(string clock) => PlayAsync(clock, learned: true, boots: true);

    [Theory]
    [MemberData(nameof(Clocks))]
    public Task Reliability5_what_is_sent_again_after_a_restart_without_a_boot_is_kept_once(string clock) => PlayAsync(clock, learned: true, boots: false);

    [Theory]
    [MemberData(nameof(Clocks))]
    public Task Reliability5_what_is_sent_again_after_a_restart_is_kept_once_where_nothing_was_learned(string clock) => PlayAsync(clock, learned: false, boots: true);

    private static async Task PlayAsync(string clock, bool learned, bool boots)
    {
        var (by, isLocal) = (TimeSpan.Parse(clock.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), clock.EndsWith("local", StringComparison.Ordinal));
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        if (learned)
            foreach (var status in new[] { "Available", "Preparing" })
            {
                await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":"NoError","status":"{{status}}","timestamp":"{{Stamp(0)}}"}""");
                central.Time.Advance(TimeSpan.FromSeconds(66));
            }
        var outside = $$$"""{"connectorId":2,"meterValue":[{"timestamp":"{{{Stamp(0)}}}","sampledValue":[{"value":"77","context":"Sample.Clock"}]}]}""";
        await client.CallForResultAsync("MeterValues", outside);
        var start = $$"""{"connectorId":1,"idTag":"T","meterStart":1000,"timestamp":"{{Stamp(0)}}"}""";
        var id = (await client.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32();
        var startedAt = central.Time.GetUtcNow();
        client.Drop();

        await central.RestartAsync(); // its answer was lost
        await ReconnectAsync();
        Assert.Equal(id, (await client.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32());
        central.Time.Advance(TimeSpan.FromSeconds(10));
        var reading = Reading(1500);
        await client.CallForResultAsync("MeterValues", reading);
        client.Drop();

        await central.RestartAsync();
        await ReconnectAsync();
        await client.CallForResultAsync("MeterValues", reading);
        await client.CallForResultAsync("MeterValues", outside);
        central.Time.Advance(TimeSpan.FromSeconds(10));
        await client.CallForResultAsync("MeterValues", Reading(1600));
        central.Time.Advance(TimeSpan.FromSeconds(10));
        var stop = $$"""{"transactionId":{{id}},"idTag":"T","meterStop":2000,"timestamp":"{{Stamp(0)}}"}""";
        await client.CallForResultAsync("StopTransaction", stop);
        client.Drop();

        await central.RestartAsync();
        await ReconnectAsync();
        await client.CallForResultAsync("MeterValues", reading);
        await client.CallForResultAsync("StopTransaction", stop);
        await client.DisposeAsync();

        var row = Assert.Single((await central.Transactions.ListAsync(new("CP-1"), 0, 10)).Rows);
        Assert.Equal((1000d, false), (row.EnergyWh!.Value, row.Flags.HasFlag(TransactionFlags.Conflict)));
        var readings = await central.ReadAsync(db => Task.FromResult(db.MeterValues.OrderBy(m => m.Id).ToList()));
        Assert.Equal([77d, 1500d, 1600d], readings.Select(m => m.EnergyWh!.Value));
        if (!learned && by.Duration() > TimeSpan.FromMinutes(2)) return; // where nothing is known times are as good as the first message was
        Assert.InRange((row.StartedAt - startedAt).TotalSeconds, -60, 5);
        Assert.InRange((row.StoppedAt!.Value - row.StartedAt).TotalSeconds, 25, 300);
        Assert.All(readings.Where(m => m.TransactionId == id), m => Assert.InRange(m.At, row.StartedAt.AddSeconds(-2), row.StoppedAt.Value.AddSeconds(2)));

        string Stamp(int seconds)
        {
            var stamp = OcppTimestamp.Format(central.Time.GetUtcNow().AddSeconds(seconds) + by);
            return isLocal ? stamp.TrimEnd('Z') : stamp;
        }

        string Reading(int register) =>
            $$$"""{"connectorId":1,"transactionId":{{{id}}},"meterValue":[{"timestamp":"{{{Stamp(0)}}}","sampledValue":[{"value":"{{{register}}}"}]}]}""";

        async Task ReconnectAsync()
        {
            await client.DisposeAsync();
            client = boots ? await central.BootAsync("CP-1") : await central.OpenAsync("CP-1");
        }
    }

    [Fact]
    public async Task X4_what_was_learned_of_a_clock_holds_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var by = TimeSpan.FromDays(-3 * 365);
        await using (var client = await central.BootAsync("CP-1"))
            foreach (var status in new[] { "Available", "Preparing" })
            {
                await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":"NoError","status":"{{status}}","timestamp":"{{Now()}}"}""");
                central.Time.Advance(TimeSpan.FromSeconds(66));
            }
        await central.RestartAsync();
        Assert.Equal(by.TotalSeconds, central.Snapshot("CP-1").ClockOffset!.Value.TotalSeconds, 3d);
        await using var again = await central.BootAsync("CP-1");
        var id = (await again.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{{Now()}}"}""")).GetProperty("transactionId").GetInt32();
        var row = (await central.Transactions.FindAsync(id))!;
        Assert.InRange((row.StartedAt - central.Time.GetUtcNow()).TotalSeconds, -60, 5);
        Assert.Equal(TransactionFlags.Clock, row.Flags);

        string Now() => OcppTimestamp.Format(central.Time.GetUtcNow() + by);
    }
}
