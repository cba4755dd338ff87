using OcppDashboard.Components.Transactions;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Tests.Components.Transactions;

public class MessageLadderTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 12, 10, 58, 0, TimeSpan.Zero);
    private static readonly TransactionRow Transaction = new(7, "P1", 1, 4711, "A", Start, null, 0, null, null, null, TransactionFlags.None);
    private long number;

    [Fact]
    public async Task Runs_of_meter_values_and_heartbeats_fold_between_other_messages()
    {
        List<MessageRow> log =
        [
            Row(0, "Authorize", """{"idTag":"A"}""", """{"idTagInfo":{"status":"Accepted"}}"""),
            Row(2, "StartTransaction", """{"connectorId":1}""", """{"transactionId":7,"idTagInfo":{"status":"Accepted"}}"""),
            Row(30, "MeterValues", """{"connectorId":1,"transactionId":7}"""),
            Row(45, "Heartbeat", "{}"),
            Row(60, "MeterValues", """{"connectorId":1,"transactionId":7}"""),
            Row(90, "MeterValues", """{"connectorId":1,"transactionId":7}"""),
            Row(100, "RemoteStopTransaction", """{"transactionId":7}""", """{"status":"Accepted"}""", fromChargePoint: false, status: "Accepted"),
            Row(120, "MeterValues", """{"connectorId":1,"transactionId":7}"""),
        ];
        var ladder = await LadderOf(log);
        Assert.Equal(
            ["Authorize", "Accepted", "StartTransaction", "transactionId 7", "3 × MeterValues", "Heartbeat", "RemoteStopTransaction", "Accepted", "MeterValues"],
            ladder.Rungs.Select(rung => rung.Strong));
        Assert.Equal("about every 30 s", ladder.Rungs[4].Soft);
        Assert.Equal(16, ladder.Frames);
        Assert.Equal([true, false, true, false, true, true, false, true, true], ladder.Rungs.Select(rung => rung.ToCentralSystem));
        Assert.Equal(ladder.Rungs.Select(rung => rung.At).Order(), ladder.Rungs.Select(rung => rung.At));
    }

    [Theory]
    [InlineData("""{"connectorId":1}""", true)]
    [InlineData("""{"connectorId":0}""", true)]
    [InlineData("""{"connectorId":2}""", false)]
    [InlineData("""{"connectorId":"2"}""", false)]
    [InlineData("""{"connectorId":2,"transactionId":7}""", true)]
    [InlineData("""{"connectorId":1,"transactionId":8}""", false)]
    [InlineData("""{"transactionId":4711}""", true)]
    [InlineData("""{"transactionId":-1,"connectorId":2}""", false)]
    [InlineData("{}", true)]
    [InlineData("no JSON", true)]
    public void Concerns(string payload, bool concerns) => Assert.Equal(concerns, MessageLadder.Concerns(Row(0, "X", payload), Transaction));

    [Fact]
    public async Task What_went_wrong_is_said()
    {
        var row = Row(0, "Reset", "{}", fromChargePoint: false) with { Result = ExchangeResult.TimedOut, Answer = null, AnsweredAt = null };
        Assert.Equal(["Reset", "no answer in time"], (await LadderOf([row])).Rungs.Select(rung => rung.Strong));
    }

    [Fact]
    public async Task A_flood_of_messages_is_cut()
    {
        var ladder = await LadderOf([.. Enumerable.Range(0, 1000).Select(i => Row(i, "StatusNotification", "{}"))]);
        Assert.True(ladder.IsCut);
        Assert.Equal(400, ladder.Rungs.Count);
        Assert.Equal(Start.AddSeconds(999), ladder.Rungs[^1].At);
    }

    private static Task<MessageLadder> LadderOf(List<MessageRow> oldestFirst) =>
        MessageLadder.OfAsync(oldestFirst.AsEnumerable().Reverse().ToAsyncEnumerable(), message => MessageLadder.Concerns(message, Transaction));

    private MessageRow Row(double second, string action, string payload, string answer = "{}", bool fromChargePoint = true, string? status = null) =>
        new(++number, "P1", 1, fromChargePoint, action, "u", Start.AddSeconds(second), Start.AddSeconds(second + 0.005), $"[2,\"u\",\"{action}\",{payload}]",
            $"[3,\"u\",{answer}]", ExchangeResult.Answered, status, null);
}
