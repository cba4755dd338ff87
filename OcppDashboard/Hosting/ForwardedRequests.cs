using System.Buffers;
using System.Net;
using Microsoft.Extensions.Primitives;
using OcppDashboard.Configuration;

namespace OcppDashboard.Hosting;

/// <summary>
/// Requests that a reverse proxy passed on. They come from its address, often that of this machine: what lets in by address must not take
/// them for the machine's own. Of a proxy that a setting names, the client's address that it adds last is believed, and nothing before.
/// </summary>
internal static class ForwardedRequests
{
    private const string ClientAddress = "X-Forwarded-For", Family = "X-Forwarded-";
    private static readonly string[] Others = ["Forwarded", "Via", "X-Real-IP"];
    private static readonly object Mark = new();

    /// <summary>True for a request that came through a proxy whose word counts for nothing here.</summary>
    public static bool IsHearsay(HttpContext context) => context.Items.ContainsKey(Mark);

    /// <summary>Must come before all that asks for the client's address.</summary>
    public static void UseForwarded(this IApplicationBuilder app)
    {
        var proxies = app.ApplicationServices.GetRequiredService<DashboardSettings>().KnownProxies.Select(Plain).ToHashSet();
        app.Use((context, next) =>
        {
            if (!IsForwarded(context.Request.Headers)) return next(context);
            var isTrusted = context.Connection.RemoteIpAddress is { } proxy && proxies.Contains(Plain(proxy));
            if (isTrusted && Client(context.Request.Headers) is { } client)
                context.Connection.RemoteIpAddress = client;
            else
                context.Items[Mark] = true;
            return next(context);
        });
    }

    private static bool IsForwarded(IHeaderDictionary headers)
    {
        foreach (var name in Others)
            if (headers.ContainsKey(name)) return true;
        return HasFamily(headers);
    }

    /// <summary>Looks at a copy: the web server keeps what it made for walking through the headers as long as a connection lasts.</summary>
    private static bool HasFamily(IHeaderDictionary headers)
    {
        var all = ArrayPool<KeyValuePair<string, StringValues>>.Shared.Rent(headers.Count);
        try
        {
            headers.CopyTo(all, 0);
            foreach (var (name, _) in all.AsSpan(0, headers.Count))
                if (name.StartsWith(Family, StringComparison.OrdinalIgnoreCase)) return true;
            return false;
        }
        finally
        {
            ArrayPool<KeyValuePair<string, StringValues>>.Shared.Return(all, clearArray: true);
        }
    }

    /// <summary>The last entry is the proxy's own; those before it are what the client says.</summary>
    private static IPAddress? Client(IHeaderDictionary headers)
    {
        var last = headers[ClientAddress].ToString().Split(',')[^1].Trim();
        if (IPAddress.TryParse(last.Trim('[', ']'), out var address)) return Plain(address);
        return IPEndPoint.TryParse(last, out var point) ? Plain(point.Address) : null;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
