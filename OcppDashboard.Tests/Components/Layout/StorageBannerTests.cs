using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Layout;
using OcppDashboard.Data.History;
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

    [Fact]
    public void R12_says_since_when_the_disk_does_not_answer()
    {
        var time = new MovableTime();
        var health = new StorageHealth(time);
        Context.Services.AddSingleton(health);
        var banner = Context.Render<StorageBanner>();
        health.Begin();
        var began = time.GetUtcNow();
        time.Advance(TimeSpan.FromSeconds(45));
        banner.WaitForAssertion(() => Assert.Contains("the disk does not answer", banner.Find("[role=alert]").TextContent));
        Assert.InRange(DateTimeOffset.Parse(banner.Find("time").GetAttribute("datetime")!, System.Globalization.CultureInfo.InvariantCulture), began.AddSeconds(-2), began.AddSeconds(2));
        health.End();
        banner.WaitForAssertion(() => Assert.Equal("", banner.Markup.Trim()));
    }

    [Fact]
    public void R11_says_what_to_do_about_a_database_that_is_gone()
    {
        var health = new StorageHealth();
        Context.Services.AddSingleton(health);
        health.LostFile = "the database file x was deleted or moved while it was in use";
        var banner = Context.Render<StorageBanner>();
        Assert.Contains("put the database file back", banner.Find("[role=alert]").TextContent);
        Assert.DoesNotContain("Free disk space", banner.Find("[role=alert]").TextContent);
    }
}
