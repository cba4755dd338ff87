using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Handlers;

public static class HandlerServices
{
    /// <summary>Registers every <see cref="ICallHandler{TRequest,TResponse}"/> of this folder.</summary>
    public static IServiceCollection AddHandlers(this IServiceCollection services)
    {
        foreach (var type in typeof(HandlerServices).Assembly.GetTypes().Where(type => type is { IsAbstract: false, Namespace: "OcppDashboard.Handlers" }))
            foreach (var handled in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICallHandler<,>)))
                services.AddSingleton(handled, type);
        services.AddSingleton<ChargePointClock>();
        services.AddHostedService<StaleTransactionService>();
        return services;
    }
}
