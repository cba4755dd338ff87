using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.Logs;

/// <summary>Keeps when connections came and went. Of a storm (B8) the first lines are kept and the others counted, so that it does not bury what else happened.</summary>
public sealed class ConnectionHistory(HistoryWriter writer, TimeProvider time) : IConnectionObserver, IForgetsChargePoints
{
    private const int Most = 10;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Window> windows = new(StringComparer.OrdinalIgnoreCase); // of those who may connect: Ocpp:MaxKnown at most

    public void Connected(ConnectionDetails connection)
    {
        if (Count(connection) is { } left)
        {
            var text = $"from {connection.RemoteAddress}, {connection.SubProtocol ?? "no sub-protocol"}";
            writer.Keep(new OccurrenceWrite(connection.ChargePointId, connection.ConnectedAt, "Connected", left == 0 ? text : $"{text}, after {left} more times"));
        }
        writer.Keep(new SeenWrite(connection.ChargePointId, connection.ConnectedAt));
    }

    public void Disconnected(ConnectionDetails connection, string reason, bool replaced)
    {
        var now = time.GetUtcNow();
        if (IsTold(connection.ChargePointId, now)) writer.Keep(new OccurrenceWrite(connection.ChargePointId, now, "Disconnected", reason));
        writer.Keep(new SeenWrite(connection.ChargePointId, now));
    }

    public void Forget(string chargePointId)
    {
        lock (gate) windows.Remove(chargePointId);
    }

    public void Received(string chargePointId, DateTimeOffset at) { }

    public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice) { }

    /// <returns>How many were left out before this one; null: it is left out too.</returns>
    private int? Count(ConnectionDetails connection)
    {
        lock (gate)
        {
            var before = windows.GetValueOrDefault(connection.ChargePointId);
            if (before is null || !before.Holds(connection.ConnectedAt))
            {
                windows[connection.ChargePointId] = new(connection.ConnectedAt) { Connects = 1 };
                return before is null ? 0 : Math.Max(0, before.Connects - Most);
            }
            return ++before.Connects > Most ? null : 0;
        }
    }

    /// <summary>Behind the last connection that is told nothing follows until the storm is over: it stays the last word.</summary>
    private bool IsTold(string chargePointId, DateTimeOffset at)
    {
        lock (gate) return !windows.TryGetValue(chargePointId, out var window) || !window.Holds(at) || window.Connects < Most;
    }

    private sealed class Window(DateTimeOffset beganAt)
    {
        public int Connects { get; set; }

        public bool Holds(DateTimeOffset at) => (at - beganAt).Duration() < Span;
    }
}
