using System.Net;
using System.Net.Sockets;

namespace OcppDashboard.Features.Webhooks;

/// <summary>Which addresses a webhook may have. Private ones may be: wallboards and home servers are local. Link-local ones and those of cloud metadata may not.</summary>
public static class WebhookAddress
{
    public const int MaxLength = 1000;

    private static readonly IPNetwork[] Refused =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("168.63.129.16/32"), IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fd00:ec2::254/128"), IPNetwork.Parse("ff00::/8"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <returns>The address as it is kept.</returns>
    /// <exception cref="WebhookRefusedException">It is none that may be.</exception>
    public static string Check(string? text)
    {
        var given = text?.Trim() ?? "";
        if (given.Length > MaxLength) throw new WebhookRefusedException($"The address is longer than {MaxLength} characters.");
        if (given.Any(char.IsControl) || !Uri.TryCreate(given, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new WebhookRefusedException("The address must begin with http:// or https:// and a host, such as https://example.org/ocpp.");
        if (uri.UserInfo.Length > 0) throw new WebhookRefusedException("The address must not hold a user name or password: deliveries are signed instead.");
        if (uri.Fragment.Length > 0) throw new WebhookRefusedException("The address must not have a part behind #: it is never sent.");
        if (uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && !MayConnect(IPAddress.Parse(uri.DnsSafeHost)))
            throw new WebhookRefusedException($"{uri.DnsSafeHost} is a link-local, metadata or multicast address: nothing is sent there.");
        return uri.AbsoluteUri;
    }

    /// <summary>Asked for each address that a name stands for, at each connection: what a name stands for changes.</summary>
    public static bool MayConnect(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && Nat64.Contains(address)) address = new IPAddress(address.GetAddressBytes().AsSpan(12));
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0) address = new IPAddress(address.GetAddressBytes());
        return !Refused.Any(network => network.Contains(address));
    }
}
