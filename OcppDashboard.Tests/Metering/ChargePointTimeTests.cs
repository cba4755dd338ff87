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
        var resolved = ChargePointTime.Resolve(OcppTimestamp.Parse(stamp), Received, out var off);
        Assert.Equal((expected, clockIsOff, TimeSpan.Zero), (OcppTimestamp.Format(resolved), off, resolved.Offset));
    }

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(4296944685L, 4296944685L)]
    [InlineData(-1L, null)]
    [InlineData(long.MaxValue, null)]
    [InlineData(null, null)]
    public void A_register_counts_as_far_as_it_can_be_believed(long? register, long? expected) => Assert.Equal(expected, Register.Credible(register));
}
