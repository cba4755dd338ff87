using OcppDashboard.Configuration;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>What every connection needs, held once.</summary>
public sealed class ConnectionServices(
    DashboardSettings settings, CallRouter router, WireLog log, IEnumerable<IConnectionObserver> observers, IConnectionPolicy policies, TimeProvider time, ILogger<ConnectionServices> logger)
{
    public OcppSettings Settings { get; } = settings.Ocpp;
    public CallRouter Router { get; } = router;
    public WireLog Log { get; } = log;
    public IReadOnlyList<IConnectionObserver> Observers { get; } = [.. observers];
    public IConnectionPolicy Policies { get; } = policies;
    public TimeProvider Time { get; } = time;

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

    public void Record(WireExchange exchange)
    {
        foreach (var log in logs) log.Record(exchange);
    }

    /// <summary>Keeps a text that was neither a CALL nor an answer to one of ours.</summary>
    public void NotActedOn(ConnectionDetails connection, ReadOnlyMemory<byte> text, DateTimeOffset at, string note) => Record(new(
        NextNumber(), connection.ChargePointId, connection.Number, true, "", "", at, text, default, null, ExchangeResult.NotActedOn, null, note));
}
