using System.Text;
using OcppDashboard.Components.Messages;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Tests.Components.Messages;

public class MessageListTests
{
    [Fact]
    public void An_exchange_is_one_row_that_goes_on()
    {
        var list = new MessageList(new());
        Assert.True(list.Add(Exchange(5, result: ExchangeResult.Waiting)));
        Assert.True(list.Add(Exchange(5, answer: "[3,\"5\",{}]")));
        var row = Assert.Single(list.Rows);
        Assert.Equal((ExchangeResult.Answered, "[3,\"5\",{}]"), (row.Result, row.Answer));
    }

    [Fact]
    public void The_log_does_not_set_a_row_back()
    {
        var list = new MessageList(new());
        list.Add(Exchange(5));
        list.AddStored([MessageRow.Of(Exchange(5, result: ExchangeResult.Waiting)), MessageRow.Of(Exchange(4))]);
        Assert.Equal([5, 4], list.Rows.Select(r => r.Id));
        Assert.Equal(ExchangeResult.Answered, list.Rows.First().Result);
    }

    [Fact]
    public void Never_holds_more_than_fits_a_screen_and_keeps_the_newest()
    {
        var list = new MessageList(new());
        for (var n = 1; n <= 1000; n++) list.Add(Exchange(n));
        Assert.False(list.Add(Exchange(3)));
        Assert.Equal(MessageList.Capacity, list.Count);
        Assert.Equal((1000, 801), (list.Rows.First().Id, list.Oldest!.Value));
    }

    [Fact]
    public void A_row_that_no_longer_fits_the_filter_goes()
    {
        var list = new MessageList(new(Result: ExchangeResult.Waiting));
        list.Add(Exchange(5, result: ExchangeResult.Waiting));
        Assert.True(list.Add(Exchange(5)));
        Assert.Empty(list.Rows);
    }

    [Fact]
    public void Secrets_do_not_come_from_the_wire()
    {
        var list = new MessageList(new());
        list.Add(Exchange(1, call: """[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"hunter2"}]"""));
        Assert.DoesNotContain("hunter2", Assert.Single(list.Rows).Call);
    }

    [Theory]
    [InlineData(null, null, null, null, true), InlineData("from", null, null, "cp-1", true), InlineData("to", null, null, null, false), InlineData(null, "Authorize", null, null, false)]
    [InlineData(null, null, "findings", null, false), InlineData(null, null, "answered", null, true), InlineData(null, null, "7", null, true), InlineData(null, null, null, "CP-2", false)]
    [InlineData("nonsense", "", "nonsense", " ", true)]
    public void Filters_as_the_address_says(string? direction, string? action, string? result, string? chargePoint, bool shown)
    {
        var list = new MessageList(new MessageQuery(null, direction, action, result, chargePoint).ToFilter());
        list.Add(Exchange(1));
        Assert.Equal(shown ? 1 : 0, list.Count);
    }

    [Fact]
    public void Counts_messages_a_second_and_a_CALL_of_ours_once()
    {
        var rate = new MessageRate();
        var at = ComponentTest.Now;
        Assert.Equal(0, rate.PerSecond(at));
        for (var n = 0; n < 20; n++)
        {
            rate.Count(Exchange(n, result: ExchangeResult.Waiting));
            rate.Count(Exchange(n));
        }
        Assert.Equal(10, rate.PerSecond(at.AddSeconds(2)), 3);
        Assert.Equal(0, rate.PerSecond(at.AddSeconds(60)), 3);
    }

    internal static WireExchange Exchange(long number, string? call = null, string? answer = null, ExchangeResult result = ExchangeResult.Answered, string? notes = null) => new(
        number, "CP-1", 1, true, "Heartbeat", number.ToString(System.Globalization.CultureInfo.InvariantCulture), ComponentTest.Now,
        Encoding.UTF8.GetBytes(call ?? $"[2,\"{number}\",\"Heartbeat\",{{}}]"), answer is null ? default(ReadOnlyMemory<byte>) : Encoding.UTF8.GetBytes(answer),
        result == ExchangeResult.Waiting ? null : ComponentTest.Now.AddMilliseconds(3), result, null, notes);
}
