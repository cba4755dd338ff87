using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace OcppDashboard.Tests.Support;

public class TestLoggerProviderTests
{
    [Fact]
    public void An_unexpected_error_fails_the_test()
    {
        using var logs = new TestLoggerProvider();
        logs.CreateLogger("A").LogWarning("only a warning");
        logs.AssertNothingUnexpected();
        logs.CreateLogger("B").LogError(new InvalidOperationException("why"), "disk {Name} is full", "D1");
        var failure = Assert.Throws<TrueException>(logs.AssertNothingUnexpected);
        Assert.Contains("Error B: disk D1 is full", failure.Message, StringComparison.Ordinal);
        Assert.Contains("why", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expected_error_does_not()
    {
        using var logs = new TestLoggerProvider();
        logs.Expect("is full");
        logs.CreateLogger("B").LogCritical("the disk is full");
        logs.AssertNothingUnexpected();
    }

    [Fact]
    public async Task An_entry_can_be_waited_for()
    {
        using var logs = new TestLoggerProvider();
        var waiting = logs.TakeAsync(record => record.Level == LogLevel.Error);
        logs.CreateLogger("A").LogInformation("first");
        logs.CreateLogger("A").LogError("second");
        Assert.Equal("second", (await waiting).Message);
        logs.AssertNothingUnexpected();
        Assert.Equal("first", Assert.Single(logs.Records).Message);
    }

    [Fact]
    public void Entries_below_the_level_are_not_kept()
    {
        using var logs = new TestLoggerProvider(LogLevel.Warning);
        logs.CreateLogger("A").LogInformation("noise");
        Assert.Empty(logs.Records);
    }
}
