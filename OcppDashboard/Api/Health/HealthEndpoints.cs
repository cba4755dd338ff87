using OcppDashboard.Data.Retention;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Operations;

namespace OcppDashboard.Api.Health;

/// <summary>For those who watch processes: alive, ready, and figures.</summary>
public static class HealthEndpoints
{
    public const string LivePath = "/health/live";

    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<Metrics>().AddSingleton<LimitUsages>();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet(LivePath, () => Results.Text("ok\n")).ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
        app.MapGet("/metrics", (Metrics metrics) => Results.Text(metrics.Write(), PrometheusText.ContentType)).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(StorageFigures storage, FileSpace space, IHostApplicationLifetime lifetime, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        ReadyCheck[] checks =
        [
            new("running", lifetime.ApplicationStopping.IsCancellationRequested ? "the server is stopping" : null),
            new("database", await storage.ProbeAsync()),
            new("disk", space.IsLow ? "the disk of the data folder is nearly full" : null),
        ];
        var isReady = checks.All(check => check.Ok);
        return Results.Json(new { status = isReady ? "ready" : "notReady", checks }, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Reason">Why it is not well, in words; null: it is.</param>
public sealed record ReadyCheck(string Name, string? Reason)
{
    public bool Ok => Reason is null;
}
