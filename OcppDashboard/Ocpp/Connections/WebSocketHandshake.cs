using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>The server side of RFC 6455 section 4.2, by hand: charge points need answers that the framework's accept does not give.</summary>
internal static class WebSocketHandshake
{
    private const string ProtocolName = "ocpp1.6";

    public static bool IsUpgrade(HttpRequest request) => request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>The token to agree on, spelled as offered (A2); null when ours is not among them.</summary>
    /// <param name="offered">True when any protocol was offered at all (A1).</param>
    public static string? ChooseProtocol(HttpRequest request, out bool offered)
    {
        offered = false;
        foreach (var header in request.Headers.SecWebSocketProtocol)
            foreach (var token in (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                offered = true;
                if (token.Equals(ProtocolName, StringComparison.OrdinalIgnoreCase)) return token;
            }
        return null;
    }

    /// <summary>Why the request cannot be upgraded, or null.</summary>
    public static string? Fault(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!HttpMethods.IsGet(context.Request.Method)) return "the method is not GET";
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }) return "the header \"Connection: Upgrade\" is missing";
        if (headers.SecWebSocketVersion != "13") return "Sec-WebSocket-Version is not 13";
        var key = headers.SecWebSocketKey.ToString();
        return key.Length is > 0 and <= 64 ? null : "Sec-WebSocket-Key is missing";
    }

    /// <summary>Answers 101 and hands over the stream. No extension is ever agreed (A19).</summary>
    public static async Task<Stream> UpgradeAsync(HttpContext context, string? protocol)
    {
        var headers = context.Response.Headers;
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        if (protocol is not null) headers.SecWebSocketProtocol = protocol;
        context.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    private static string Accept(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(Encoding.ASCII.GetBytes(key.Trim() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), hash); // RFC 6455 names SHA-1; no secret hangs on it
        return Convert.ToBase64String(hash);
    }
}
