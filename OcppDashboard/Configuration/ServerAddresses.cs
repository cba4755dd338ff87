namespace OcppDashboard.Configuration;

/// <summary>Where this server can be reached; known once it listens.</summary>
public sealed class ServerAddresses
{
    /// <summary>For a browser on this machine: <c>http://localhost:5016</c>.</summary>
    public string Dashboard { get; private set; } = "http://localhost:5016";

    /// <summary>To type into a charge point, without its identity: <c>ws://192.168.1.20:5016/ocpp/</c>.</summary>
    public string ChargePoints { get; private set; } = "ws://localhost:5016/ocpp/";

    /// <summary>The same from this machine, for simulated charge points: <c>ws://127.0.0.1:5016/ocpp/</c>.</summary>
    public string Loopback { get; private set; } = "ws://127.0.0.1:5016/ocpp/";

    /// <summary>Port that offers files over TLS; 0: none.</summary>
    public int HttpsPort { get; set; }

    /// <summary>Port where charge points speak TLS; 0: none.</summary>
    public int TlsPort { get; set; }

    /// <summary>The same as <see cref="ChargePoints"/> by TLS: <c>wss://ocpp.example.com:5443/ocpp/</c>; null: there is none.</summary>
    public string? TlsAddress { get; set; }

    /// <summary>Control port of the FTP server; 0: none.</summary>
    public int FtpExplicitPort { get; set; }

    /// <summary>Its port for clients that begin with TLS at once; 0: none.</summary>
    public int FtpImplicitPort { get; set; }

    /// <param name="tls">True: for an address that says ftps.</param>
    public int FtpPort(bool tls) => tls && FtpImplicitPort > 0 ? FtpImplicitPort : FtpExplicitPort;

    public void Set(string dashboard, string chargePoints, string loopback) => (Dashboard, ChargePoints, Loopback) = (dashboard, chargePoints, loopback);
}
