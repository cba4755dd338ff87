using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.Simulator.Fleet;

namespace OcppDashboard.Tests.Simulator;

public class FleetTests : SimulatorTest
{
    [Fact]
    public async Task The_demo_is_alive_within_seconds_and_can_be_reset()
    {
        var demo = DemoFleet.Create(() => Central.Address, ScaledTime.Of(TimeProvider.System, 10));
        await demo.StartAsync(CancellationToken.None);
        await SmallCentralSystem.Until(() => demo.Fleet.ChargePoints.Sum(one => one.View.Connectors.Count(it => it.TransactionId is not null)) >= 6, () => "too few charge");
        await SmallCentralSystem.Until(() => Central.Of("MeterValues").Count > 5, () => "no MeterValues");
        demo.Day.Pause();
        Assert.True(demo.Day.IsPaused);
        await demo.Day.ResetAsync();
        Assert.False(demo.Day.IsPaused);
        await SmallCentralSystem.Until(() => demo.Fleet.ChargePoints.Any(one => one.View.Connectors.Any(it => it.Charging)), () => "the new day is dull");
        await demo.StopAsync();
        Assert.Empty(demo.Fleet.ChargePoints);
    }

    [Fact]
    public void Every_member_of_the_demo_has_its_model()
    {
        Assert.Equal(DemoFleet.Members.Count, DemoFleet.Members.Select(member => member.Id).Distinct().Count());
        Assert.All(DemoFleet.Members, member => Assert.All(member.ChargingFromStart, connector => Assert.Contains(SimulatedModels.Get(member.Model).Connectors, design => design.Id == connector)));
        Assert.Empty(SimulatedModels.Names.Except(DemoFleet.Members.Select(member => member.Model)));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_day()
    {
        var (first, second) = (await WatchAsync("ZX-"), await WatchAsync("ZY-"));
        Assert.Equal(first, second);

        async Task<IReadOnlyList<string>> WatchAsync(string prefix)
        {
            await using var fleet = new SimulatedFleet(() => Central.Address, ScaledTime.Of(TimeProvider.System, 10));
            var members = new[] { new FleetMember(prefix + "1", "wallbox", 1), new FleetMember(prefix + "2", "dc", 1, 2) };
            foreach (var member in members) await fleet.AddAsync(member.Id, member.Model);
            var events = new System.Collections.Concurrent.ConcurrentQueue<string>();
            var day = new ScriptedDay(fleet, members, 7);
            day.Happened += text => events.Enqueue(text.Replace(prefix, "", StringComparison.Ordinal));
            await fleet.StartAsync();
            day.Start();
            await SmallCentralSystem.Until(() => events.Count >= 4, () => "nothing happened");
            await day.StopAsync();
            return [.. events.Take(3)];
        }
    }

    [Fact]
    public async Task Charge_points_come_and_go_while_it_runs()
    {
        await using var fleet = new SimulatedFleet(() => Central.Address, TimeProvider.System) { Password = "pass" };
        await fleet.StartAsync();
        var views = 0;
        fleet.Changed += _ => Interlocked.Increment(ref views);
        var added = await fleet.AddAsync("X-1", "wallbox");
        await UntilAsync(added, view => view.Online);
        await Assert.ThrowsAsync<ArgumentException>(() => fleet.AddAsync("X-1", "wallbox"));
        await Assert.ThrowsAsync<ArgumentException>(() => fleet.AddAsync("X-2", "nothing"));
        await Assert.ThrowsAsync<ArgumentException>(() => fleet.AddAsync("X\u200B3", "wallbox"));
        Assert.Equal("Basic WC0xOnBhc3M=", Central.Credentials.Last());
        Assert.True(await fleet.RemoveAsync("X-1"));
        Assert.False(await fleet.RemoveAsync("X-1"));
        await UntilAsync(added, view => !view.Online);
        Assert.True(views > 2);
    }
}
