using OcppDashboard.Configuration;

namespace OcppDashboard.Hosting;

/// <summary>Lets scripts of named other servers use the API and the hub; nobody's unless a setting names them.</summary>
internal static class CrossOrigin
{
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services) => services.AddCors();

    /// <summary>Must come before the door: a browser asks without a key first.</summary>
    public static void UseCrossOrigin(this IApplicationBuilder app)
    {
        var origins = app.ApplicationServices.GetRequiredService<DashboardSettings>().Api.AllowedOrigins;
        if (origins.Count == 0) return;
        app.UseWhen(context => IsForPrograms(context.Request.Path), branch => branch.UseCors(policy => policy
            .WithOrigins([.. origins]).WithMethods("GET", "POST", "PUT", "DELETE").WithHeaders("Authorization", "Content-Type", "X-Api-Key", "X-Requested-With", "X-SignalR-User-Agent")));
    }

    /// <summary>True when the request comes from a page that may make it.</summary>
    public static bool Allows(HttpContext context, string origin) =>
        IsForPrograms(context.Request.Path) && context.RequestServices.GetRequiredService<DashboardSettings>().Api.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    private static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs");
}
