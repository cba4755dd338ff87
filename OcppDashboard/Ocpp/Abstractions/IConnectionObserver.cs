namespace OcppDashboard.Ocpp.Abstractions;

/// <param name="Number">Unique since the start of the process.</param>
/// <param name="SubProtocol">As agreed; null when none was offered.</param>
/// <param name="LocalAddress">http(s)://host:port under which the charge point reached us.</param>
public sealed record ConnectionDetails(
    string ChargePointId, long Number, string RemoteAddress, string? UserAgent, string? SubProtocol, int SecurityProfile, string LocalAddress, DateTimeOffset ConnectedAt)
{
    /// <summary>What was tolerated in the handshake, in words with "; " between them; null for a clean one.</summary>
    public string? Notes { get; init; }

    /// <summary>Its handshake showed the password that was on its way to it.</summary>
    public bool ShowsOfferedPassword { get; init; }
}

/// <summary>Is told when connections come and go. Must return at once and must not throw.</summary>
public interface IConnectionObserver
{
    void Connected(ConnectionDetails connection);

    /// <summary>Called once per connection, only when it was the current one of its charge point or had been replaced.</summary>
    /// <param name="replaced">True when another connection of the same charge point took over: it is not offline.</param>
    void Disconnected(ConnectionDetails connection, string reason, bool replaced);

    /// <summary>A frame came in.</summary>
    void Received(string chargePointId, DateTimeOffset at);

    /// <summary>Something was tolerated that belongs to no exchange.</summary>
    /// <param name="note">One of the texts that findings are known by.</param>
    void Tolerated(string chargePointId, DateTimeOffset at, string note) { }

    /// <summary>A handshake was refused.</summary>
    /// <param name="identity">Null when the path named none.</param>
    void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice);
}
