using System.Collections.Immutable;
using OcppDashboard.Configuration;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>What every connection needs, held once.</summary>
public sealed class ConnectionServices(
    DashboardSettings settings, CallRouter router, WireLog log, IEnumerable<IConnectionObserver> observers, IConnectionPolicy policies,
    ConnectionRegistry connections, UnfinishedMessages unfinished, TimeProvider time, ILogger<ConnectionServices> logger)
{
    public OcppSettings Settings { get; } = settings.Ocpp;
    public CallRouter Router { get; } = router;
    public WireLog Log { get; } = log;
    public ImmutableArray<IConnectionObserver> Observers { get; } = [.. observers];
    public IConnectionPolicy Policies { get; } = policies;
    public ConnectionRegistry Connections { get; } = connections;
    public UnfinishedMessages Unfinished { get; } = unfinished;
    public TimeProvider Time { get; } = time;

    /// <summary>Tells all observers: one that fails keeps it from no other, and the connection goes on.</summary>
    internal void Tell(ConnectionDetails connection, Action<IConnectionObserver> tell)
    {
        foreach (var observer in Observers)
        {
            try
            {
                tell(observer);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Failed(connection, exception);
            }
        }
    }

    /// <summary>Says that something of ours broke while a connection was served; the connection ends, the server goes on.</summary>
    internal void Failed(ConnectionDetails connection, Exception exception) => logger.LogError(exception, "Serving {ChargePoint} failed", connection.ChargePointId);
}

/// <summary>Numbers exchanges and hands them to all who keep or show them.</summary>
public sealed class WireLog(IEnumerable<IWireLog> logs)
{
    private readonly IWireLog[] logs = [.. logs];
    private long last;

    /// <summary>Goes on counting after what the database holds. Called once, at start.</summary>
    public void StartAfter(long number) => Interlocked.Exchange(ref last, number);

    public long NextNumber() => Interlocked.Increment(ref last);

    /// <summary>What a charge point says was masked when it came in; what we say to it is masked here.</summary>
    public void Record(WireExchange exchange)
    {
        if (!exchange.FromChargePoint) exchange = exchange with { Call = SecretMasking.Mask(exchange.Call) };
        foreach (var log in logs) log.Record(exchange);
    }

    /// <summary>Keeps a text that was neither a CALL nor an answer to one of ours.</summary>
    public void NotActedOn(ConnectionDetails connection, ReadOnlyMemory<byte> text, DateTimeOffset at, string note) => Record(new(
        NextNumber(), connection.ChargePointId, connection.Number, true, "", "", at, text, default, null, ExchangeResult.NotActedOn, null, note));
}
