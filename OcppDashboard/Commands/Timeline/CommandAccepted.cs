using OcppDashboard.State;

namespace OcppDashboard.Commands.Timeline;

/// <summary>A later command was accepted that has to do with what is being watched.</summary>
internal sealed record CommandAccepted(CommandSnapshot Command) : ChargePointEvent(Command.ChargePointId, Command.RequestedAt);
