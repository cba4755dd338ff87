using OcppDashboard.Components.Shared;

namespace OcppDashboard.Tests.Components.Shared;

public class UnitsTests
{
    [Theory]
    [InlineData(11_000.0, "11.0 kW")]
    [InlineData(0.0, "0.0 kW")]
    [InlineData(-20.0, "0.0 kW")]
    [InlineData(1_234_567.0, "1,234.6 kW")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    [InlineData(null, "–")]
    [InlineData(1e300, "1e297 kW")]
    public void Power(double? watts, string text) => Assert.Equal(text, Units.Power(watts));

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(60, "1 min")]
    [InlineData(4740, "1 h 19 min")]
    [InlineData(4200 - 600, "1 h")]
    [InlineData(3660, "1 h 01 min")]
    [InlineData(100_800, "1 d 4 h")]
    public void Duration(int seconds, string text) => Assert.Equal(text, Units.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Long_duration_has_seconds() => Assert.Equal("44 min 07 s", Units.LongDuration(TimeSpan.FromSeconds(2647)));

    [Fact]
    public void Cut_keeps_pairs_whole() => Assert.Equal("ab…", Units.Cut("ab😀cd", 4));

    [Theory]
    [InlineData(1, "1 try")]
    [InlineData(1000, "1,000 tries")]
    public void Count(int number, string text) => Assert.Equal(text, Units.Count(number, "try", "tries"));
}
