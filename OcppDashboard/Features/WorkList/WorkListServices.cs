namespace OcppDashboard.Features.WorkList;

public static class WorkListServices
{
    public static IServiceCollection AddWorkList(this IServiceCollection services) => services
        .AddSingleton<SecurityAcknowledgements>()
        .AddSingleton<WorkAcknowledgements>()
        .AddSingleton<WorkListSource>();
}
