using Microsoft.AspNetCore.Http;

namespace OcppDashboard.Hosting;

/// <summary>What is wrong with the bytes of a request is the client's fault: it is told, and is no error of ours in the log.</summary>
internal static class BadRequests
{
    /// <summary>Must come before all that reads bodies.</summary>
    public static void UseBadRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
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
    });
}
