using Microsoft.Data.Sqlite;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.History;

/// <summary>What nobody waits for outlives a database that is busy or full: it is put back, in its order, and what must go is counted.</summary>
public sealed class FailedGroupsTests : IDisposable
{
    private readonly TestHistory history = new();

    [Fact]
    public async Task R8_a_status_outlives_a_database_that_another_program_holds()
    {
        await using (var other = new SqliteConnection($"Data Source={history.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync();
            await RunAsync(other, "BEGIN IMMEDIATE");
            history.Writer.Keep(Status("Charging", "NoError", 0));
            history.Writer.Keep(Status("Faulted", "GroundFailure", 1));
            await Eventually.IsAsync(() => history.Health.Fault is not null, "a fault");
            history.Writer.Keep(Status("Faulted", "GroundFailure", 2));
            await RunAsync(other, "ROLLBACK");
        }
        await StatusesAsync("Charging", "Faulted", "Faulted");
        Assert.Equal(("Faulted", "GroundFailure"), Latest());
        Assert.Equal(0, history.Writer.Dropped);
        await Eventually.IsAsync(() => history.Health.Fault is null, "the end of the fault");
    }

    [Fact]
    public async Task R8_a_status_outlives_a_full_disk_in_its_order_and_money_passes_it()
    {
        await FillAsync();
        foreach (var (status, second) in new[] { ("Preparing", 0), ("Charging", 1), ("Finishing", 2) }) history.Writer.Keep(Status(status, "NoError", second));
        history.Writer.Keep(new OccurrenceWrite("CP-1", At(2), "SecurityEvent", new string('x', 100_000)));
        history.Writer.Keep(Status("Available", "NoError", 3));
        await Eventually.IsAsync(() => history.Health.Fault is not null, "a fault");
        await Assert.ThrowsAsync<StorageFailedException>(() => history.Writer.KeepAsync(new QuarantineWrite("CP-1", "StartTransaction", new byte[200_000], "large", At(4))));
        Assert.True(await history.DoAsync(_ => true)); // takes no room
        await history.DoAsync(database => Do(database, "PRAGMA max_page_count=1000000"));
        await StatusesAsync("Preparing", "Charging", "Finishing", "Available");
        Assert.Equal("Available", Latest().Status);
        await using var context = history.CreateDbContext();
        Assert.Single(context.Occurrences);
        Assert.Equal(0, history.Writer.Dropped);
    }

    [Fact]
    public async Task R8_what_must_go_is_counted_and_is_not_what_happened_but_the_log_of_messages()
    {
        await FillAsync();
        history.Writer.Keep(new OccurrenceWrite("CP-1", At(0), "SecurityEvent", new string('x', 100_000)));
        await Eventually.IsAsync(() => history.Health.Fault is not null, "a fault");
        var frame = new byte[1 << 20];
        for (var i = 0; i < 200; i++) history.Writer.Keep(new MessageWrite(new(i + 1, "CP-1", 1, true, "DataTransfer", $"{i}", At(1), frame, default, null, ExchangeResult.Answered, null, null)));
        var droppedMessages = history.Writer.Dropped;
        Assert.InRange(droppedMessages, 50, 150);
        history.Writer.Keep(Status("Faulted", "GroundFailure", 2));
        Assert.Equal(droppedMessages, history.Writer.Dropped);
        await history.DoAsync(database => Do(database, "PRAGMA max_page_count=1000000"));
        await StatusesAsync("Faulted");
        await using var context = history.CreateDbContext();
        Assert.Equal(200 - droppedMessages, context.Messages.Count());
        Assert.Single(context.Occurrences);
    }

    [Fact]
    public async Task R8_what_is_still_put_back_at_the_stop_is_counted()
    {
        await FillAsync();
        history.Writer.Keep(new OccurrenceWrite("CP-1", At(0), "SecurityEvent", new string('x', 100_000)));
        await Eventually.IsAsync(() => history.Health.Fault is not null, "a fault");
        await Task.Run(history.Writer.Dispose).WaitAsync(RawOcppClient.Deadline);
        Assert.Equal(1, history.Writer.Dropped);
        history.Writer.Keep(Status("Faulted", "GroundFailure", 2)); // nobody's fault: the disk keeps up
        Assert.DoesNotContain(history.Logs.Records, record => record.Message.Contains("keep up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R8_a_row_of_ours_that_is_wrong_goes_alone_and_is_counted()
    {
        history.Writer.Keep(new WrongWork());
        history.Writer.Keep(Status("Charging", "NoError", 0));
        await StatusesAsync("Charging");
        Assert.Equal(1, history.Writer.Dropped);
        Assert.Null(history.Health.Fault);
    }

    [Fact]
    public async Task R13_a_fault_that_goes_on_is_one_line_without_a_stack_trace()
    {
        await FillAsync();
        for (var i = 0; i < 30; i++)
        {
            await Assert.ThrowsAsync<StorageFailedException>(() => history.Writer.KeepAsync(new QuarantineWrite("CP-1", "StartTransaction", new byte[200_000], "large", At(i))));
            await history.DoAsync(_ => true); // what is small passes in between
        }
        var lines = history.Logs.Records.Where(record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Warning).ToList();
        Assert.Null(Assert.Single(lines).Exception);
    }

    public void Dispose() => history.Dispose();

    private async Task FillAsync()
    {
        history.Writer.Keep(new SeenWrite("CP-1", At(0)));
        await history.DoAsync(database => Do(database, "PRAGMA max_page_count=1")); // never below what is there
    }

    private Task StatusesAsync(params string[] expected) => Eventually.GetAsync(() =>
    {
        using var context = history.CreateDbContext();
        return string.Join(' ', context.Statuses.OrderBy(s => s.Id).Select(s => s.Status));
    }, seen => seen == string.Join(' ', expected), "statuses " + string.Join(' ', expected));

    private (string Status, string ErrorCode) Latest()
    {
        using var context = history.CreateDbContext();
        var latest = context.Connectors.Single();
        return (latest.Status, latest.ErrorCode);
    }

    private static StatusWrite Status(string status, string errorCode, int second) => new("CP-1", new()
    {
        ConnectorId = 1, Status = status, ErrorCode = errorCode, Info = new string('x', 3_000), At = At(second), ReceivedAt = At(second),
    }, isLatest: true);

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    private static bool Do(HistoryDatabase database, string sql)
    {
        database.Execute(sql);
        return true;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private sealed class WrongWork : HistoryWrite
    {
        internal override void Apply(HistoryDatabase database) => throw new InvalidOperationException("a fault of ours");
    }
}
