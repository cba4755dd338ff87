using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>Verdicts as the filled-in reports say them.</summary>
public static class VerdictWords
{
    /// <summary>As a report counts them: good news first.</summary>
    public static IReadOnlyList<Verdict> Order { get; } = [Verdict.Pass, Verdict.Remark, Verdict.Fail, Verdict.Inconclusive, Verdict.NotApplicable, Verdict.NotRun];

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "Ok",
        Verdict.Remark => "Ok, with remark",
        Verdict.Fail => "Not ok",
        Verdict.Inconclusive => "Inconclusive",
        Verdict.NotApplicable => "Not applicable",
        _ => "Not run",
    };

    /// <summary>The word that never changes, for JSON, CSV and class names.</summary>
    public static string Code(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Remark => "remark",
        Verdict.Fail => "fail",
        Verdict.Inconclusive => "inconclusive",
        Verdict.NotApplicable => "notApplicable",
        _ => "notRun",
    };
}
