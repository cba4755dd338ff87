using System.Globalization;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What all connections share: places, and memory for messages that are not whole yet.</summary>
public class SharedLimitsTests
{
    [Fact]
    public async Task Wire_strangers_do_not_keep_the_places_of_known_charge_points()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { MaxConnections = 3 });
        await central.Get<ChargePointSettingsService>().ChangeAsync("MINE-1", own => own with { Name = "One" });
        await central.Get<ChargePointSettingsService>().ChangeAsync("MINE-2", own => own with { PasswordSha256 = ChargePointPassword.Hash("0123456789abcdef") });
        await using var first = await central.BootAsync("X-1");
        await using var second = await central.BootAsync("X-2");
        await using var third = await central.BootAsync("X-3");
        await using (var more = await central.OpenAsync("X-4")) Assert.Equal(503, more.Answer!.Status);
        await using var mine = await central.OpenAsync("MINE-1");
        Assert.Equal(101, mine.Answer!.Status);
        await central.SnapshotAsync("X-3", snapshot => !snapshot.Online, "the end of the last stranger");
        Assert.Contains("place", central.Snapshot("X-3").OfflineReason, StringComparison.Ordinal);
        await using var locked = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/MINE-2") { Credentials = RawHandshake.User("MINE-2", "0123456789abcdef") });
        Assert.Equal(101, locked.Answer!.Status);
        await first.CallForResultAsync("Heartbeat"); // who came first stays longest
        await central.SnapshotAsync("X-2", snapshot => !snapshot.Online, "the end of the second stranger");
    }

    [Fact]
    public async Task Wire_known_charge_points_do_not_take_each_others_places()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { MaxConnections = 2 });
        for (var i = 1; i <= 3; i++) await central.Get<ChargePointSettingsService>().ChangeAsync($"MINE-{i}", own => own with { Name = "one" });
        await using var first = await central.BootAsync("MINE-1");
        await using var second = await central.BootAsync("MINE-2");
        await using var third = await central.OpenAsync("MINE-3");
        Assert.Equal(503, third.Answer!.Status);
        Assert.Contains(central.Get<HandshakeAttempts>().Latest, attempt => attempt.Identity == "MINE-3" && attempt.Reason.Contains("too many", StringComparison.Ordinal));
        await second.CallForResultAsync("Heartbeat");
        second.AutoPong = false; // half open: it comes again while its old connection has its place still
        await using var again = await central.OpenAsync("MINE-2");
        Assert.Equal(101, again.Answer!.Status);
    }

    [Fact]
    public async Task Wire_unfinished_messages_of_strangers_give_way_to_those_of_known_charge_points()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { MaxUnfinishedBytes = 2 << 20 });
        await central.Get<ChargePointSettingsService>().ChangeAsync("MINE", own => own with { Name = "Mine" });
        var strangers = new List<RawOcppClient>();
        for (var i = 0; i < 8; i++)
        {
            var stranger = await central.BootAsync($"X-{i}");
            strangers.Add(stranger);
            try
            {
                await stranger.SendAsync(new(RawOpcode.Text, new byte[400_000].Select(_ => (byte)'a').ToArray(), Final: false));
            }
            catch (IOException)
            {
                // refused while it was sending
            }
        }
        await Eventually.IsAsync(() => strangers.Count(stranger => !stranger.IsOpen) >= 4, "strangers that give way");
        Assert.InRange(await UnfinishedAsync(central), 1, 2 << 20);
        await using var mine = await central.BootAsync("MINE");
        var data = new string('a', 900_000);
        Assert.Equal("UnknownVendorId", (await mine.CallForResultAsync("DataTransfer", $$"""{"vendorId":"v","data":"{{data}}"}""")).GetProperty("status").GetString());
        Assert.Contains(strangers, stranger => !stranger.IsOpen && stranger.ReceiveCloseAsync().Result.Code == 1013);
        foreach (var stranger in strangers) await stranger.DisposeAsync();
        await Eventually.GetAsync(() => UnfinishedAsync(central), bytes => bytes == 0, "all given back");
    }

    [Fact]
    public async Task Wire_1500_unfinished_messages_of_1_MB_stay_below_the_limit_and_are_given_back()
    {
        const int count = 1500;
        await using var central = await TestCentralSystem.StartAsync();
        await using var honest = await central.BootAsync("HONEST");
        var part = new RawFrame(RawOpcode.Text, Enumerable.Repeat((byte)'a', 1_000_000).ToArray(), Final: false);
        var clients = new List<RawOcppClient>();
        foreach (var group in Enumerable.Range(0, count).Chunk(50))
            clients.AddRange(await Task.WhenAll(group.Select(i => central.OpenAsync($"X-{i}"))));
        GC.Collect();
        var before = Environment.WorkingSet;
        var most = 0L;
        var bytes = part.ToBytes();
        await Task.WhenAll(clients.Select(async client =>
        {
            try
            {
                await client.SendBytesAsync(bytes);
            }
            catch (IOException)
            {
                // refused while it was sending
            }
            most = Math.Max(most, await UnfinishedAsync(central));
        }));
        await honest.CallForResultAsync("Heartbeat");
        Assert.InRange(most, 1, 64L << 20);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 320L << 20); // both ends of 1,500 connections are in this process; without a limit it was 900 MiB more
        foreach (var client in clients) await client.DisposeAsync();
        await Eventually.GetAsync(() => UnfinishedAsync(central), left => left == 0, "all given back");
    }

    private static async Task<long> UnfinishedAsync(TestCentralSystem central)
    {
        using var browser = central.Browser();
        var line = (await browser.GetStringAsync("/metrics")).Split('\n').Single(line => line.StartsWith("ocpp_unfinished_message_bytes ", StringComparison.Ordinal));
        return (long)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
