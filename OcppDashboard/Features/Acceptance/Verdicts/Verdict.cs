namespace OcppDashboard.Features.Acceptance.Verdicts;

/// <summary>How a function or a part of one came out, from the mildest to the worst: a row shows the worst of its legs.</summary>
public enum Verdict
{
    /// <summary>An optional feature profile that the charge point does not list, or declared so by the tester.</summary>
    NotApplicable,
    Pass,
    /// <summary>Pass with remark.</summary>
    Remark,
    NotRun,
    /// <summary>The stimulus was not delivered, or a precondition or a human step was missing.</summary>
    Inconclusive,
    /// <summary>The stimulus was delivered and what was observed contradicts the criterion.</summary>
    Fail,
}

/// <summary>One thing that was expected, and what was seen of it.</summary>
/// <param name="Text">What was expected: "Reset Soft answered Accepted".</param>
/// <param name="IsMet">Null: it could not be looked at.</param>
/// <param name="Seen">In short: "184 ms", "none", "0 of 2".</param>
/// <param name="Frame">Number of the frame that shows it; null: none does.</param>
public sealed record Expectation(string Text, bool? IsMet, string Seen = "", int? Frame = null);

/// <summary>What a leg came to, judged from its frames alone.</summary>
/// <param name="Result">In a few words, as the report prints it: "Configuration (125)", "reason Remote, N 3462702".</param>
/// <param name="Why">One or two sentences for whoever must act on it; with what to do where it is inconclusive.</param>
public sealed record LegResult(Verdict Verdict, string Result, string Why)
{
    public IReadOnlyList<Expectation> Expected { get; init; } = [];

    /// <summary>Against the specification but no criterion of this script: they never turn a row red.</summary>
    public IReadOnlyList<string> Observations { get; init; } = [];

    /// <summary>Which policy decided, and what the other would have said; null where none did.</summary>
    public string? Policy { get; init; }

    /// <summary>Evidence as the report prints it below the result: boot data, a transaction with its times, meter readings. Lines of text.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What this shows about the model, for its sheet: "soft reset sends no BootNotification"; empty where nothing is odd.</summary>
    public IReadOnlyList<string> Traits { get; init; } = [];

    public static LegResult NotRun { get; } = new(Verdict.NotRun, "", "It was not run.");
}
