using Microsoft.AspNetCore.Http.HttpResults;
using MudBlazor.Services;
using OcppDashboard.Components.Shared;
using OcppDashboard.Components.Transactions;

namespace OcppDashboard.Components;

/// <summary>The pages: Blazor Server with MudBlazor.</summary>
public static class ComponentServices
{
    public static void AddDashboardPages(this WebApplicationBuilder builder)
    {
        // A lost browser is noticed after 15 s; js/start.js has the other half.
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
            {
                circuits.DetailedErrors = builder.Environment.IsDevelopment();
                circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20); // a browser that left without an answer holds its circuit that long
                (circuits.DisconnectedCircuitMaxRetained, circuits.DisconnectedCircuitRetentionPeriod) = (20, TimeSpan.FromMinutes(1)); // they go on reading meanwhile
            })
            .AddHubOptions(hub => (hub.KeepAliveInterval, hub.ClientTimeoutInterval) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)));
        builder.Services.AddMudServices();
        builder.Services.AddScoped<ViewerClock>();
        builder.Services.AddSingleton<TransactionHistory>();
    }

    /// <summary>Call after the endpoints of charge points and API are mapped: whatever else is asked for is a page, or a page that says "not found".</summary>
    public static void MapDashboardPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapGet("/alive", () => Results.NoContent());
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapFallback(NoSuchPage);
    }

    /// <summary>An unknown address is a page for a browser and a bare status for everyone else.</summary>
    private static IResult NoSuchPage(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? new RazorComponentResult<App> { StatusCode = StatusCodes.Status404NotFound }
            : Results.NotFound();
}
