using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;

namespace OcppDashboard.Tests.Components.Shared;

public class ViewerClockTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 12, 22, 58, 4, TimeSpan.Zero);

    [Fact]
    public void Times_are_shown_in_the_viewers_zone()
    {
        var clock = new ViewerClock(TimeProvider.System);
        clock.SetZone("Europe/Berlin");
        Assert.Equal("2026-05-13 00:58:04", clock.Text(At, TimeFormat.DateTimeSeconds));
        Assert.Equal("2026-05-12 22:58:04 UTC", ViewerClock.Utc(At));
    }

    [Theory, InlineData("Nowhere/Land"), InlineData(null), InlineData("")]
    public void An_unknown_zone_leaves_UTC(string? zone)
    {
        var clock = new ViewerClock(TimeProvider.System);
        clock.SetZone(zone);
        Assert.Equal("22:58", clock.Text(At, TimeFormat.Time));
    }
}
