using System.Net;
using System.Net.Sockets;

namespace OcppDashboard.Hosting;

/// <summary>Tries the port before anything is started: the web server would say what is wrong in fifty lines.</summary>
internal static class PortCheck
{
    /// <exception cref="SettingsException">The port cannot be listened on.</exception>
    public static void Try(int port)
    {
        if (port == 0) return;
        try
        {
            using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            listener.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new SettingsException([$"The port {port} is already in use: another program, perhaps another OcppDashboard, listens on it. Stop that or choose another with --Port."]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new SettingsException([$"The port {port} may not be used by this user: choose one above 1023 with --Port."]);
        }
        catch (SocketException)
        {
            // no IPv6 here: the web server finds its own way
        }
    }
}
