using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OcppDashboard.Simulator;
using OcppDashboard.Simulator.Fleet;

namespace OcppDashboard.Tests.Simulator;

public class SimulatorServicesTests
{
    [Fact]
    public async Task The_demo_fleet_dials_the_very_server_that_hosts_it_once_it_listens()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDemoFleet();
        await using var app = builder.Build();
        var dialled = new ConcurrentDictionary<string, bool>();
        app.MapGet("/ocpp/{id}", (string id) => dialled[id] = true);
        await app.StartAsync();
        await SmallCentralSystem.Until(() => dialled.Count == DemoFleet.Members.Count, () => $"only {string.Join(", ", dialled.Keys)} dialled");
        await app.StopAsync();
        Assert.Empty(app.Services.GetRequiredService<DemoFleet>().Fleet.ChargePoints);
    }
}
