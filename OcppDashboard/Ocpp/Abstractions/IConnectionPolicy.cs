namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>What is set for the connection of one charge point. The defaults hold where nothing is set.</summary>
public sealed record ConnectionPolicy
{
    public static ConnectionPolicy Default { get; } = new();

    /// <summary>False: refused at the handshake.</summary>
    public bool MayConnect { get; init; } = true;

    /// <summary>SHA-256 of the password that the handshake must show; null: none is asked for and credentials are passed over (A13).</summary>
    public byte[]? PasswordSha256 { get; init; }

    /// <summary>The lowest security profile that is let in: from 2 on nothing comes without TLS, 3 needs a client certificate.</summary>
    public int MinSecurityProfile { get; init; }

    /// <summary>SHA-256 of the password that is on its way to the charge point: it holds beside the other; null: none.</summary>
    public byte[]? OfferedPasswordSha256 { get; init; }

    /// <summary>The user name of the credentials need not be the identity (A15).</summary>
    public bool IgnoresUserName { get; init; }

    /// <summary>Nothing but a client certificate of its own lets it in.</summary>
    public bool RequiresClientCertificate { get; init; }

    /// <summary>The handshake is answered without a sub-protocol whatever was offered (A1).</summary>
    public bool OmitsSubProtocol { get; init; }

    /// <summary>Answers leave so much later (B10).</summary>
    public TimeSpan ReplyDelay { get; init; }

    /// <summary>Closed after so long without a byte; null: as the server's settings say (B3).</summary>
    public TimeSpan? IdleLimit { get; init; }

    /// <summary>Interval told in its boot answer where it has its own; null: as the server's settings say.</summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>Somebody set something for it: it is no stranger although it never connected.</summary>
    public bool IsProvisioned { get; init; }
}

/// <summary>Tells what is set for the connection of a charge point. Asked for every answer: it must be quick and allocate nothing.</summary>
public interface IConnectionPolicy
{
    ConnectionPolicy Of(string chargePointId);
}
