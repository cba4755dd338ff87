using System.Net;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>
/// A browser names the site whose page opens a WebSocket. Charge points send an Origin too (their own idea of our address, null, file://):
/// only one that names another site gives a page away.
/// </summary>
internal static class ForeignOrigin
{
    /// <returns>Scheme and host of the other site; null: the request is from none.</returns>
    public static string? Of(HttpContext context)
    {
        if (context.Request.Headers.Origin is not [{ Length: > 0 } text, ..]) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var origin)) return null;
        if (origin.Scheme is not ("http" or "https") || origin.Host.Length == 0) return null;
        if (IsThisMachine(origin.Host)) return null;
        var host = context.Request.Host.Host;
        var isOwn = origin.Host.Equals(host, StringComparison.OrdinalIgnoreCase);
        // a browser on this machine that calls it by another name was led here by that name's owner; what a proxy passed on comes from elsewhere
        var isFromHere = IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None) && !IsForwarded(context.Request.Headers);
        if (isOwn && (!isFromHere || IsAddress(host))) return null;
        return $"{origin.Scheme}://{origin.Host}";
    }

    /// <summary>No page can add these to a WebSocket: a proxy did.</summary>
    private static bool IsForwarded(IHeaderDictionary headers) => headers.Keys.Any(name =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsAddress(string host) => IPAddress.TryParse(host.Trim('[', ']'), out _);
}
