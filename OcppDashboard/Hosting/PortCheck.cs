using System.Net;
using System.Net.Sockets;
using OcppDashboard.Configuration;

namespace OcppDashboard.Hosting;

/// <summary>Tries the ports before anything is started: the web server would say what is wrong in fifty lines.</summary>
internal static class PortCheck
{
    /// <exception cref="SettingsException">One or more of the ports cannot be listened on.</exception>
    public static void TryAll(DashboardSettings settings)
    {
        var mistakes = new List<string>();
        Try(mistakes, settings.Port, "Port", settings.Port == 0, "");
        Try(mistakes, settings.Files.HttpsPort ?? 0, "Files:HttpsPort", settings.Port == 0, "");
        if (settings.Ocpp.Tls is { } tls) Try(mistakes, tls.Port, "Ocpp:Tls:Port", settings.Port == 0, "", tls.Address);
        if (settings.Files.Ftp is { } ftp)
        {
            const string OrOff = ", or switch FTP off with --Files:Ftp:Enabled=false";
            Try(mistakes, ftp.Port, "Files:Ftp:Port", ftp.LoopbackOnly, OrOff);
            Try(mistakes, ftp.ImplicitTlsPort ?? 0, "Files:Ftp:ImplicitTlsPort", ftp.LoopbackOnly, OrOff);
        }
        if (mistakes.Count > 0) throw new SettingsException(mistakes);
    }

    /// <param name="port">0: any free one, which there always is.</param>
    private static void Try(List<string> mistakes, int port, string setting, bool isLoopback, string otherwise, IPAddress? at = null)
    {
        if (port == 0) return;
        try
        {
            using var listener = at is not null ? new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp) : isLoopback ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            listener.Bind(new IPEndPoint(at ?? (isLoopback ? IPAddress.Loopback : IPAddress.IPv6Any), port));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            mistakes.Add($"The port {port} is already in use: another program, perhaps another OcppDashboard, listens on it. Stop that or choose another with --{setting}{otherwise}.");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            mistakes.Add($"The port {port} may not be used by this user: choose one above 1023 with --{setting}{otherwise}.");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable && at is not null)
        {
            mistakes.Add($"The address {at} is none of this machine: give one of its own with --{setting[..setting.LastIndexOf(':')]}:Address, or leave it out for all of them.");
        }
        catch (SocketException)
        {
            // no IPv6 here: the web server finds its own way
        }
    }
}
