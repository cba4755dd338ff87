using Bunit;
using OcppDashboard.Components.Wall;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Wall;

public class ChargePointTileTests : PageTest
{
    [Fact]
    public void A_charging_connector_shows_power_energy_duration_and_SoC()
    {
        var tile = Draw(Put("P1").With(Charging()));
        Assert.Equal("47.3 kW", tile.Find(".conn-main").TextContent.Trim());
        Assert.Contains("18.6 kWh · 31 min", tile.Find(".conn-sub").TextContent);
        Assert.Contains("63 %", tile.Find(".conn-sub").TextContent);
        Assert.Equal("width:63%", tile.Find(".soc i").GetAttribute("style"));
        Assert.Equal("/charge-points/P1", tile.Find("a.conn").GetAttribute("href"));
    }

    [Fact]
    public void A_reservation_of_no_connector_in_particular_is_on_the_card_without_a_connector_0()
    {
        var tile = Draw(Put("P1", ChargePointStatus.Available) with { Reservation = new("ANN", Noon.AddHours(1)) });
        Assert.StartsWith("any connector for ANN until ", tile.Find(".cp-held").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Empty(Draw(Put("P1", ChargePointStatus.Available)).FindAll(".cp-held"));
    }

    [Fact]
    public void Offline_shows_since_and_none_of_the_former_values()
    {
        var tile = Draw(Put("P1").With(Charging()) with { Online = false, OfflineSince = Noon.AddHours(-6) });
        Assert.Contains("off", tile.Find("article").ClassName);
        Assert.Equal("offline", tile.Find(".conn").GetAttribute("data-status"));
        Assert.Contains("6 h", tile.Find(".conn-sub").TextContent);
        Assert.DoesNotContain("kW", tile.Markup);
        Assert.DoesNotContain("Charging", tile.Markup);
    }

    [Fact]
    public void A_fault_shows_its_code_and_what_else_was_said()
    {
        var connector = new ConnectorSnapshot { Id = 1, Status = ChargePointStatus.Faulted, ErrorCode = ChargePointErrorCode.GroundFailure, Info = "30 mA", Since = Noon.AddMinutes(-45) };
        var tile = Draw(Put("P1").With(connector));
        Assert.Equal("GroundFailure", tile.Find(".conn-main b").TextContent);
        Assert.Equal("GroundFailure · 30 mA", tile.Find(".conn-main").GetAttribute("title"));
        Assert.Contains("45 min", tile.Find(".conn-sub").TextContent);
    }

    [Fact]
    public void What_a_charge_point_sends_is_text()
    {
        var evil = "<script>alert(1)</script>" + new string('x', 500);
        var tile = Draw(Put("<b>id</b>/..").With(new ConnectorSnapshot { Id = 1, Status = OcppEnum<ChargePointStatus>.Parse(evil), Info = evil })
            with { Boot = new(evil, evil, null, null, null, null, null, null, null, Noon) });
        Assert.Empty(tile.FindAll("script"));
        Assert.Equal("<b>id</b>/..", tile.Find("header a").TextContent);
        Assert.Equal("/charge-points/%3Cb%3Eid%3C%2Fb%3E%2F..", tile.Find("header a").GetAttribute("href"));
        Assert.True(tile.Find("header span").TextContent.Length <= 60);
    }

    [Fact]
    public void The_same_snapshot_at_the_same_time_is_not_drawn_again()
    {
        var snapshot = Put("P1", ChargePointStatus.Available);
        var tile = Draw(snapshot);
        tile.Render(p => p.Add(t => t.ChargePoint, snapshot).Add(t => t.Now, Noon));
        Assert.Equal(1, tile.RenderCount);
        tile.Render(p => p.Add(t => t.ChargePoint, snapshot).Add(t => t.Now, Noon.AddSeconds(5)));
        Assert.Equal(2, tile.RenderCount);
        tile.Render(p => p.Add(t => t.ChargePoint, snapshot with { Online = false }).Add(t => t.Now, Noon.AddSeconds(5)));
        Assert.Equal(3, tile.RenderCount);
    }

    [Fact]
    public void Connected_without_a_status_has_a_place_too() => Assert.Equal("No status yet", Draw(Put("P1")).Find(".status").TextContent);

    [Fact]
    public void A_tile_is_at_most_three_wide()
    {
        var tile = Draw(Put("P1", [.. Enumerable.Repeat(ChargePointStatus.Available, 40)]));
        Assert.Equal("--n:3", tile.Find("article").GetAttribute("style"));
        Assert.Equal(24, tile.FindAll(".conn").Count);
    }

    private IRenderedComponent<ChargePointTile> Draw(ChargePointSnapshot snapshot) =>
        Context.Render<ChargePointTile>(p => p.Add(t => t.ChargePoint, snapshot).Add(t => t.Now, Noon));
}
