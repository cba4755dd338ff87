using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Metering;

public class ChargePointTimeTests
{
    private static readonly DateTimeOffset Received = new(2026, 5, 12, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-05-12T09:59:58Z", "2026-05-12T09:59:58Z", false)]
    [InlineData("2026-05-12T11:59:58+02:00", "2026-05-12T09:59:58Z", false)]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", false)] // late, not wrong
    [InlineData("2026-05-12T12:00:03", "2026-05-12T10:00:03Z", false)] // local time of a zone two hours ahead (E1)
    [InlineData("2026-05-12T04:30:02", "2026-05-12T10:00:02Z", false)] // five and a half hours behind
    [InlineData("2026-05-01T12:00:00", "2026-05-01T12:00:00Z", false)] // too old to tell its zone
    [InlineData("1970-01-01T00:00:00Z", "2026-05-12T10:00:00Z", true)]
    [InlineData("2022-02-29T00:00:00Z", "2026-05-12T10:00:00Z", true)]
    [InlineData("2036-05-12T10:00:00Z", "2026-05-12T10:00:00Z", true)]
    [InlineData("", "2026-05-12T10:00:00Z", false)]
    [InlineData(null, "2026-05-12T10:00:00Z", false)]
    public void A_stamp_counts_as_far_as_it_can_be_believed(string? stamp, string expected, bool clockIsOff)
    {
        var resolved = ChargePointTime.Resolve(OcppTimestamp.Parse(stamp), Received, TimeSpan.Zero, out var off);
        Assert.Equal((expected, clockIsOff, TimeSpan.Zero), (OcppTimestamp.Format(resolved), off, resolved.Offset));
    }

    [Theory]
    [InlineData("2026-05-12T11:00:00Z", 120, "2026-05-12T09:00:00Z")] // two hours ahead, an hour ago
    [InlineData("2026-05-12T07:59:00Z", -120, "2026-05-12T09:59:00Z")]
    [InlineData("2026-05-12T09:59:30Z", 120, "2026-05-12T09:59:30Z")] // right as it is: it was set meanwhile
    [InlineData("2026-05-12T09:00:00Z", -120, "2026-05-12T09:00:00Z")] // would be still to come: it was set meanwhile
    [InlineData("2026-05-12T10:30:00", 120, "2026-05-12T08:30:00Z")] // without a zone, offline
    public void A_known_skew_is_taken_off(string stamp, int skewMinutes, string expected) =>
        Assert.Equal(expected, OcppTimestamp.Format(ChargePointTime.Resolve(OcppTimestamp.Parse(stamp), Received, TimeSpan.FromMinutes(skewMinutes))));

    [Fact]
    public void An_offset_is_a_skew_when_a_later_message_shows_it_too()
    {
        var hour = TimeSpan.FromHours(1);
        var first = ClockSkew.Seen(null, hour, Received);
        Assert.Equal(TimeSpan.Zero, first.Skew);
        Assert.Equal(TimeSpan.Zero, ClockSkew.Seen(first, hour, Received.AddSeconds(59)).Skew); // what was queued comes in one go
        var second = ClockSkew.Seen(first, hour.Add(TimeSpan.FromSeconds(4)), Received.AddSeconds(60));
        Assert.Equal(hour, second.Skew);
        Assert.Equal(hour, ClockSkew.Seen(second, hour, Received.AddSeconds(61)).Skew);
        Assert.Equal(hour, ClockSkew.Seen(second, hour.Add(TimeSpan.FromSeconds(-100)), Received.AddSeconds(61)).Skew); // a message may come late
        Assert.Equal(TimeSpan.Zero, ClockSkew.Seen(second, hour.Add(TimeSpan.FromSeconds(100)), Received.AddSeconds(61)).Skew); // none comes early
        Assert.Equal(TimeSpan.Zero, ClockSkew.Seen(second, TimeSpan.Zero, Received.AddSeconds(62)).Skew);
        Assert.Equal(TimeSpan.Zero, ClockSkew.Seen(ClockSkew.Seen(null, TimeSpan.FromMinutes(1), Received), TimeSpan.FromMinutes(1), Received.AddMinutes(2)).Skew); // not worth it
    }

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(4296944685L, 4296944685L)]
    [InlineData(-1L, null)]
    [InlineData(long.MaxValue, null)]
    [InlineData(null, null)]
    public void A_register_counts_as_far_as_it_can_be_believed(long? register, long? expected) => Assert.Equal(expected, Register.Credible(register));
}
