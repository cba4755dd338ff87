using System.Text.RegularExpressions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Every row of the table of habits is proven: by a test that begins with its name, or by a wire case.</summary>
public partial class RowsCompleteTests
{
    /// <summary>Rows that a wire case plays whole.</summary>
    private static readonly Dictionary<string, string> ByCase = new()
    {
        ["A7"] = "HS-13", ["A8"] = "HS-08", ["A9"] = "HS-06", ["A10"] = "HS-11", ["A12"] = "HS-10", ["A16"] = "HS-16", ["B1"] = "RC-03", ["B2"] = "RC-06", ["B4"] = "RC-05", ["B6"] = "RC-02",
        ["B11"] = "RC-08", ["C3"] = "BO-07", ["D2"] = "FR-02", ["D3"] = "FR-03", ["D4"] = "FR-04", ["D10"] = "FR-23", ["D11"] = "FR-23", ["D13"] = "FR-09", ["D15"] = "FR-25", ["D16"] = "FR-11",
        ["D22"] = "FR-18", ["E3"] = "TM-03", ["E4"] = "TM-02", ["E5"] = "TM-02", ["E6"] = "TM-04", ["F11"] = "TX-05", ["F16"] = "TX-07", ["F21"] = "TX-13", ["F24"] = "TX-14", ["G1"] = "MV-01",
        ["G6"] = "MV-03", ["G7"] = "MV-03", ["G8"] = "MV-04", ["G12"] = "MV-06", ["J1"] = "OP-01", ["J3"] = "OP-08", ["K3"] = "OP-03", ["K6"] = "OP-06", ["K7"] = "OP-03", ["K8"] = "OP-05",
        ["I1"] = "CF-01",
    };

    [SharedFact]
    public void Every_row_has_a_test_that_names_it_NeedsShared()
    {
        var rows = Row().Matches(File.ReadAllText(SharedFolder.PathOf("charger-quirks.md"))).Select(match => match.Groups[1].Value).ToList();
        Assert.InRange(rows.Count, 125, 200);
        var named = typeof(RowsCompleteTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => Names().Match(method.Name).Groups[1].Captures.Select(name => name.Value)).ToHashSet();
        Assert.Equal("", string.Join(' ', rows.Where(row => !named.Contains(row) && !ByCase.ContainsKey(row))));
    }

    [Fact]
    public void Every_case_that_proves_a_row_is_played() => Assert.All(ByCase.Values, id => Assert.Contains(id, QuirkChecks.All.Keys));

    [GeneratedRegex(@"^\| ([A-K]\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?:([A-K]\d+)_)+")]
    private static partial Regex Names();
}
