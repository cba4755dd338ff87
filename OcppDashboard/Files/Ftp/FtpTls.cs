using System.Net.Security;
using System.Security.Authentication;

namespace OcppDashboard.Files.Ftp;

/// <summary>TLS of control and data connections.</summary>
internal static class FtpTls
{
    /// <summary>A handshake may take so long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public static async Task<SslStream> SecureAsync(Stream stream, SslStreamCertificateContext certificate, CancellationToken stop)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsServerAsync(new() { ServerCertificateContext = certificate, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }, stop);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }
}
