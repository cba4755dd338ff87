using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Data;

/// <summary>Keeps every exchange in the message log, secrets masked.</summary>
public sealed class MessageLog(HistoryWriter writer) : IWireLog
{
    public void Record(WireExchange exchange) => writer.Keep(new MessageWork(exchange with { Call = SecretMasking.Mask(exchange.Call), Answer = SecretMasking.Mask(exchange.Answer) }));
}

/// <summary>Keeps when connections came and went.</summary>
public sealed class ConnectionHistory(HistoryWriter writer, TimeProvider time) : IConnectionObserver
{
    public void Connected(ConnectionDetails connection)
    {
        writer.Keep(new OccurrenceWork(connection.ChargePointId, connection.ConnectedAt, "Connected", $"from {connection.RemoteAddress}, {connection.SubProtocol ?? "no sub-protocol"}"));
        writer.Keep(new SeenWork(connection.ChargePointId, connection.ConnectedAt));
    }

    public void Disconnected(ConnectionDetails connection, string reason, bool replaced)
    {
        var now = time.GetUtcNow();
        writer.Keep(new OccurrenceWork(connection.ChargePointId, now, "Disconnected", reason));
        writer.Keep(new SeenWork(connection.ChargePointId, now));
    }

    public void Received(string chargePointId, DateTimeOffset at) { }

    public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice) { }
}

/// <summary>Keeps money messages that could not be read.</summary>
public sealed class Quarantine(HistoryWriter writer) : IUnreadableCallKeeper
{
    public async ValueTask KeepAsync(string action, ReadOnlyMemory<byte> frame, string fault, CallContext context)
    {
        if (action is "StartTransaction" or "StopTransaction" or "MeterValues")
            await writer.KeepAsync(new QuarantineWork(context.ChargePointId, action, frame, fault, context.ReceivedAt));
    }
}
