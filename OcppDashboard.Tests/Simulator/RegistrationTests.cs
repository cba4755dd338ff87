using System.Diagnostics;
using System.Text;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class RegistrationTests : SimulatorTest
{
    [Fact]
    public async Task Boots_and_tells_every_status_with_connector_0_first()
    {
        await StartAsync("dc");
        Assert.Equal(["BootNotification", "StatusNotification", "StatusNotification", "StatusNotification"], Central.All.Select(call => call.Action).Take(4));
        Assert.Equal([0, 1, 2], Central.Of("StatusNotification").Select(call => call.ConnectorId).Take(3));
        Assert.Equal("Voltreihe", Central.All[0].Text("chargePointVendor"));
    }

    [Theory]
    [InlineData(RegistrationStatus.Pending)]
    [InlineData(RegistrationStatus.Rejected)]
    public async Task Asks_again_after_the_interval_and_says_nothing_else_until_accepted(RegistrationStatus first)
    {
        Central.Answer = call => call.Action == "BootNotification" && Central.Of("BootNotification").Count == 1
            ? new BootNotificationResponse(first, DateTimeOffset.UtcNow, 10) : null;
        var chargePoint = Make("wallbox");
        var watch = Stopwatch.StartNew();
        await chargePoint.StartAsync();
        await BootedAsync(chargePoint, 1);
        Assert.True(watch.Elapsed.TotalSeconds * Scale >= 10);
        Assert.Equal(["BootNotification", "BootNotification", "StatusNotification"], Central.All.Take(3).Select(call => call.Action));
    }

    /// <remarks>One interval is seconds here, the other more than an hour.</remarks>
    [Theory]
    [InlineData(10, null)]
    [InlineData(100_000, "5")]
    public async Task Beats_at_the_interval_it_was_given_and_at_a_changed_one(int interval, string? changed)
    {
        Central.Answer = call => call.Action == "BootNotification" ? new BootNotificationResponse(RegistrationStatus.Accepted, DateTimeOffset.UtcNow, interval) : null;
        await StartAsync();
        if (changed is not null) Assert.Equal("Accepted", await ChangeAsync("HeartbeatInterval", changed));
        var mark = Central.Mark;
        var watch = Stopwatch.StartNew();
        await SmallCentralSystem.Until(() => Central.Of("Heartbeat").Count(call => call.Number > mark) >= 3, () => "no heartbeats");
        Assert.True(watch.Elapsed.TotalSeconds * Scale >= 8);
    }

    [Fact]
    public async Task Reconnects_without_a_boot_and_tells_what_changed_meanwhile()
    {
        var chargePoint = await StartAsync();
        await chargePoint.GoOfflineAsync();
        await UntilAsync(chargePoint, view => !view.Online);
        await chargePoint.PlugInAsync();
        await chargePoint.GoOnlineAsync();
        await Central.WaitStatusAsync(1, ChargePointStatus.Preparing);
        Assert.Single(Central.Of("BootNotification"));
        Assert.Equal(2, Central.Connections);
    }

    [Fact]
    public async Task Sends_its_AuthorizationKey_as_bytes_from_the_next_connect_on()
    {
        var chargePoint = await StartAsync();
        Assert.Equal("Accepted", await ChangeAsync("AuthorizationKey", "00112233445566778899AABBCCDDEEFF01234567"));
        await chargePoint.GoOfflineAsync();
        await chargePoint.GoOnlineAsync();
        await SmallCentralSystem.Until(() => Central.Connections == 2, () => "no second connect");
        Assert.Equal("", Central.Credentials.First());
        byte[] expected = [.. Encoding.UTF8.GetBytes("CP-1:"), .. Convert.FromHexString("00112233445566778899AABBCCDDEEFF01234567")];
        Assert.Equal("Basic " + Convert.ToBase64String(expected), Central.Credentials.Last());
    }
}
