using OcppDashboard.Hosting;

namespace OcppDashboard.Tests.House;

public class DependencyTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly Lazy<DependencyGraph> Graph = new(() => DependencyGraph.Of(typeof(DashboardApp).Assembly.Location));

    [Fact]
    public void Print()
    {
        foreach (var (from, to, example) in Graph.Value.Between(Part)) output.WriteLine($"{from} -> {to}: {example}");
        foreach (var circle in Graph.Value.Circles(Part)) output.WriteLine("CIRCLE " + circle);
        Assert.Fail("x");
    }

    private static string? Part(string folder) => folder.Split('/') switch
    {
        ["Ocpp", var part, ..] => "Ocpp/" + part,
        ["Features", var part, ..] => "Features/" + part,
        var parts => parts[0],
    };
}
