using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>The table in docs/conformance.md against the tests.</summary>
public partial class ConformanceTableTests
{
    private static readonly IReadOnlyList<(string Number, string Result, IReadOnlyList<string> Tests)> Rows =
        [.. File.ReadAllLines(Repository.PathOf("docs", "conformance.md")).Where(line => line.StartsWith("| TC_", StringComparison.Ordinal)).Select(ToRow)];

    /// <summary>Class and method of each play.</summary>
    private static readonly IReadOnlyList<string> Plays =
        [.. typeof(ConformanceTest).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ConformanceTest)))
            .SelectMany(type => type.GetMethods().Where(method => method.Name.StartsWith("TC_", StringComparison.Ordinal)).Select(method => $"{type.Name}.{method.Name}"))];

    [Fact]
    public void Every_number_from_1_to_88_has_a_row() =>
        Assert.Equal(Enumerable.Range(1, 88).Select(number => "TC_" + number.ToString("000", CultureInfo.InvariantCulture)), Rows.Select(row => row.Number[..6]).Distinct());

    [Fact]
    public void No_number_has_two_rows() => Assert.Equal(Rows.Count, Rows.Select(row => row.Number).Distinct().Count());

    [Fact]
    public void A_row_that_passes_names_tests_that_exist_and_any_other_says_why_and_names_none()
    {
        foreach (var (number, result, tests) in Rows)
        {
            Assert.True(result == "pass" || result.StartsWith("pass: ", StringComparison.Ordinal) || result.StartsWith("not applicable: ", StringComparison.Ordinal), $"{number}: {result}");
            Assert.True(tests.Count > 0 == result.StartsWith("pass", StringComparison.Ordinal), $"{number}: {result}, {tests.Count} tests");
            foreach (var test in tests)
            {
                Assert.Contains(test, Plays);
                Assert.StartsWith(number + "_", test[(test.IndexOf('.', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_test_stands_in_the_table_once() => Assert.Equal(Plays.Order(), Rows.SelectMany(row => row.Tests).Order());

    [Fact]
    public void Every_play_is_a_fact() =>
        Assert.All(Plays, play => Assert.NotNull(typeof(ConformanceTest).Assembly.GetType($"{typeof(ConformanceTest).Namespace}.{play.Split('.')[0]}")!.GetMethod(play.Split('.')[1])!.GetCustomAttribute<FactAttribute>()));

    private static (string Number, string Result, IReadOnlyList<string> Tests) ToRow(string line)
    {
        var cells = line.Trim('|').Split(" | ");
        Assert.True(cells.Length == 5, line);
        return (cells[0].Trim(), cells[3].Trim(), [.. TestName().Matches(cells[4]).Select(match => match.Groups[1].Value)]);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex TestName();
}
