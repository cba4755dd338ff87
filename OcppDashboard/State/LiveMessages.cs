using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>Every exchange as it happens, for the message inspector: a CALL of ours once when sent and again when it ended.</summary>
public sealed class LiveMessages : IWireLog
{
    public PushFeed<WireExchange> Feed { get; } = new();

    public void Record(WireExchange exchange) => Feed.Publish(exchange);
}
