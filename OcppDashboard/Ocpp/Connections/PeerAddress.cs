using System.Net;
using Microsoft.AspNetCore.Connections;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>The address of whoever connected, as people know it: IPv4 where it came as IPv4.</summary>
public static class PeerAddress
{
    public static string Of(IPAddress? address) => address is null ? "unknown" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    public static string Of(ConnectionContext connection) => Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
}
