using Bunit;
using OcppDashboard.Components.Layout;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Layout;

public sealed class SpaceBannerTests : FilePageTest
{
    [Fact]
    public void Says_that_files_are_not_taken_while_the_disk_is_full()
    {
        var banner = Context.Render<SpaceBanner>();
        Assert.Equal("", banner.Markup.Trim());
        Files.Space.Free = _ => 1;
        Assert.ThrowsAny<Exception>(Files.Space.Check);
        banner.WaitForAssertion(() => Assert.Contains("Less than 1 GiB of the disk is free", banner.Find("[role=alert]").TextContent));
        Files.Space.Free = _ => long.MaxValue;
        Files.Space.Check();
        banner.WaitForAssertion(() => Assert.Equal("", banner.Markup.Trim()));
    }
}
