using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;

namespace OcppDashboard.Tests.Ocpp.Connections;

public class PendingCallTests
{
    [Theory]
    [InlineData("Answered Waiting", "Answered")] // the answer was faster than its sender's thread
    [InlineData("Waiting Answered", "Waiting Answered")]
    [InlineData("Waiting TimedOut Answered", "Waiting TimedOut Answered")] // late (D16)
    [InlineData("Disconnected Waiting", "Disconnected")]
    public void What_is_recorded_last_is_how_it_ended(string happened, string recorded)
    {
        var kept = new List<ExchangeResult>();
        var log = new WireLog([new Kept(kept)]);
        var call = new PendingCall(1, "id", "Reset", DateTimeOffset.UnixEpoch, 0, default, null);
        foreach (var result in happened.Split(' ').Select(Enum.Parse<ExchangeResult>))
            call.Record(log, new(1, "CP-1", 1, false, "Reset", "id", DateTimeOffset.UnixEpoch, default, default, null, result, null, null));
        Assert.Equal(recorded.Split(' ').Select(Enum.Parse<ExchangeResult>), kept);
    }

    private sealed class Kept(List<ExchangeResult> results) : IWireLog
    {
        public void Record(WireExchange exchange) => results.Add(exchange.Result);
    }
}
