using System.Net;

namespace OcppDashboard.Hosting;

/// <summary>Until accounts exist pages answer to this machine alone, under its own names (a foreign name would let another site read them).</summary>
internal static class LocalOnlyMiddleware
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>True for a request from this machine, under one of its own names, from no foreign page and through no unknown proxy.</summary>
    public static bool IsAtHome(HttpContext context) =>
        !ForwardedRequests.IsHearsay(context) && IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None)
        && IsOwnName(context.Request.Host.Host) && IsOwnOrigin(context);

    /// <summary>Programs have come through a door of their own.</summary>
    public static void UsePageGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (ApiAccessMiddleware.IsMine(context.Request.Path))
        {
            await next(context);
            return;
        }
        if (!IsAtHome(context) && !PlugLinkMiddleware.LetIn(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("The pages answer only on the machine that runs OcppDashboard: open http://localhost there. Charge points connect to /ocpp/ from anywhere.\n");
            return;
        }
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        await next(context);
    });

    /// <summary>A browser names the page that asks for a WebSocket or sends a form: only ours may, and those that a setting names.</summary>
    public static bool IsOwnOrigin(HttpContext context) =>
        context.Request is var request && (request.Headers.Origin is not [{ } origin, ..] || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) || CrossOrigin.Allows(context, origin));

    private static bool IsOwnName(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
