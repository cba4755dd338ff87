using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Commands;

/// <summary>A command got no answer.</summary>
public sealed class CommandFailedException(CommandSnapshot command) : Exception($"{command.Action} to {command.ChargePointId}: {command.State} {command.Status}")
{
    public CommandSnapshot Command { get; } = command;
}
