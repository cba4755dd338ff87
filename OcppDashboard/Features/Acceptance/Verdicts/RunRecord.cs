using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;

namespace OcppDashboard.Features.Acceptance.Verdicts;

public enum RunState
{
    Running,
    /// <summary>Between two legs, until somebody goes on.</summary>
    Paused,
    Finished,
    Aborted,
}

/// <summary>One try of a leg and what it came to.</summary>
/// <param name="FirstFrame">Number of its first frame.</param>
/// <param name="LastFrame">Number of its last frame; below <paramref name="FirstFrame"/> when it has none.</param>
public sealed record LegRun(string Leg, int Attempt, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int FirstFrame, int LastFrame, LegResult Result);

/// <summary>A person's verdict over the machine's, which stays visible. The last one of a leg holds.</summary>
public sealed record LegOverride(string Leg, Verdict Verdict, string By, string Comment, DateTimeOffset At);

/// <summary>A remark of a person about a leg.</summary>
/// <param name="Photo">The picture, JPEG or PNG; null: none.</param>
public sealed record LegNote(long Id, string Leg, string By, string Text, DateTimeOffset At, byte[]? Photo);

/// <summary>A whole run as it is kept: everything that its report is made of.</summary>
public sealed record RunRecord
{
    public required long Id { get; init; }
    public required string ChargePointId { get; init; }
    public required AcceptancePlan Plan { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public RunState State { get; init; }

    /// <summary>Why it was aborted or what could not be put back, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>All tries, in order.</summary>
    public IReadOnlyList<LegRun> Legs { get; init; } = [];
    public IReadOnlyList<LegOverride> Overrides { get; init; } = [];
    public IReadOnlyList<LegNote> Notes { get; init; } = [];
    public IReadOnlyList<CapturedFrame> Frames { get; init; } = [];

    /// <summary>The last try of a leg; null: not run.</summary>
    public LegRun? Last(string leg) => Legs.LastOrDefault(run => run.Leg == leg);

    /// <summary>The verdict that holds for a leg: a person's, or the machine's.</summary>
    public Verdict VerdictOf(string leg) => Overrides.LastOrDefault(o => o.Leg == leg)?.Verdict ?? Last(leg)?.Result.Verdict ?? Verdict.NotRun;

    /// <summary>The worst of a function's legs.</summary>
    public Verdict VerdictOf(FunctionInfo function) => function.Legs.Max(leg => VerdictOf(leg.Id));
}
