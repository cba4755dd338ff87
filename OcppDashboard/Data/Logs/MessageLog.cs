using OcppDashboard.Configuration;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Retention;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.Logs;

/// <summary>Keeps every exchange in the message log, secrets masked.</summary>
public sealed class MessageLog(HistoryWriter writer, MessageLogGrowth growth) : IWireLog
{
    public void Record(WireExchange exchange)
    {
        writer.Keep(new MessageWrite(exchange));
        growth.Add(exchange.Call.Length + exchange.Answer.Length);
    }
}

/// <summary>Keeps money messages that could not be read.</summary>
public sealed class Quarantine(HistoryWriter writer, DashboardSettings settings) : IUnreadableCallStore
{
    public async ValueTask KeepAsync(string action, ReadOnlyMemory<byte> frame, string fault, CallContext context)
    {
        if (action is "StartTransaction" or "StopTransaction" or "MeterValues")
            await writer.KeepAsync(new QuarantineWrite(context.ChargePointId, action, frame, fault, context.ReceivedAt, (long)settings.Retention.QuarantineMegabytes << 20));
    }
}
