using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

/// <summary>An honest charge point's leg, broken off anywhere: it never fails, and passes only behind its stimulus.</summary>
public class BrokenOffTests
{
    [Theory, InlineData("9a", "Reset"), InlineData("9b", "Reset"), InlineData("12a", "UpdateFirmware"), InlineData("12b", "UpdateFirmware"), InlineData("12c", "UpdateFirmware"), InlineData("13", "GetDiagnostics"),
        InlineData("14a", "Online"), InlineData("14b", "Online")]
    public void It_is_inconclusive_until_enough_was_seen(string leg, string stimulus)
    {
        var function = AcceptanceFunctions.OfLeg(leg)!;
        FunctionRun kept = null!;
        var (whole, capture, _) = FunctionRun.Run(function, leg, run => (kept = run).Plan = run.Plan with { FirmwareFileId = 1 });
        Assert.Equal(Verdict.Pass, whole.Verdict);
        var isGiven = false;
        for (var length = 0; length <= capture.Frames.Count; length++)
        {
            var cut = new LegCapture([.. capture.Frames.Take(length)]);
            var verdict = function.Judge(leg, cut, RunFacts.Of(cut.Frames), kept.Plan).Verdict;
            if (length > 0) isGiven |= cut.Frames[^1] is { Kind: FrameKind.Call or FrameKind.Act, FromChargePoint: false } last && last.Action == stimulus;
            if (isGiven) Assert.True(verdict is Verdict.Pass or Verdict.Remark or Verdict.Inconclusive, $"{verdict} after {length} frames");
            else Assert.True(verdict == Verdict.Inconclusive, $"{verdict} after {length} frames, before {stimulus}");
        }
    }
}
