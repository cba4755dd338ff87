using System.Net.Sockets;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>EPSV and PASV: a port for the next data connection, one at a time.</summary>
internal sealed class FtpPassive(FtpParts parts, FtpState state)
{
    private const string IPv4 = "1", IPv6 = "2";

    public FtpReply Extended(string argument)
    {
        if (argument.Equals("ALL", StringComparison.OrdinalIgnoreCase))
        {
            state.IsExtendedOnly = true;
            return FtpReplies.Okay;
        }
        var family = state.Local.AddressFamily == AddressFamily.InterNetworkV6 ? IPv6 : IPv4;
        if (argument.Length > 0 && argument != family) return new(522, $"Another network protocol than the control connection's is not done, use ({family})");
        return Listen() is { } listener ? new(229, $"Entering Extended Passive Mode (|||{listener.Port}|)") : FtpReplies.NoPort;
    }

    public FtpReply Plain()
    {
        if (state.IsExtendedOnly) return new(503, "EPSV ALL was said");
        var address = parts.Settings.Files.Ftp!.AdvertisedAddress ?? state.Local;
        if (address.AddressFamily != AddressFamily.InterNetwork) return new(425, "PASV is for IPv4: use EPSV");
        if (Listen() is not { } listener) return FtpReplies.NoPort;
        return new(227, $"Entering Passive Mode ({string.Join(',', address.GetAddressBytes())},{listener.Port >> 8},{listener.Port & 0xFF})");
    }

    private FtpDataListener? Listen()
    {
        state.Listener?.Dispose();
        return state.Listener = parts.Ports.Listen(state.Local) is { } socket ? new(socket) : null;
    }
}
