using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>Turns of what a charge point sends, for the tables at the plug.</summary>
internal static class FunctionRunTurns
{
    extension(FunctionRun run)
    {
        /// <summary>The charge point says something else in an action.</summary>
        public void Rewrite(string action, string old, string with)
        {
            var before = run.ChargePoint.Filter;
            run.ChargePoint.Filter = (sent, json) => sent == action ? before(sent, json)?.Replace(old, with, StringComparison.Ordinal) : before(sent, json);
        }

        /// <summary>The charge point does not send an action, or not where it holds a word.</summary>
        public void Drop(string action, string word = "")
        {
            var before = run.ChargePoint.Filter;
            run.ChargePoint.Filter = (sent, json) => sent == action && json.Contains(word, StringComparison.Ordinal) ? null : before(sent, json);
        }
    }

    extension(FunctionRun)
    {
        public static void NothingIsInconclusive(AcceptanceFunction function, string leg) =>
            Assert.Equal(Verdict.Inconclusive, function.Judge(leg, LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);
    }
}
