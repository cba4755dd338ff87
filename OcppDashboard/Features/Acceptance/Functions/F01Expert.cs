using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What experts want to know beside the criterion of function 1 (TC_002): told to wait, the charge point boots again after the interval that it was given.</summary>
internal static class F01Expert
{
    private const string Boot = "BootNotification", What = "told to wait 10 s (Pending)";
    private const int Interval = 10, Latest = 40;
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromSeconds(Latest + 20);

    public static async Task DriveAsync(RunContext bench)
    {
        if (!await Readiness.IsReadyAsync(bench)) return;
        if (bench.Capture.Last(frame => frame.IsCall(Boot)) is { } earlier && bench.Capture.AnswerOf(earlier) is null) // its answer must not be the one that is meant for the next
            await bench.WaitAsync(frame => frame.UniqueId == earlier.UniqueId && frame is { FromChargePoint: false, Kind: FrameKind.CallResult or FrameKind.CallError }, TimeSpan.FromSeconds(bench.Timeouts.Answer), "the answer to BootNotification", earlier);
        bench.Link.AnswerNextBoot(RegistrationStatus.Pending, Interval);
        try
        {
            var before = bench.Now;
            if (!JudgeRules.IsAccepted(await bench.CallAsync(new ResetRequest(ResetType.Hard)))) return;
            if (await bench.WaitAsync(frame => frame.IsCall(Boot), TimeSpan.FromSeconds(bench.Timeouts.Reboot), Boot, before) is { } first)
                await bench.WaitAsync(frame => frame.IsCall(Boot), Patience, "the BootNotification after the wait", first);
        }
        finally
        {
            bench.Link.AnswerNextBoot(null, Interval);
        }
    }

    /// <summary>Adds to the criterion's result what it came to: a remark at most, never a fail.</summary>
    public static LegResult With(LegResult result, LegCapture capture)
    {
        var told = capture.Last(frame => frame is { FromChargePoint: false, Kind: FrameKind.CallResult, Action: Boot, Status: "Pending" });
        if (told is null) return result with { Expected = [.. result.Expected, new($"{What}, it boots again 10 to 40 s later", null, "it was not restarted", null)] };
        var next = capture.First(frame => frame.IsCall(Boot), told);
        var gap = next?.At - told.At;
        var isSo = gap >= TimeSpan.FromSeconds(Interval) - Slack && gap <= TimeSpan.FromSeconds(Latest);
        var words = gap is { } after ? string.Create(CultureInfo.InvariantCulture, $"it boots again after {after.TotalSeconds:0.#} s") : "it never boots again";
        result = result with { Expected = [.. result.Expected, new($"{What}, it boots again 10 to 40 s later", isSo, words, next?.Number ?? told.Number)] };
        if (isSo || result.Verdict is not (Verdict.Pass or Verdict.Remark)) return result;
        return result with
        {
            Verdict = Verdict.Remark, Result = $"{result.Result}; {What}, {words}", Why = $"{result.Why} Expert check: {What}, {words}, 10 to 40 s were expected.",
            Traits = [.. result.Traits, $"{What}, {words}"],
        };
    }
}
