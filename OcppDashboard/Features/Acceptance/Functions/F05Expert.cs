using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What experts want to know beside the criterion of function 5 (TC_040): a key that nobody has, and a value that no heartbeat interval can be.</summary>
internal static class F05Expert
{
    internal const string UnknownKey = "NoChargePointHasThisKey";
    internal const string BadValue = "not a number";

    public static async Task DriveAsync(RunContext bench)
    {
        if (!await bench.IsBackAsync()) return;
        await bench.CallAgainAsync(new ChangeConfigurationRequest(UnknownKey, "1"));
        if (!bench.Facts.Keys.ContainsKey(F02Heartbeat.Key)) return;
        await bench.ChangeKeyAsync(F02Heartbeat.Key, BadValue);
        await bench.RestoreKeyAsync(F02Heartbeat.Key); // nothing is sent where it was refused
    }

    public static bool IsMine(CapturedFrame write) => write.Value("key") == UnknownKey || write.Value("value") == BadValue;

    /// <summary>Adds to the criterion's result what these two came to: another answer makes a remark of a pass, never a fail.</summary>
    public static LegResult With(LegResult result, LegCapture capture)
    {
        List<Expectation> expected = [];
        List<string> remarks = [];
        void Look(string what, string status, CapturedFrame? write)
        {
            if (write is null || capture.AnswerOf(write) is not { } answer || JudgeRules.WasNotDelivered(answer))
            {
                expected.Add(new($"{what}: {status}", null, "not delivered", null));
                return;
            }
            var isSo = answer is { Kind: FrameKind.CallResult } && answer.Status == status;
            expected.Add(new($"{what}: {status}", isSo, JudgeRules.Word(answer), answer.Number));
            if (!isSo) remarks.Add($"{what}: {JudgeRules.Word(answer)} instead of {status}");
        }
        var writes = capture.Sent("ChangeConfiguration").Where(IsMine).ToList();
        Look("a key that it does not have", "NotSupported", writes.LastOrDefault(write => write.Value("key") == UnknownKey));
        Look("a heartbeat interval that is no number", "Rejected", writes.LastOrDefault(write => write.Value("value") == BadValue));
        result = result with { Expected = [.. result.Expected, .. expected], Traits = [.. result.Traits, .. remarks] };
        if (remarks.Count == 0 || result.Verdict is not (Verdict.Pass or Verdict.Remark)) return result;
        return result with { Verdict = Verdict.Remark, Result = $"{result.Result}; {string.Join("; ", remarks)}", Why = $"{result.Why} Expert checks: {string.Join("; ", remarks)}." };
    }
}
