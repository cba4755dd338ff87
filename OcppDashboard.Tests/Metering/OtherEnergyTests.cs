using OcppDashboard.Metering;

namespace OcppDashboard.Tests.Metering;

/// <summary>Energy among the sampled values that have no column of their own.</summary>
public class OtherEnergyTests
{
    [Theory]
    [InlineData("500;;Wh 0.25;;kWh", "", 750)]
    [InlineData("100;L1;Wh,200;L2;Wh,50;L3;Wh", "", 350)] // phases add up
    [InlineData("400;;Wh,100;L1;Wh", "", 400)] // a total is not added to its phases
    [InlineData("400;;Wh -5;;Wh 2000000;;Wh x;;Wh", "", 400)] // no interval is that
    [InlineData("500;;Wh", "Sample.Clock", 500)]
    public void Intervals_add_up(string moments, string context, double sum)
    {
        var energy = new OtherEnergy();
        foreach (var moment in moments.Split(' ')) energy.TakeIntervals("[" + string.Join(',', moment.Split(',').Select(sample => Sample(sample.Split(';'), context))) + "]");
        energy.TakeIntervals(null);
        Assert.Equal(sum, energy.IntervalsWh);
    }

    [Fact]
    public void Intervals_by_the_clock_beside_those_of_the_transaction_count_nothing()
    {
        var energy = new OtherEnergy();
        foreach (var context in new[] { "Sample.Periodic", "Sample.Clock", "Transaction.End" }) energy.TakeIntervals("[" + Sample(["300", "", "Wh"], context) + "]");
        Assert.Equal(600, energy.IntervalsWh);
    }

    private static string Sample(string[] parts, string context) =>
        $$"""{"value":"{{parts[0]}}","measurand":"energy.active.import.interval","phase":"{{parts[1]}}","unit":"{{parts[2]}}","context":"{{context}}"}""";
}
