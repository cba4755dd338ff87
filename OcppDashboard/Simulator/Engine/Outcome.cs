namespace OcppDashboard.Simulator.Engine;

internal enum OutcomeKind { Answered, Refused, TimedOut, Lost }

/// <summary>What became of a CALL of ours.</summary>
/// <param name="Response">The answer; null unless <see cref="OutcomeKind.Answered"/>.</param>
/// <param name="Error">The code of a CALLERROR.</param>
internal readonly record struct Outcome<T>(OutcomeKind Kind, T? Response = null, string? Error = null) where T : class;
