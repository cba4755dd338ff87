using OcppDashboard.Configuration;
using OcppDashboard.Hosting;

namespace OcppDashboard.Tests.Hosting;

public class CommandLineTests
{
    [Theory]
    [InlineData("", RunMode.Normal, "")]
    [InlineData("--lab", RunMode.Lab, "")]
    [InlineData("--demo --lab", RunMode.Demo, "")]
    [InlineData("--lab --demo", RunMode.Demo, "")]
    [InlineData("--Port 1 --lab --Data:Directory=/x", RunMode.Lab, "--Port 1 --Data:Directory=/x")]
    public void Modes_and_settings_are_told_apart(string line, RunMode mode, string settings)
    {
        var read = CommandLine.Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((mode, settings, null), (read.Mode, string.Join(' ', read.Settings), read.Mistake));
    }

    [Theory]
    [InlineData("--Port")]
    [InlineData("--Port --lab")]
    [InlineData("-x")]
    [InlineData("demo")]
    public void What_is_not_understood_is_named(string line) => Assert.Contains($"\"{line.Split(' ')[0]}\"", CommandLine.Read(line.Split(' ')).Mistake, StringComparison.Ordinal);
}
