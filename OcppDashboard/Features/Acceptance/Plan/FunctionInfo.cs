namespace OcppDashboard.Features.Acceptance.Plan;

/// <summary>When a function is run: the order with the fewest hands.</summary>
public enum RunPhase { Unattended, AtThePlug, FaultsAndOffline, UnattendedEnd }

/// <summary>A part of a function with a verdict of its own.</summary>
/// <param name="Id">"1", "6a", "9b": unique over all functions.</param>
/// <param name="Name">"hard", "local"; empty where the function has one leg.</param>
public sealed record LegInfo(string Id, string Name);

/// <summary>A row of the script.</summary>
/// <param name="Criteria">The acceptance criteria as the report prints them.</param>
public sealed record FunctionInfo(int Number, string Name, RunPhase Phase, IReadOnlyList<string> Criteria, IReadOnlyList<LegInfo> Legs);
