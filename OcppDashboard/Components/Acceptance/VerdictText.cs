using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Components.Acceptance;

/// <summary>How a verdict looks.</summary>
/// <param name="Token">Value of <c>data-verdict</c> and of the css token.</param>
/// <param name="Counted">The word behind a number: "10 pass".</param>
public readonly record struct VerdictFace(string Token, string Word, string Icon, string Counted);

/// <summary>Maps verdicts to their colour, word and icon.</summary>
public static class VerdictText
{
    public static readonly VerdictFace Running = new("running", AcceptanceTexts.Running, "v-running", AcceptanceTexts.RunningCount);

    /// <summary>In the order in which they are chosen by a person.</summary>
    public static readonly IReadOnlyList<Verdict> InOrder = [Verdict.Pass, Verdict.Remark, Verdict.Fail, Verdict.Inconclusive, Verdict.NotApplicable];

    public static VerdictFace Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => new("pass", AcceptanceTexts.Pass, "v-pass", AcceptanceTexts.PassCount),
        Verdict.Remark => new("remark", AcceptanceTexts.Remark, "v-remark", AcceptanceTexts.RemarkCount),
        Verdict.Fail => new("fail", AcceptanceTexts.Fail, "v-fail", AcceptanceTexts.FailCount),
        Verdict.Inconclusive => new("inconclusive", AcceptanceTexts.Inconclusive, "v-inconclusive", AcceptanceTexts.InconclusiveCount),
        Verdict.NotApplicable => new("na", AcceptanceTexts.NotApplicable, "v-na", AcceptanceTexts.NotApplicableCount),
        _ => new("notrun", AcceptanceTexts.NotRun, "v-notrun", AcceptanceTexts.NotRunCount),
    };

    public static string Of(RunPhase phase) => phase switch
    {
        RunPhase.AtThePlug => AcceptanceTexts.AtThePlug,
        RunPhase.FaultsAndOffline => AcceptanceTexts.FaultsAndOffline,
        RunPhase.UnattendedEnd => AcceptanceTexts.UnattendedEnd,
        _ => AcceptanceTexts.Unattended,
    };

    public static string Of(RunState state) => state switch
    {
        RunState.Paused => AcceptanceTexts.Paused,
        RunState.Finished => AcceptanceTexts.Finished,
        RunState.Aborted => AcceptanceTexts.Aborted,
        _ => AcceptanceTexts.Running,
    };
}
