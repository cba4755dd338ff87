using OcppDashboard.State;

namespace OcppDashboard.Tests.State;

/// <summary>Moments of connectors and charge points are kept in little room and come out as they went in.</summary>
public sealed class UtcStampTests
{
    [Fact]
    public void A_moment_comes_back_to_the_tick_and_none_stays_none()
    {
        var at = new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.Zero).AddTicks(1);
        Assert.Equal(at, (DateTimeOffset?)(UtcStamp)at);
        Assert.Equal(DateTimeOffset.MinValue, (DateTimeOffset?)(UtcStamp)DateTimeOffset.MinValue);
        Assert.Equal(DateTimeOffset.MaxValue, (DateTimeOffset?)(UtcStamp)DateTimeOffset.MaxValue);
        Assert.Null((DateTimeOffset?)(UtcStamp)(DateTimeOffset?)null);
        Assert.Null(new ConnectorSnapshot { Id = 1 }.Since);
    }

    [Fact]
    public void Another_zone_is_the_same_moment_and_the_same_state()
    {
        var utc = new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero);
        var zoned = utc.ToOffset(TimeSpan.FromHours(2));
        var connector = new ConnectorSnapshot { Id = 1, Since = utc, MeasuredAt = utc };
        Assert.Equal(connector, connector with { Since = zoned });
        Assert.NotEqual(connector, connector with { Since = null });
        Assert.NotEqual(connector, connector with { EndedAt = utc });
        Assert.Equal(TimeSpan.Zero, (connector with { MeasuredAt = zoned }).MeasuredAt!.Value.Offset);
    }
}
