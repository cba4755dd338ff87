using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OcppDashboard.Hosting;

/// <summary>What is wrong with the bytes of a request is the client's fault: it is told, and is no error of ours in the log.</summary>
internal static class BadRequests
{
    /// <summary>Must come before all that reads bodies. An upgrade has none, and lasts for as long as its connection: nothing waits for it here.</summary>
    public static void UseBadRequests(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } ? next(context) : AnswerAsync(context, next));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException { InnerException: OverflowException }) // a huge chunk
        {
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }
            context.Response.Clear();
            context.Response.StatusCode = (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            context.Response.Headers.Connection = "close";
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("The request is not valid HTTP. Nothing was done.\n");
        }
    }
}
