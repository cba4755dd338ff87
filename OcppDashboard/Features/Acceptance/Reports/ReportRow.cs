using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>A function of the script with what it came to.</summary>
/// <param name="Verdict">The worst of its legs.</param>
/// <param name="IsChosen">False: the plan left it out.</param>
/// <param name="StartedAt">Of its first try; null: not run.</param>
/// <param name="Took">All tries together.</param>
/// <param name="Tries">Of all legs together.</param>
public sealed record ReportRow(int Number, string Name, IReadOnlyList<string> Criteria, Verdict Verdict, bool IsChosen, IReadOnlyList<ReportLeg> Legs,
    DateTimeOffset? StartedAt, TimeSpan Took, int Tries)
{
    public string Word => VerdictWords.Of(Verdict);

    /// <summary>What the row says beside the verdict: the result of the only leg, or a line per leg.</summary>
    public IReadOnlyList<string> Result => !IsChosen && Tries == 0 ? ["Not chosen for this run."]
        : Legs.Count == 1 ? Line(Legs[0].Result) : [.. Legs.Select(leg => leg.Result.Length == 0 ? $"{leg.Title}: {leg.Word}" : $"{leg.Title}: {leg.Word}, {leg.Result}")];

    public IReadOnlyList<string> Evidence => [.. Legs.SelectMany(leg => leg.Evidence)];
    public IReadOnlyList<string> Observations => [.. Legs.SelectMany(leg => leg.Observations).Distinct()];

    private static IReadOnlyList<string> Line(string text) => text.Length == 0 ? [] : [text];
}

/// <summary>A part of a function with a verdict of its own.</summary>
/// <param name="Verdict">The one that holds: a person's, or the machine's.</param>
/// <param name="Machine">What the machine said of the last try.</param>
/// <param name="Overrides">All of them, in order; the last holds.</param>
/// <param name="Tries">All tries, in order; empty: not run.</param>
/// <param name="Notes">Numbers of the notes about it.</param>
public sealed record ReportLeg(string Id, string Name, Verdict Verdict, Verdict Machine, LegResult Outcome, IReadOnlyList<LegOverride> Overrides, IReadOnlyList<ReportTry> Tries, IReadOnlyList<int> Notes)
{
    public string Word => VerdictWords.Of(Verdict);
    public string Title => Name.Length == 0 ? Id : $"{char.ToUpperInvariant(Name[0])}{Name[1..]}";
    public string Result => Outcome.Result;
    public string Why => Outcome.Why;
    public IReadOnlyList<Expectation> Expected => Outcome.Expected;
    public IReadOnlyList<string> Observations => Outcome.Observations;
    public IReadOnlyList<string> Evidence => Outcome.Evidence;
    public string? Policy => Outcome.Policy;

    /// <summary>The person's verdict that holds; null: the machine's does.</summary>
    public LegOverride? Override => Overrides.Count == 0 ? null : Overrides[^1];
    public ReportTry? Last => Tries.Count == 0 ? null : Tries[^1];
    public IEnumerable<ReportTry> Earlier => Tries.SkipLast(1);
}

/// <summary>One try of a leg with its frames.</summary>
public sealed record ReportTry(int Attempt, DateTimeOffset StartedAt, TimeSpan Took, LegResult Result, IReadOnlyList<CapturedFrame> Frames);

/// <summary>A remark of a person, numbered from 1 in the order of time.</summary>
/// <param name="MediaType">Of the photo: image/jpeg or image/png; null: there is none, or it is neither.</param>
public sealed record ReportNote(int Number, string Leg, string About, string By, string Text, DateTimeOffset At, byte[]? Photo, string? MediaType);

/// <summary>A line of the settings.</summary>
public sealed record ReportSetting(string Name, string Value);

/// <param name="Seconds">As it was for this run.</param>
/// <param name="Default">As it is without a change.</param>
public sealed record ReportTimeout(string Name, int Seconds, int Default)
{
    public bool Differs => Seconds != Default;
}

public sealed record VerdictCount(Verdict Verdict, int Count)
{
    /// <returns><c>12 ok</c>, <c>2 ok, with remark</c>.</returns>
    public string Text => $"{ReportTime.Digits(Count)} {char.ToLowerInvariant(VerdictWords.Of(Verdict)[0])}{VerdictWords.Of(Verdict)[1..]}";
}
