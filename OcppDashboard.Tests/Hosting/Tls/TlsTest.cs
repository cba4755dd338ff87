using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OcppDashboard.Configuration;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting.Tls;

/// <summary>The application with a door for TLS whose certificate files are in a folder of the test.</summary>
public abstract class TlsTest : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-tls-");

    private protected TestAuthority Authority { get; } = new();

    private protected CertificateFiles Files => new(Path.Combine(folder.FullName, "chain.pem"), Path.Combine(folder.FullName, "key.pem"), null);

    private protected string File(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Writes leaf and intermediate, as authorities hand them out.</summary>
    private protected Issued Put(Issued issued, bool withRoot = false)
    {
        System.IO.File.WriteAllText(Files.Certificate, issued.Certificate.ExportCertificatePem() + "\n" + Authority.Middle.ExportCertificatePem() + "\n" + (withRoot ? Authority.Root.ExportCertificatePem() : ""));
        System.IO.File.WriteAllText(Files.Key, issued.KeyPem);
        return issued;
    }

    private protected Task<TestCentralSystem> StartAsync(Func<TlsSettings, TlsSettings>? change = null, Func<DashboardSettings, DashboardSettings>? more = null) => TestCentralSystem.StartAsync(settings =>
    {
        var tls = new TlsSettings(0, Files);
        settings = settings with { Ocpp = settings.Ocpp with { Tls = change is null ? tls : change(tls) } };
        return more is null ? settings : more(settings);
    });

    private protected static int PortOf(TestCentralSystem central) => central.Get<ServerAddresses>().TlsPort;

    /// <summary>A TLS handshake that takes any server; gives what the server showed, its own certificate first.</summary>
    /// <param name="name">Server name in the handshake; empty: none is named.</param>
    private protected static async Task<IReadOnlyList<X509Certificate2>> ShownAsync(TestCentralSystem central, string name = "", SslProtocols protocols = SslProtocols.None)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, PortOf(central));
        List<X509Certificate2> shown = [];
        await using var stream = new SslStream(tcp.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = name, EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                shown.Add(new(certificate!));
                shown.AddRange(chain!.ChainPolicy.ExtraStore.Where(sent => sent.Thumbprint != certificate!.GetCertHashString()).Select(sent => new X509Certificate2(sent)));
                return true;
            },
        });
        return shown;
    }

    /// <summary>A WebSocket that trusts the root alone.</summary>
    private protected async Task<ClientWebSocket> ConnectAsync(TestCentralSystem central, string id, X509Certificate2? client = null, string? password = null)
    {
        var webSocket = new ClientWebSocket();
        webSocket.Options.AddSubProtocol("ocpp1.6");
        webSocket.Options.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            using var own = new X509Chain();
            own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            own.ChainPolicy.CustomTrustStore.Add(Authority.Root);
            own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            own.ChainPolicy.ExtraStore.AddRange(chain!.ChainPolicy.ExtraStore); // only what the server sent
            return own.Build(new X509Certificate2(certificate!));
        };
        if (client is not null) webSocket.Options.ClientCertificates.Add(client);
        if (password is not null) webSocket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{password}")));
        webSocket.Options.CollectHttpResponseDetails = true;
        using var deadline = new CancellationTokenSource(RawOcppClient.Deadline);
        try
        {
            await webSocket.ConnectAsync(new($"wss://localhost:{PortOf(central)}/ocpp/{id}"), deadline.Token);
        }
        catch (WebSocketException) when (webSocket.HttpStatusCode != 0)
        {
            // refused: the test looks at the status
        }
        return webSocket;
    }

    /// <summary>Sends a CALL and gives the answer.</summary>
    private protected static async Task<string> CallAsync(ClientWebSocket webSocket, string action, string payload = "{}")
    {
        using var deadline = new CancellationTokenSource(RawOcppClient.Deadline);
        await webSocket.SendAsync(Encoding.UTF8.GetBytes($"[2,\"u\",\"{action}\",{payload}]"), WebSocketMessageType.Text, true, deadline.Token);
        var buffer = new byte[4096];
        var got = await webSocket.ReceiveAsync(buffer, deadline.Token);
        return Encoding.UTF8.GetString(buffer, 0, got.Count);
    }

    private protected async Task RefusedAsync(TestCentralSystem central, string id, string reason, X509Certificate2? client = null, string? password = null)
    {
        using var webSocket = await ConnectAsync(central, id, client, password);
        Assert.Equal(HttpStatusCode.Unauthorized, webSocket.HttpStatusCode);
        Assert.Contains(central.Get<HandshakeAttempts>().Latest, attempt => attempt.Identity == id && attempt.Reason.Contains(reason, StringComparison.Ordinal) && attempt.RemoteAddress is "127.0.0.1" or "::1");
    }

    private protected async Task AcceptedAsync(TestCentralSystem central, string id, int profile, X509Certificate2? client = null, string? password = null)
    {
        using var webSocket = await ConnectAsync(central, id, client, password);
        Assert.Equal(WebSocketState.Open, webSocket.State);
        Assert.StartsWith("[3,\"u\",", await CallAsync(webSocket, "Heartbeat"), StringComparison.Ordinal);
        Assert.Equal(profile, central.Snapshot(id).SecurityProfile);
        webSocket.Abort();
        await central.SnapshotAsync(id, snapshot => !snapshot.Online);
    }

    public ValueTask DisposeAsync()
    {
        Authority.Dispose();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return default;
    }
}
