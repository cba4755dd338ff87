namespace OcppDashboard.Files;

public static class FileServices
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services;
    public static void UseFiles(this IApplicationBuilder app) { }
}
