using OcppDashboard.Metering;

namespace OcppDashboard.Tests.Metering;

/// <summary>What is below another register, and what is only rounded down (G9).</summary>
public class RegisterTests
{
    [Theory]
    [InlineData(900, 4_076_500, true)] // counts from the start of the transaction
    [InlineData(12_345_670, 12_345_678, false)] // kWh with two decimals
    [InlineData(12_345_000, 12_345_678, false)] // whole kWh
    [InlineData(5_000, 5_900, false)] // whole kWh of a meter that has not counted much
    [InlineData(5_800, 5_890, false)]
    [InlineData(49_400, 50_000, false)] // a little behind
    [InlineData(600, 1_200, true)] // counts from the start, and the meter is new
    [InlineData(1_010, 1_200, true)]
    [InlineData(1_000, 1_200, false)] // may be rounded
    [InlineData(1_190, 1_200, false)]
    [InlineData(0, 700, true)]
    [InlineData(1_200, 1_200, false)]
    [InlineData(1_300, 1_200, false)]
    public void Is_below_another_by_more_than_rounding(double register, double from, bool isBelow) => Assert.Equal(isBelow, Register.IsBelow(register, from));

    [Fact]
    public void What_is_not_known_is_below_nothing()
    {
        Assert.False(Register.IsBelow(null, 5));
        Assert.False(Register.IsBelow(5, null));
    }
}
