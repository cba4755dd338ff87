using System.Collections.Immutable;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>Something a charge point did. <paramref name="At"/> is the time of receipt.</summary>
public abstract record ChargePointEvent(string ChargePointId, DateTimeOffset At);

public sealed record ChargePointConnected(string ChargePointId, DateTimeOffset At, string RemoteAddress) : ChargePointEvent(ChargePointId, At);
public sealed record ChargePointDisconnected(string ChargePointId, DateTimeOffset At, string Reason) : ChargePointEvent(ChargePointId, At);
public sealed record ChargePointBooted(string ChargePointId, DateTimeOffset At, BootInfo Boot, BootInfo? Before) : ChargePointEvent(ChargePointId, At);
public sealed record StatusReported(
    string ChargePointId, DateTimeOffset At, int ConnectorId, OcppEnum<ChargePointStatus> Status, OcppEnum<ChargePointErrorCode> ErrorCode) : ChargePointEvent(ChargePointId, At);
public sealed record TransactionStarted(string ChargePointId, DateTimeOffset At, TransactionSnapshot Transaction) : ChargePointEvent(ChargePointId, At);
public sealed record TransactionStopped(
    string ChargePointId, DateTimeOffset At, int TransactionId, int ConnectorId, OcppEnum<StopReason> Reason, double? EnergyWh) : ChargePointEvent(ChargePointId, At);
public sealed record FirmwareStatusReported(string ChargePointId, DateTimeOffset At, string Status) : ChargePointEvent(ChargePointId, At);
public sealed record DiagnosticsStatusReported(string ChargePointId, DateTimeOffset At, string Status) : ChargePointEvent(ChargePointId, At);
public sealed record HeartbeatReceived(string ChargePointId, DateTimeOffset At) : ChargePointEvent(ChargePointId, At);
public sealed record MeterValuesReceived(string ChargePointId, DateTimeOffset At, int ConnectorId, int Readings) : ChargePointEvent(ChargePointId, At);

/// <summary>Tells the rest of the product what charge points do, in order per charge point. Listeners must be quick and must not throw.</summary>
public sealed class ChargePointEvents
{
    private ImmutableArray<Action<ChargePointEvent>> listeners = [];

    public void Publish(ChargePointEvent happened)
    {
        foreach (var listener in listeners) listener(happened);
    }

    public IDisposable Subscribe(Action<ChargePointEvent> listener)
    {
        ImmutableInterlocked.Update(ref listeners, list => list.Add(listener));
        return new Subscription(this, listener);
    }

    private sealed class Subscription(ChargePointEvents events, Action<ChargePointEvent> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref events.listeners, list => list.Remove(listener));
    }
}
