using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Run;

namespace OcppDashboard.Api;

/// <summary><c>GET /shared/{token}</c>: a report for somebody without access, read only. Whatever leads nowhere is one and the same 404.</summary>
public static class SharedReports
{
    private const string Prefix = "/shared";

    /// <summary>Comes before the rules of pages: the token is the permission.</summary>
    public static void UseSharedReports(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal, out var rest) ? SendAsync(context, rest.Value?.Trim('/') ?? "") : next(context));

    private static async Task SendAsync(HttpContext context, string token)
    {
        var (services, response, stop) = (context.RequestServices, context.Response, context.RequestAborted);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!isRead || await services.GetRequiredService<RunShares>().FindAsync(token, stop) is not { } id || await services.GetRequiredService<AcceptanceRuns>().FindAsync(id, stop) is not { } run)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
        await Results.Bytes(HtmlReport.Bytes(AcceptanceReport.Of(run)), HtmlReport.MediaType).ExecuteAsync(context);
    }
}
