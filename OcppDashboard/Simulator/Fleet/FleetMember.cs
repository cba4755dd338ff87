namespace OcppDashboard.Simulator.Fleet;

/// <summary>A place in a fleet.</summary>
/// <param name="Model">The name of a file in <c>Stations/</c>.</param>
/// <param name="ChargingFromStart">The connectors at which a car charges when the fleet begins.</param>
public sealed record FleetMember(string Id, string Model, params int[] ChargingFromStart);
