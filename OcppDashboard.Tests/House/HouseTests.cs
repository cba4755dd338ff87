using System.Reflection;
using System.Text.RegularExpressions;
using OcppDashboard.Hosting;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.House;

/// <summary>The rules of the house that its text shows: how long files are, what nothing is called, what is drawn and bound how.</summary>
public partial class HouseTests
{
    private const int MaxLines = 400;
    private const int MaxProgramLines = 40;

    [Fact]
    public void No_file_is_too_long()
    {
        var files = Sources("*.cs").Concat(Sources("*.razor")).Concat(Sources("*.json")).Concat(Sources("*.css", "wwwroot")).Concat(Sources("*.js", "wwwroot")).Concat(Sources("*.cs", "OcppDashboard.Tests"));
        Assert.DoesNotContain(files.Select(source => (source.File, Lines: source.Text.Split('\n').Length - 1)), source => source.Lines > MaxLines);
        Assert.InRange(File.ReadAllLines(Repository.PathOf("OcppDashboard", "Program.cs")).Length, 1, MaxProgramLines);
    }

    [Fact]
    public void Types_and_members_have_the_words_of_the_specification()
    {
        var wrong = new List<string>();
        foreach (var type in typeof(DashboardApp).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("OcppDashboard", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal)))
        {
            var inSimulator = type.Namespace!.StartsWith("OcppDashboard.Simulator", StringComparison.Ordinal);
            var members = type.GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static).Select(member => member.Name)
                .Where(name => !name.Contains('<', StringComparison.Ordinal));
            foreach (var name in members.Append(type.Name).Distinct())
                if (Forbidden().Match(name.Replace("SuspendedEVSE", "", StringComparison.Ordinal)) is { Success: true } word && !(inSimulator && word.Value == "Station"))
                    wrong.Add($"{type.FullName}: {name}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Nothing_is_drawn_as_markup()
    {
        var wrong = Sources("*.cs").Concat(Sources("*.razor")).Where(source => Markup().IsMatch(source.Text)).Select(source => source.File);
        Assert.Empty(wrong);
        var scripts = Sources("*.js", "wwwroot").Where(source => source.Text.Contains("innerHTML", StringComparison.Ordinal)).Select(source => source.File);
        Assert.Empty(scripts);
    }

    /// <summary>Money runs on whatever connection it came: what a start began is running. All else of a connection that was replaced is history (design rule 6).</summary>
    [Fact]
    public void What_is_not_money_changes_the_live_state_in_one_place()
    {
        string[] money = ["StartTransactionHandler.cs", "StopTransactionHandler.cs", "MeterValuesHandler.cs"];
        var handlers = Sources("*Handler.cs").Where(source => source.File.StartsWith("OcppDashboard/Handlers/", StringComparison.Ordinal)).ToList();
        Assert.True(handlers.Count > 10);
        Assert.DoesNotContain(handlers, source => !money.Any(name => source.File.EndsWith(name, StringComparison.Ordinal)) && Unguarded().IsMatch(source.Text));
    }

    /// <summary>Only what is bound knows what the browser shows: else each answer of the server would undo what was typed meanwhile.</summary>
    [Fact]
    public void What_a_person_types_or_chooses_is_bound()
    {
        var wrong = Sources("*.razor").SelectMany(source => source.Text.Split('\n').Where(line => Unbound().IsMatch(line)).Select(line => $"{source.File}: {line.Trim()}"));
        Assert.Empty(wrong);
        Assert.Empty(Sources("*.razor").Where(source => source.Text.Contains("type=\"search\"", StringComparison.Ordinal) && !source.File.EndsWith("/SearchBox.razor", StringComparison.Ordinal)).Select(source => source.File));
    }

    [Fact]
    public void Time_comes_from_the_time_provider() => Assert.Empty(Sources("*.cs").Concat(Sources("*.razor"))
        .Where(source => !RealTime.Any(free => source.File.StartsWith(free, StringComparison.Ordinal)))
        .SelectMany(source => Clock().Matches(source.Text).Select(match => $"{source.File}: {match.Value}")));

    /// <summary>Where the real clock is meant, and why.</summary>
    private static readonly string[] RealTime =
    [
        "OcppDashboard/Data/History/HistoryWriter.cs", // the writer's own thread is paced by the disk
        "OcppDashboard/Features/Webhooks/WebhookSender.cs", // limits of an HTTP request over the real network
        "OcppDashboard/Features/Files/Ftp/FtpTransferWatch.cs", // its source of cancellation is made with the time provider
        "OcppDashboard/Simulator/SimulateCommand.cs", // the end of a command line program
        "OcppDashboard/Simulator/Engine/Files/", // limits of the network, however fast the simulated time runs
        "OcppDashboard/Simulator/Engine/SimulatedConnection.cs", // as above
    ];

    [Theory]
    [InlineData("await Task.Delay(500)", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(5), stop)", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(5), time, stop)", false)]
    [InlineData("task.WaitAsync(TimeSpan.FromSeconds(5))", true)]
    [InlineData("task.WaitAsync(SendDeadline)", true)]
    [InlineData("task.WaitAsync(SendDeadline, time)", false)]
    [InlineData("new CancellationTokenSource(Limit)", true)]
    [InlineData("new CancellationTokenSource(TimeSpan.FromSeconds(5))", true)]
    [InlineData("new CancellationTokenSource(Limit, time)", false)]
    [InlineData("new CancellationTokenSource()", false)]
    [InlineData("source.CancelAfter(5)", true)]
    [InlineData("var watch = Stopwatch.StartNew()", true)]
    [InlineData("DateTime.Now", true)]
    [InlineData("Environment.TickCount64", true)]
    [InlineData("new PeriodicTimer(Interval)", true)]
    [InlineData("new PeriodicTimer(Interval, time)", false)]
    [InlineData("new Timer(Look)", true)]
    [InlineData("Thread.Sleep(1)", true)]
    [InlineData("TimeProvider.System.GetUtcNow()", true)]
    public void The_guard_of_the_clock_knows_all_clocks(string code, bool isOne) => Assert.Equal(isOne, Clock().IsMatch(code));

    private static IEnumerable<(string File, string Text)> Sources(string pattern, string under = "OcppDashboard") =>
        new DirectoryInfo(Repository.PathOf(under)).EnumerateFiles(pattern, SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'), file))
            .Where(pair => !Left().IsMatch(pair.Item1)).Select(pair => (pair.Item1, File.ReadAllText(pair.file.FullName)));

    [GeneratedRegex("Manager|Helper|Util|Common|CSMS|Csms|EVSE|Evse|Station")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b")]
    private static partial Regex Markup();

    [GeneratedRegex("""
        \bDateTime(Offset)?\.(UtcNow|Now|Today)\b|\bStopwatch\b|\bEnvironment\.TickCount|\bThread\.Sleep\b|\bCancelAfter\(|\bTimeProvider\.System\.Get|\bnew\ Timer\(
        |\bTask\.Delay\((?!Timeout\.Infinite)(?!.*,\s*([a-zA-Z_.]*[tT]ime|TimeProvider\.System)\b)
        |\bWaitAsync\((\w*(Deadline|Limit|Timeout)|TimeSpan\.\w+(\([^()]*\))?)\)
        |\bnew\ CancellationTokenSource\((\w+|TimeSpan\.\w+\([^()]*\))\)
        |\bnew\ PeriodicTimer\([^,()]*\)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bChargePointStore\b|\bChargePointEvents\b|\bTransactionEnder\b")]
    private static partial Regex Unguarded();

    [GeneratedRegex("<(input|select|textarea)\\b(?!.*type=\"radio\")(.*\\b(value|checked)=.*@on(change|input)=|.*@on(change|input)=.*\\b(value|checked)=)")]
    private static partial Regex Unbound();

    [GeneratedRegex("(^|/)(bin|obj|Migrations|lib)/")]
    private static partial Regex Left();
}
