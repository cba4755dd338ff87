using System.Net.Security;
using System.Security.Authentication;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>TLS of control and data connections.</summary>
internal static class FtpTls
{
    /// <summary>A handshake may take so long.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>
    /// For data that comes in. In TLS 1.3 we would send tickets after the handshake; a client that only sends never reads them, and its
    /// system then resets the connection when it closes: the end of the file would be lost.
    /// </summary>
    public const SslProtocols VersionsForUpload = SslProtocols.Tls12;

    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public static async Task<SslStream> SecureAsync(Stream stream, SslStreamCertificateContext certificate, SslProtocols versions, CancellationToken stop)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsServerAsync(new() { ServerCertificateContext = certificate, EnabledSslProtocols = versions }, stop);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }
}
