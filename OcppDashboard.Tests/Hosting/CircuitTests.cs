using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

public class CircuitTests
{
    [Fact]
    public async Task History5_a_browser_that_vanished_costs_a_minute_and_no_more()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var circuits = central.Get<IOptions<CircuitOptions>>().Value;
        Assert.InRange(circuits.DisconnectedCircuitRetentionPeriod, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
        Assert.InRange(circuits.DisconnectedCircuitMaxRetained, 1, 20);
    }
}
