using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>A run as pages draw it. Immutable.</summary>
/// <param name="Record">What is kept; without frames, those are <paramref name="Frames"/>.</param>
/// <param name="IsLive">False: it is over, and this is what is kept.</param>
/// <param name="Leg">The leg that runs; null between legs.</param>
/// <param name="LegSince">Since when.</param>
/// <param name="Planned">Legs that are still to come, in order.</param>
/// <param name="IsPausing">It stops after this leg until somebody goes on.</param>
/// <param name="IsTidying">The legs are done or aborted, and what was changed is being put back.</param>
public sealed record RunView(
    RunRecord Record, IReadOnlyList<CapturedFrame> Frames, bool IsLive, string? Leg, DateTimeOffset? LegSince, IReadOnlyList<string> Planned, OpenPrompt? Prompt, bool IsPausing,
    bool IsTidying);
