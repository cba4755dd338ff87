using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Layout;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Layout;

public class StorageBannerTests : PageTest
{
    [Fact]
    public void Says_that_nothing_can_be_kept_while_that_is_so()
    {
        var health = new StorageHealth();
        Context.Services.AddSingleton(health);
        var banner = Context.Render<StorageBanner>();
        Assert.Equal("", banner.Markup.Trim());
        health.Fault = "database or disk is full";
        banner.WaitForAssertion(() => Assert.Contains("database or disk is full", banner.Find("[role=alert]").TextContent));
        health.Fault = null;
        banner.WaitForAssertion(() => Assert.Equal("", banner.Markup.Trim()));
    }
}
