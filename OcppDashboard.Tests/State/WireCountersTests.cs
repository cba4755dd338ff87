using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Tests.State;

public class WireCountersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    private static WireExchange Exchange(string action, ExchangeResult result, bool fromChargePoint = true, double? seconds = null) =>
        new(1, "CP-1", 1, fromChargePoint, action, "1", Noon, default, default, seconds is { } s ? Noon.AddSeconds(s) : null, result, null, null);

    [Fact]
    public void Counting_a_message_allocates_nothing()
    {
        var counters = new WireCounters();
        WireExchange[] exchanges = [Exchange("Heartbeat", ExchangeResult.Answered, seconds: 0.002), Exchange("Reset", ExchangeResult.TimedOut, false), Exchange("made up", ExchangeResult.CallError, seconds: 90)];
        foreach (var exchange in exchanges) counters.Record(exchange);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            foreach (var exchange in exchanges) counters.Record(exchange);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(30_003, counters.Exchanges.Sum(row => row.Count));
    }

    [Fact]
    public void A_call_of_ours_counts_when_it_ended_and_its_time_when_it_was_answered()
    {
        var counters = new WireCounters();
        counters.Record(Exchange("Reset", ExchangeResult.Waiting, false));
        Assert.Empty(counters.Exchanges);
        counters.Record(Exchange("Reset", ExchangeResult.TimedOut, false));
        Assert.Equal((false, "Reset", ExchangeResult.TimedOut, 1L), counters.Exchanges.Single());
        Assert.Empty(counters.Durations);
        counters.Record(Exchange("Reset", ExchangeResult.Answered, false, seconds: 61));
        Assert.Equal((1, 61d), (counters.Durations.Single().Duration.Count, counters.Durations.Single().Duration.Seconds));
        Assert.Equal(1, counters.Durations.Single().Duration.Counts()[^1]); // longer than any bound
    }

    [Fact]
    public void What_no_table_knows_is_other_and_a_clock_set_back_counts_as_nothing()
    {
        var counters = new WireCounters();
        for (var i = 0; i < 100; i++) counters.Record(Exchange("Evil" + i, ExchangeResult.NotActedOn, seconds: -5));
        Assert.Equal((true, WireCounters.Other, ExchangeResult.NotActedOn, 100L), counters.Exchanges.Single());
        Assert.Equal((100, 0d, 100L), (counters.Durations.Single().Duration.Count, counters.Durations.Single().Duration.Seconds, counters.Durations.Single().Duration.Counts()[0]));
    }
}
