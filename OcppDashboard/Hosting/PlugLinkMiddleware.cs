using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using OcppDashboard.Components;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Acceptance.Run;

namespace OcppDashboard.Hosting;

/// <summary>
/// The way in for a phone at the plug (ADR 12): the link's token opens one document whose circuit knows one run. A cookie carries the token to
/// what that document loads; no page, list or file is let through with it.
/// </summary>
internal static class PlugLinkMiddleware
{
    private const string Prefix = "/plug", Cookie = "plug";
    private static readonly object Passed = new();
    private static readonly PathString[] Loads = ["/_blazor", "/_framework", "/_content", "/css", "/js", "/lib", "/icons", "/alive"];

    /// <summary>True for a request that a link let in; the guard of the pages does not ask again.</summary>
    public static bool LetIn(HttpContext context) => context.Items.ContainsKey(Passed);

    /// <summary>Comes before the guard of the pages.</summary>
    public static void UsePlugDoor(this WebApplication app)
    {
        var (shares, addresses) = (app.Services.GetRequiredService<RunShares>(), app.Services.GetRequiredService<ServerAddresses>());
        app.Use(async (context, next) =>
        {
            var (request, isLink) = (context.Request, context.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal, out var rest));
            if (!isLink && (LocalOnlyMiddleware.IsAtHome(context) || !Array.Exists(Loads, path => request.Path.StartsWithSegments(path))))
            {
                await next(context);
                return;
            }
            var token = isLink ? rest.Value?.Trim('/') ?? "" : request.Cookies[Cookie] ?? "";
            if (token.Length == 0 && !isLink || !IsNamedRight(request.Host.Host, addresses) || !LocalOnlyMiddleware.IsOwnOrigin(context) || await shares.FindPlugAsync(token, context.RequestAborted) is null)
            {
                if (isLink) await EndedAsync(context);
                else await next(context); // the guard says no
                return;
            }
            context.Items[Passed] = true;
            if (isLink)
                context.Response.Cookies.Append(Cookie, token, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", MaxAge = RunShares.PlugLife, IsEssential = true });
            await next(context);
        });
    }

    public static void MapPlug(this WebApplication app) => app.MapGet(Prefix + "/{token}", (string token, HttpContext context) =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<PlugApp>(new { Token = token });
    }).ExcludeFromDescription();

    /// <summary>By its address, or by the name that it is known under: another name could be a foreign site's that points here.</summary>
    private static bool IsNamedRight(string host, ServerAddresses addresses) => IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.Equals(new Uri(addresses.ChargePoints).Host, StringComparison.OrdinalIgnoreCase);

    private static Task EndedAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync("This link has ended, or it never led anywhere. Ask at the desk for a new one: \"At the plug\" on the page of the run.\n");
    }
}
