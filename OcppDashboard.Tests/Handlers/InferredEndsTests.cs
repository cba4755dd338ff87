using OcppDashboard.Handlers;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Handlers;

/// <summary>When a transaction without a stop counts as over.</summary>
public class InferredEndsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_connector_that_was_freed_a_minute_ago_has_no_transaction_any_more()
    {
        Assert.True(InferredEnds.IsOver(Freed(60), Noon));
        Assert.False(InferredEnds.IsOver(Freed(59), Noon));
    }

    [Fact]
    public void What_was_free_before_the_start_or_still_draws_power_goes_on()
    {
        Assert.False(InferredEnds.IsOver(Freed(600, startedAgo: 300), Noon));
        Assert.False(InferredEnds.IsOver(Freed(600) with { Reading = new MeterPoint { At = Noon, Context = "Sample.Periodic", PowerW = 7000 } }, Noon));
        Assert.True(InferredEnds.IsOver(Freed(600) with { Reading = new MeterPoint { At = Noon.AddMinutes(-20), Context = "Sample.Periodic", PowerW = 7000 } }, Noon));
        Assert.False(InferredEnds.IsOver(Freed(600) with { Status = ChargePointStatus.Finishing }, Noon));
        Assert.False(InferredEnds.IsOver(Freed(600) with { Transaction = null }, Noon));
    }

    private static ConnectorSnapshot Freed(int secondsAgo, int startedAgo = 3600) => new()
    {
        Id = 1, Status = ChargePointStatus.Available, Since = Noon.AddSeconds(-secondsAgo),
        Transaction = new() { Id = 7, ConnectorId = 1, StartedAt = Noon.AddHours(-3), ReceivedAt = Noon.AddSeconds(-startedAgo) },
    };
}
