using OcppDashboard.Commands.Effects;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Commands;

public static class CommandServices
{
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<CommandStore>()
        .AddSingleton<EffectTracker>()
        .AddSingleton<ChargePointCommands>()
        .AddForgetting<CommandStore>()
        .AddForgetting<ChargePointCommands>();
}
