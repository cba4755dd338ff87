using Bunit;
using OcppDashboard.Components.Wall;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Wall;

public class WallPageTests : PageTest
{
    [Fact]
    public void Without_charge_points_it_says_how_to_connect_the_first()
    {
        var page = Context.Render<WallPage>();
        Assert.Equal("Connect your first charge point", page.Find("h1").TextContent);
        Put("P1", ChargePointStatus.Available);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".cp")));
    }

    [Fact]
    public void History10_a_wall_of_thousands_draws_what_fits_and_more_when_asked()
    {
        for (var i = 0; i < 2_000; i++) Put($"P{i:0000}", ChargePointStatus.Available);
        var page = Context.Render<WallPage>();
        Store.Update("P0000", before => before with { Name = "drawn again" });
        page.WaitForState(() => Tiles() > 120, RawOcppClient.Deadline);
        var first = Tiles();
        Assert.InRange(first, 121, 1_200);
        page.Act(() => page.Find("button[data-more]").Click());
        page.WaitForState(() => Tiles() > first, RawOcppClient.Deadline);
        Assert.Equal(2_000, Tiles());
        Assert.Empty(page.FindAll("button[data-more]"));
        Assert.Contains("2,000 charge points", page.Markup, StringComparison.Ordinal);

        int Tiles() => page.FindComponents<ChargePointTile>().Count;
    }

    [Fact]
    public void A_status_appears_without_a_reload()
    {
        Put("P1", ChargePointStatus.Available);
        var page = Context.Render<WallPage>();
        Put("P1", ChargePointStatus.Faulted);
        page.WaitForAssertion(() => Assert.Equal("faulted", page.Find(".conn").GetAttribute("data-status")));
        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".counter[data-status=faulted] .v").TextContent));
    }

    [Fact]
    public void Filter_and_search_live_in_the_address()
    {
        Put("P1", ChargePointStatus.Available);
        Put("P2", ChargePointStatus.Charging);
        Navigation.NavigateTo("/?status=charging");
        var page = Context.Render<WallPage>();
        Assert.Equal("P2", Assert.Single(page.FindAll(".cp header a")).TextContent);
        page.Act(() => page.Find(".filter[data-status=charging]").Click());
        page.WaitForAssertion(() => Assert.DoesNotContain("status", Navigation.Uri));
        page.Act(() => page.Find("input[data-search]").Input("p1"));
        page.WaitForAssertion(() => Assert.EndsWith("?q=p1", Navigation.Uri));
    }

    [Fact]
    public void Counts_leave_out_what_offline_charge_points_said_last()
    {
        Put("P1", ChargePointStatus.Charging);
        Store.Update("P2", before => before.With(Charging()) with { Online = false, OfflineSince = Noon });
        var counts = WallCounts.Of(Store.All);
        Assert.Equal((2, 1, 1, 1), (counts.ChargePoints, counts.Online, counts["charging"], counts["offline"]));
        Assert.Equal(0, counts.PowerW);
    }

    [Theory]
    [InlineData(null, "tender", true)]
    [InlineData(null, "EVLINK", true)]
    [InlineData(null, "7c2a", true)]
    [InlineData(null, "delta", false)]
    [InlineData("charging", "", true)]
    [InlineData("available", "", false)]
    public void Filters(string? token, string text, bool shows)
    {
        var snapshot = Put("SP-TENDER-22").With(Charging()) with { Boot = new("Schneider Electric", "EVlink", null, null, null, null, null, null, null, Noon) };
        Assert.Equal(shows, new WallFilter(token, text).Shows(snapshot));
    }
}
