using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

/// <summary>Which requests are looked up among the addresses of pages and API.</summary>
public class RoutingTests
{
    [Fact]
    public async Task Charge_points_do_not_go_through_routing_and_pages_do()
    {
        var seen = new Seen();
        await using var central = await TestCentralSystem.StartAsync(services: services => services.AddSingleton<IStartupFilter>(seen));
        await using (await central.BootAsync("CP-1")) { }
        await Eventually.IsAsync(() => seen.Endpoints.ContainsKey("/ocpp/CP-1"), "a connection that ended");
        Assert.Null(seen.Endpoints["/ocpp/CP-1"]);
        using var browser = central.Browser();
        (await browser.GetAsync(new Uri("/alive", UriKind.Relative))).EnsureSuccessStatusCode();
        await Eventually.IsAsync(() => seen.Endpoints.ContainsKey("/alive"), "a page that was answered");
        Assert.NotNull(seen.Endpoints["/alive"]);
    }

    /// <summary>Stands before everything and sees what was found once the request is over.</summary>
    private sealed class Seen : IStartupFilter
    {
        public ConcurrentDictionary<string, string?> Endpoints { get; } = new();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, goOn) =>
            {
                await goOn(context);
                Endpoints[context.Request.Path] = context.GetEndpoint()?.DisplayName;
            });
            next(app);
        };
    }
}
