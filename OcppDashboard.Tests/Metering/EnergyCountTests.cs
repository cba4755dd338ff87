using OcppDashboard.Metering;

namespace OcppDashboard.Tests.Metering;

/// <summary>What a transaction took, from registers as odd as they come; a reading each second where nothing else is said.</summary>
public class EnergyCountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1000, "2000 4294967295 2500", 1500)]
    [InlineData(1000, "2000 2147483647 4294967295 2500", 1500)]
    [InlineData(1000, "2000 4294967295 4294967295 4294967295 4294967295 2500", 1500)] // stuck
    [InlineData(0, "1500 101500 2000", 2000)]
    [InlineData(1000, "1500 61500 2000", 1000)] // believed for a moment, then taken back
    [InlineData(1000, "1500 -3 1000000000001 2000", 1000)]
    [InlineData(1000, "1500 0 2000", 1000)]
    [InlineData(1000, "1500 0 0 0", 500)]
    [InlineData(7_912_000, "7912500 7913 7913000", 1000)] // kWh labelled Wh once
    [InlineData(7_912_000, "7912500 7912 7913 7914", 500)] // and for good: nothing is made up
    [InlineData(7_912_000, "7912000000 7912500 7913000", 1000)] // Wh labelled kWh
    public void X1_a_register_that_cannot_be_counts_nothing(double start, string readings, double energy) => Assert.Equal(energy, Count(start, readings).EnergyWh);

    [Theory]
    [InlineData(50_000, "50500 52000 0 300 1000 1500", 3500)]
    [InlineData(50_000, "50500 52000 300 1000 1500", 3500)] // the 0 itself was not read
    [InlineData(50_000, "50500 52000 0 300 1000 0 400 900", 3900)] // twice
    [InlineData(50_000, "50500 52000 12 52500", 2500)] // a slip
    [InlineData(50_000, "50500 52000 12 0 52500", 2500)]
    public void X22_a_meter_that_is_reset_on_the_way_adds_the_parts(double start, string readings, double energy) => Assert.Equal(energy, Count(start, readings).EnergyWh);

    [Theory]
    [InlineData("2000 9000000 9000500 9001000 9002000", 3000)]
    [InlineData("2000 9000000 9000500 3000", 2000)] // two are no meter yet
    public void Another_meter_is_believed_when_its_readings_agree(string readings, double energy) => Assert.Equal(energy, Count(1000, readings).EnergyWh);

    [Theory]
    [InlineData("7912000 7914000", 2000)]
    [InlineData("4294967295 2000 2500", 500)]
    [InlineData("-1 7912000 7912500", 500)]
    [InlineData("7912000 5 7912500", 500)]
    public void X8_without_a_start_register_the_first_reading_is_the_base(string readings, double energy) => Assert.Equal(energy, Count(null, readings).EnergyWh);

    [Fact]
    public void Nothing_is_known_without_a_start_and_a_reading() => Assert.Equal((null, false), (Count(null, "").EnergyWh, Count(null, "").IsKnown));

    [Theory]
    [InlineData(50_000, "300 1000 1500", 1500, true)]
    [InlineData(50_000, "0 300 1000", 1000, true)]
    [InlineData(1000, "300 900 1500", 1500, true)] // passes its start
    [InlineData(4_076_000, "12 4076500", 500, false)] // only the first one was odd
    [InlineData(50_000, "300 50500", 500, false)]
    [InlineData(12_345_678, "12345670 12345990", 312, false)] // rounded down
    public void G9_a_register_that_counts_from_the_start_is_the_energy(double start, string readings, double energy, bool isRelative)
    {
        var count = Count(start, readings);
        Assert.Equal((energy, isRelative), (count.EnergyWh, count.IsRelative));
    }

    [Fact]
    public void A_start_that_cannot_follow_the_register_before_gives_way_to_the_first_reading()
    {
        var count = EnergyCount.From(new(4_294_967_295, Noon), new RegisterReading(1000, Noon.AddHours(-2)));
        foreach (var wh in new[] { 2000, 2500d }) count = count.Take(new(wh, Noon.AddMinutes(1)), out _);
        Assert.Equal((500d, false), (count.EnergyWh, count.IsRelative));
    }

    [Theory]
    [InlineData(30, 0, RegisterFit.Jumps)] // a clock that stands still
    [InlineData(90, 3600, RegisterFit.Follows)]
    [InlineData(90, 1, RegisterFit.Beyond)]
    [InlineData(900, 3600, RegisterFit.Follows)]
    [InlineData(1100, 3600, RegisterFit.Beyond)]
    [InlineData(200_000, 100_000_000, RegisterFit.Beyond)] // a clock that leaps
    public void What_a_connector_delivers_is_bounded_by_time(double kiloWattHours, int seconds, RegisterFit fit)
    {
        var (last, wh) = (new RegisterReading(1000, Noon), 1000 + kiloWattHours * 1000);
        Assert.Equal(fit, RegisterPlausibility.Judge(last, new(wh, Noon.AddSeconds(seconds))));
        Assert.Equal(fit, RegisterPlausibility.Judge(last, new(wh, Noon, Noon.AddSeconds(seconds)))); // the receipt is a witness too
    }

    [Fact]
    public void After_a_restart_it_goes_on()
    {
        var count = EnergyCount.Restored(700, new(1700, Noon), false).Take(new(1900, Noon.AddMinutes(1)), out _);
        Assert.Equal(900, count.Take(new(4_294_967_295, Noon.AddMinutes(2)), out var verdict).EnergyWh);
        Assert.Equal(RegisterVerdict.SetAside, verdict);
    }

    private static EnergyCount Count(double? start, string readings)
    {
        var count = EnergyCount.From(start is { } wh ? new RegisterReading(wh, Noon) : null);
        var at = Noon;
        foreach (var reading in readings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            count = count.Take(new(double.Parse(reading, System.Globalization.CultureInfo.InvariantCulture), at = at.AddSeconds(1)), out _);
        return count;
    }
}
