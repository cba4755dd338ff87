using Bunit;
using OcppDashboard.Components.Wall;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Wall;

public class SparklineTests : PageTest
{
    [Theory]
    [InlineData("0,15,30,45", 1)]
    [InlineData("0,15,30,700,715", 2)] // the machine slept
    [InlineData("0,15,60", 1)] // three intervals are no gap
    [InlineData("0", 0)]
    public void Pages2_the_power_line_of_the_wall_ends_where_nothing_was_taken(string seconds, int lines)
    {
        var values = seconds.Split(',').Select(second => new FleetPower(Noon.AddSeconds(int.Parse(second, System.Globalization.CultureInfo.InvariantCulture)), 11_000)).ToList();
        var line = Context.Render<Sparkline>(p => p.Add(s => s.Values, values).Add(s => s.Label, "Power"));
        Assert.Equal(lines, line.FindAll("path[fill=none]").Count);
        Assert.All(line.FindAll("path[fill=none]"), path => Assert.Single(path.GetAttribute("d")!, letter => letter == 'M'));
        if (lines > 0) Assert.Contains("160 ", line.FindAll("path[fill=none]")[^1].GetAttribute("d"), StringComparison.Ordinal);
    }
}
