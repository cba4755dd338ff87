namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>Ends connections on behalf of those who say who may connect.</summary>
public interface IConnectionTerminator
{
    /// <summary>Closes the charge point's connection with 1008 (policy violation); nothing where it has none.</summary>
    /// <param name="reason">At most 123 bytes of UTF-8 (RFC 6455, 5.5).</param>
    Task EndAsync(string chargePointId, string reason);

    /// <summary>As above, and completes when what its connections brought was handled and their end was told: nothing more comes of them.</summary>
    /// <param name="reason">At most 123 bytes of UTF-8.</param>
    Task EndWhollyAsync(string chargePointId, string reason);
}
