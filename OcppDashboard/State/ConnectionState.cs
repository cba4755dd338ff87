using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>Online and offline, as connections come and go.</summary>
public sealed class ConnectionState(ChargePointStore store, ChargePointEvents events, HandshakeAttempts attempts, TimeProvider time, ILogger<ConnectionState> logger) : IConnectionObserver
{
    private const int MostLoggedInMinute = 30;
    private long logMinute;
    private int loggedInMinute;

    public void Connected(ConnectionDetails connection)
    {
        store.Update(connection.ChargePointId, snapshot => snapshot with
        {
            Online = true, ConnectedAt = connection.ConnectedAt, OfflineSince = null, OfflineReason = null, RemoteAddress = connection.RemoteAddress,
            SubProtocol = connection.SubProtocol, SecurityProfile = connection.SecurityProfile, ServerAddress = connection.LocalAddress,
        });
        events.Publish(new ChargePointConnected(connection.ChargePointId, connection.ConnectedAt, connection.RemoteAddress));
    }

    public void Disconnected(ConnectionDetails connection, string reason, bool replaced)
    {
        if (replaced) return;
        var now = time.GetUtcNow();
        store.Update(connection.ChargePointId, snapshot => snapshot with { Online = false, ConnectedAt = null, OfflineSince = now, OfflineReason = reason });
        events.Publish(new ChargePointDisconnected(connection.ChargePointId, now, reason));
    }

    public void Received(string chargePointId, DateTimeOffset at) => store.Touch(chargePointId, at);

    public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice)
    {
        if (attempts.Add(identity, remoteAddress, userAgent, reason, advice) && MayLog())
            logger.LogWarning("A handshake of {Identity} from {Remote} was refused: {Reason}", identity ?? "(no identity)", remoteAddress, reason);
    }

    /// <summary>Whoever makes up identities could fill the disk with our log.</summary>
    private bool MayLog()
    {
        var minute = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        if (Interlocked.Exchange(ref logMinute, minute) != minute) Interlocked.Exchange(ref loggedInMinute, 0);
        return Interlocked.Increment(ref loggedInMinute) <= MostLoggedInMinute;
    }
}
