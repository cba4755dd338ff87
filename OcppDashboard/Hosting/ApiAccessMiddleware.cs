using OcppDashboard.Api.V1;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Accounts;

namespace OcppDashboard.Hosting;

/// <summary>
/// The way in for programs: with a key from anywhere, without one only where the pages may be seen too, and only in lab and demo mode. A
/// browser that shows another site's page has no key, and its origin or host name gives it away.
/// </summary>
internal static class ApiAccessMiddleware
{
    public const string Header = "X-Api-Key";
    private static readonly PathString[] Mine = ["/api", "/openapi", "/health", "/metrics", "/hubs"];

    public static bool IsMine(PathString path) => Array.Exists(Mine, start => path.StartsWithSegments(start));

    /// <summary>Comes before the guard of the pages.</summary>
    public static void UseApiDoor(this IApplicationBuilder app, RunMode mode)
    {
        var keys = app.ApplicationServices.GetRequiredService<ApiKeyStore>();
        app.Use(async (context, next) =>
        {
            if (!IsMine(context.Request.Path))
            {
                await next(context);
                return;
            }
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            var shown = KeyOf(context.Request);
            if (keys.Find(shown) is { } key) ApiCaller.Note(context, key);
            else if (context.Request.Path.Equals("/health/live")) { } // says nothing but that the process answers
            else if (shown is not null || mode is RunMode.Normal || !LocalOnlyMiddleware.IsAtHome(context))
            {
                context.Response.Headers.WWWAuthenticate = "ApiKey";
                await ApiProblem.Of(StatusCodes.Status401Unauthorized, "No access",
                    shown is not null ? $"This key is not known here or was revoked. Make one on the page Settings and send it as {Header}."
                    : $"A key is needed: make one on the page Settings and send it as {Header}.{(mode is RunMode.Normal ? "" : " Without one the API answers only on the machine itself, under http://localhost.")}").ExecuteAsync(context);
                return;
            }
            await next(context);
        });
    }

    /// <summary>Browsers cannot set a header on a WebSocket: the hub's client then says its token in the address.</summary>
    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var header)) return header.ToString();
        if (!request.Path.StartsWithSegments("/hubs")) return null;
        var bearer = request.Headers.Authorization.ToString();
        return bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer[7..] : request.Query.TryGetValue("access_token", out var token) ? token.ToString() : null;
    }
}
