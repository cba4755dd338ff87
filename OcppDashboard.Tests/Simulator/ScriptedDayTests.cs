using System.Collections.Concurrent;
using OcppDashboard.Simulator;
using OcppDashboard.Simulator.Fleet;

namespace OcppDashboard.Tests.Simulator;

public class ScriptedDayTests : SimulatorTest
{
    [Fact]
    public async Task Pages5_the_day_leaves_a_charge_point_alone_that_a_run_has_and_comes_back_to_it()
    {
        await using var fleet = new SimulatedFleet(() => Central.Address, ScaledTime.Of(TimeProvider.System, 10));
        var members = new[] { new FleetMember("DAY-1", "wallbox", 1), new FleetMember("DAY-2", "dc", 1, 2) };
        foreach (var member in members) await fleet.AddAsync(member.Id, member.Model);
        var taken = new ConcurrentDictionary<string, bool> { ["DAY-1"] = true };
        var events = new ConcurrentQueue<string>();
        var day = new ScriptedDay(fleet, members, 7, taken.ContainsKey);
        day.Happened += events.Enqueue;
        await fleet.StartAsync();
        day.Start();
        await SmallCentralSystem.Until(() => events.Count(text => text.Contains("DAY-2", StringComparison.Ordinal)) >= 4, () => "nothing happened at the other one");
        Assert.DoesNotContain(events, text => text.Contains("DAY-1", StringComparison.Ordinal));
        Assert.All(fleet.Find("DAY-1")!.View.Connectors, connector => Assert.False(connector.PluggedIn || connector.Charging));
        Assert.True(day.IsTaken("DAY-1"));
        taken.Clear();
        await SmallCentralSystem.Until(() => events.Any(text => text.Contains("DAY-1", StringComparison.Ordinal)), () => "the day did not come back to it");
        await day.StopAsync();
    }
}
