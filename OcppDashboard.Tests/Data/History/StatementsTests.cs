using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.History;

/// <summary>A statement is prepared once: each one more costs 27 KB of memory that no collector sees.</summary>
public sealed class StatementsTests : IDisposable
{
    private readonly TestHistory history = new();
    private readonly DateTimeOffset began = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000);

    [Fact]
    public async Task R0_no_statement_is_prepared_twice_however_often_the_same_comes()
    {
        var (first, last) = await history.DoAsync(database =>
        {
            for (var round = 0; round < 3; round++) Play(database, round);
            var before = database.Statements;
            for (var round = 3; round < 60; round++) Play(database, round);
            return (before, database.Statements);
        });
        Assert.Equal(first, last);
    }

    [Fact]
    public async Task R0_the_same_text_made_anew_is_no_second_statement_and_fails_where_code_is_tested()
    {
        var text = string.Concat("SELECT COUNT(*) FROM Transactions WHERE Id > ", 7.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var held = await history.DoAsync(database =>
        {
            database.Statement(text);
            var before = database.Statements;
            Assert.Throws<InvalidOperationException>(() =>
            {
                for (var i = 0; i < 20; i++) database.Statement(new string(text.AsSpan()));
            });
            return database.Statements - before;
        });
        Assert.Equal(0, held);
    }

    [Fact]
    public async Task R0_texts_without_end_do_not_fill_the_memory()
    {
        var held = await history.DoAsync(database =>
        {
            Assert.Throws<InvalidOperationException>(() =>
            {
                for (var i = 0; i < 5_000; i++) database.Statement($"SELECT {i}");
            });
            return database.Statements;
        });
        Assert.InRange(held, 1, 1_000);
        Assert.True(await history.DoAsync(database => new StopTransactionWrite("CP-1", 1, "T", 1, At(0), At(0), null, false, []).Write(database).IsOrphan));
    }

    private void Play(HistoryDatabase database, int round)
    {
        var offset = round * 10_000;
        var id = new StartTransactionWrite("CP-1", Start(1, "T", offset, 1_000), false).Write(database).TransactionId;
        new StartTransactionWrite("CP-1", Start(1, "T", offset, 1_000), false).Write(database); // again
        Read(database, 1, id, offset + 60, 1_500);
        Read(database, 1, id, offset - 600, 1_400); // late
        new StopTransactionWrite("CP-1", id, "T", 2_000, At(offset + 600), At(offset + 600), "Local", false, [Point(offset + 500, 1_900)]).Write(database);
        new StopTransactionWrite("CP-1", id, "T", 2_000, At(offset + 600), At(offset + 600), "Local", false, []).Write(database); // again
        new StopTransactionWrite("CP-1", id, "T", 2_500, At(offset + 900), At(offset + 900), "Local", false, []).Write(database); // another
        new StartTransactionWrite("CP-1", Start(1, "T", offset, 1_000), false).Write(database); // out of a queue, over
        new StopTransactionWrite("CP-1", 400_000_000, "T", 10, At(offset), At(offset), null, false, [Point(offset, 10)]).Write(database); // nobody's
        var open = new StartTransactionWrite("CP-1", Start(2, "U", offset, 0), false).Write(database).TransactionId;
        new InferredStopWrite(open, At(offset + 100), At(offset + 200)).Write(database);
        new MeterValuesWrite("CP-1", 2, [Point(offset + 300, 400, 7_000)], null, open, null, true, At(offset + 300)).Write(database); // it goes on
        new StartTransactionWrite("CP-1", Start(2, "V", offset + 400, 500), false).Write(database); // ends the one before
        new StopTransactionWrite("CP-1", -1, "V", 900, At(offset + 500), At(offset + 500), null, false, []).Write(database);
        new StopTransactionWrite("CP-1", -1, "V", 900, At(offset + 500), At(offset + 500), null, false, []).Write(database);
        new StopTransactionWrite("CP-1", 0, null, 900, At(offset + 500), At(offset + 500), null, false, []).Write(database);
        new MeterValuesWrite("CP-2", 1, [Point(offset, 10)], null, 600_000_000 + round, null, true, At(offset)).Write(database); // taken over
        new MeterValuesWrite("CP-2", 2, [Point(offset, 10)], null, null, null, false, At(offset)).Write(database);
        new MeterValuesWrite("CP-2", 1, [Point(offset + 20, 10)], null, -77 - round, null, false, At(offset + 20)).Write(database);
        new StatusWrite("CP-1", Status(1, "Charging", offset), isLatest: true).Apply(database);
        new RowWrite<FindingEntity>(new() { ChargePointId = "CP-1", Code = "F1", Title = "t", Count = round, FirstSeenAt = At(0), LastSeenAt = At(offset) }).Apply(database);
    }

    private void Read(HistoryDatabase database, int connector, int id, int seconds, double register) =>
        new MeterValuesWrite("CP-1", connector, [Point(seconds, register)], id, id, null, false, At(seconds)).Write(database);

    private TransactionEntity Start(int connector, string tag, int seconds, long register) => new()
    {
        ConnectorId = connector, IdTag = tag, StartedAt = At(seconds), StartReceivedAt = At(seconds), MeterStartWh = register, StartStamp = $"{At(seconds):O}", IdTagStatus = "Accepted",
    };

    private StatusEntity Status(int connector, string status, int seconds) => new()
    {
        ConnectorId = connector, Status = status, ErrorCode = "NoError", At = At(seconds), ReceivedAt = At(seconds),
    };

    private MeterPoint Point(int seconds, double register, double? power = null) => new() { At = At(seconds), Context = "Sample.Periodic", EnergyWh = register, PowerW = power };

    private DateTimeOffset At(int seconds) => began.AddSeconds(seconds);

    public void Dispose() => history.Dispose();
}
