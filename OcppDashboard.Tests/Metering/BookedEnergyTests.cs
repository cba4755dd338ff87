using System.Globalization;
using OcppDashboard.Metering;

namespace OcppDashboard.Tests.Metering;

/// <summary>What is booked at the end of a transaction; a reading each minute, the stop a minute after the last.</summary>
public class BookedEnergyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1000", "", "3000", 2000d, false)]
    [InlineData("1000", "1500", "4294967295", 500d, true)]
    [InlineData("1000", "1500", "", 500d, false)] // no stop
    [InlineData("1000", "", "", null, false)]
    [InlineData("1000", "", "4294967295", null, true)]
    [InlineData("4076000", "", "3200", null, true)]
    [InlineData("4076000", "4077000", "3200", 1000d, true)]
    [InlineData("12345678", "", "12345670", 0d, false)] // rounded down
    [InlineData("50000", "52000 0 300 1000", "1500", 3500d, true)]
    [InlineData("8000", "100 1200 3200", "11200", 3200d, false)]
    [InlineData("8000", "100 1200 3200", "3300", 3300d, true)]
    [InlineData("0", "7912000", "7914000", 2000d, true)] // the start was not read
    [InlineData("", "7912000", "7914000", 2000d, false)]
    [InlineData("", "", "7914000", null, false)] // nobody knows
    public void Books(string start, string readings, string stop, double? energy, bool isOdd)
    {
        var at = Noon;
        var measured = readings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => new RegisterReading(Wh(text)!.Value, at = at.AddMinutes(1))).ToList();
        RegisterReading? began = Wh(start) is { } from ? new(from, Noon) : null;
        RegisterReading? ended = Wh(stop) is { } to ? new(to, at.AddMinutes(1)) : null;
        var booked = BookedEnergy.Of(began, null, null, measured, ended);
        Assert.Equal((energy, isOdd), (booked.EnergyWh, booked.IsOdd));
    }

    [Fact]
    public void A_start_that_cannot_follow_the_transaction_before_is_garbage_where_nothing_goes_on_from_it()
    {
        RegisterReading[] readings = [new(2000, Noon.AddMinutes(1)), new(2500, Noon.AddMinutes(2))];
        var booked = BookedEnergy.Of(new(4_294_967_295, Noon), null, new RegisterReading(1000, Noon.AddHours(-2)), readings, new RegisterReading(3500, Noon.AddMinutes(3)));
        Assert.Equal((1500d, true), (booked.EnergyWh, booked.IsOdd));
    }

    private static double? Wh(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
