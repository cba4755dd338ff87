using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>Online and offline, as connections come and go.</summary>
public sealed class ConnectionState(ChargePointStore store, ChargePointEvents events, HandshakeAttempts attempts, ChargePointSettingsStore settings, TimeProvider time, ILogger<ConnectionState> logger)
    : IConnectionObserver
{
    private const int MostLoggedInMinute = 30;
    private const int MoreThanCoincidence = 2;

    /// <summary>Ends that are this server's or a person's doing; what a charge point makes of them is not held against it.</summary>
    private static readonly HashSet<string> OurEnds =
    [
        "the server is stopping", "it may not connect", "a commissioning run keeps it offline", "an operator dropped the connection", "the server failed at a message",
        "the message could not be kept, send it again", "the charge point was removed", "the server was restarted",
        "too many unfinished messages at once, send it again later", "its place was needed by a charge point that is set up here",
    ];

    private long logMinute;
    private int loggedInMinute;

    public void Connected(ConnectionDetails connection)
    {
        store.Update(connection.ChargePointId, snapshot => WithFindings(snapshot, connection) with
        {
            Online = true, ConnectionNumber = connection.Number, UnansweredCalls = 0, Name = settings.Of(connection.ChargePointId).Name, ConnectedAt = connection.ConnectedAt, OfflineSince = null, OfflineReason = null, RemoteAddress = connection.RemoteAddress,
            SubProtocol = connection.SubProtocol, SecurityProfile = connection.SecurityProfile, ServerAddress = connection.LocalAddress,
        });
        events.Publish(new ChargePointConnected(connection.ChargePointId, connection.ConnectedAt, connection.RemoteAddress));
    }

    public void Disconnected(ConnectionDetails connection, string reason, bool replaced)
    {
        if (replaced) return;
        var now = time.GetUtcNow();
        store.Update(connection.ChargePointId, snapshot => AtEnd(snapshot, reason, now).WithoutPower() with { Online = false, ConnectedAt = null, OfflineSince = now, OfflineReason = reason, UnansweredCalls = 0 });
        events.Publish(new ChargePointDisconnected(connection.ChargePointId, now, reason));
    }

    private static ChargePointSnapshot WithFindings(ChargePointSnapshot snapshot, ConnectionDetails connection)
    {
        var isOurDoing = snapshot.Activity.Requested is { IsResetting: true } || (snapshot.OfflineReason is { } reason && OurEnds.Contains(reason));
        if (!isOurDoing && snapshot.Activity.IsStorm(connection.ConnectedAt)) snapshot = snapshot.WithFinding(FindingKinds.Of("B8"), connection.ConnectedAt);
        return snapshot.WithFindings(connection.Notes, connection.ConnectedAt);
    }

    private static ChargePointSnapshot AtEnd(ChargePointSnapshot snapshot, string reason, DateTimeOffset now)
    {
        if (!OurEnds.Contains(reason) && snapshot.Activity is { Requested: not { IsResetting: true } } activity && activity.IsJustAfterStart(now)) snapshot = WithDrop(snapshot, now);
        return FindingKinds.ByReason(reason) is { } kind ? snapshot.WithFinding(kind, now) : snapshot;
    }

    /// <summary>Once is a coincidence (B10).</summary>
    private static ChargePointSnapshot WithDrop(ChargePointSnapshot snapshot, DateTimeOffset now)
    {
        var (drops, starts) = snapshot.Activity.DroppedAfterStart();
        if (drops < MoreThanCoincidence && !snapshot.HasFinding("B10")) return snapshot;
        var kind = FindingKinds.Of("B10");
        var seen = $"It happened after {drops} of the last {Quantity.Of(starts, "start")}.";
        return snapshot.WithFinding(kind with { Advice = $"{seen} {kind.Advice}" }, now, count: snapshot.HasFinding("B10") ? 1 : drops);
    }

    public void Received(string chargePointId, DateTimeOffset at) => store.Touch(chargePointId, at);

    public void Tolerated(string chargePointId, DateTimeOffset at, string note) => store.Update(chargePointId, snapshot => snapshot.WithFindings(note, at));

    public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice)
    {
        if (identity is not null && store.Find(identity) is not null && FindingKinds.ByReason(reason) is { } kind)
            store.Update(identity, snapshot => snapshot.WithFinding(kind, time.GetUtcNow()));
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
