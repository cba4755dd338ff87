using Microsoft.Extensions.Logging;

namespace OcppDashboard.Tests.Support;

/// <summary>One log entry.</summary>
public sealed record TestLogRecord(LogLevel Level, string Category, string Message, Exception? Exception)
{
    public override string ToString() => $"{Level} {Category}: {Message}{(Exception is null ? "" : "\n" + Exception)}";
}

/// <summary>Collects what an app logs; <see cref="AssertNothingUnexpected"/> fails a test whose server logged an error it did not expect.</summary>
/// <param name="least">Below this level nothing is kept.</param>
public sealed class TestLoggerProvider(LogLevel least = LogLevel.Information) : ILoggerProvider
{
    private readonly Inbox<TestLogRecord> records = new();
    private readonly Lock gate = new();
    private readonly List<Predicate<TestLogRecord>> expected = [];

    public IReadOnlyList<TestLogRecord> Records => records.Waiting;

    /// <summary>From now on such an entry fails no test.</summary>
    public void Expect(Predicate<TestLogRecord> which)
    {
        lock (gate) expected.Add(which);
    }

    /// <inheritdoc cref="Expect(Predicate{TestLogRecord})"/>
    public void Expect(string part) => Expect(record => record.Message.Contains(part, StringComparison.Ordinal));

    /// <summary>Waits for an entry and takes it out, so that an error waited for is not unexpected.</summary>
    public Task<TestLogRecord> TakeAsync(Predicate<TestLogRecord> which, TimeSpan? deadline = null) =>
        records.TakeAsync(which, "such log entry", deadline ?? RawOcppClient.Deadline);

    /// <summary>Fails with every entry of level Error or Critical that nobody expected.</summary>
    public void AssertNothingUnexpected()
    {
        lock (gate)
        {
            var unexpected = Records.Where(record => record.Level >= LogLevel.Error && !expected.Exists(which => which(record))).ToList();
            Assert.True(unexpected.Count == 0, $"{unexpected.Count} unexpected log entries:\n{string.Join('\n', unexpected)}");
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => GC.SuppressFinalize(this);

    private sealed class Logger(TestLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.Least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) owner.records.Add(new(logLevel, category, formatter(state, exception), exception));
        }
    }

    private LogLevel Least { get; } = least;
}
