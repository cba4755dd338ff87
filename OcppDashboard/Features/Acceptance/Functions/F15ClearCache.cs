using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>ClearCache is accepted, where there is a cache.</summary>
public sealed class F15ClearCache : AcceptanceFunction
{
    private const string CacheEnabled = "AuthorizationCacheEnabled";

    public override FunctionInfo Info { get; } = new(15, "Clear cache (if applicable)", RunPhase.Unattended,
        ["After sending the ClearCache, a message with status Accepted must be received"], [new("15", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        await bench.ReadKeyAsync(CacheEnabled);
        await bench.CallAsync(new ClearCacheRequest());
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var call = capture.Sent("ClearCache").LastOrDefault();
        if (call is null) return JudgeRules.NotDelivered("ClearCache was not sent", "Repeat the function when the charge point is connected.");
        var answer = capture.AnswerOf(call);
        if (JudgeRules.WasNotDelivered(answer)) return JudgeRules.NotDelivered("the connection ended before the answer", "Repeat the function when the charge point is connected.");
        var accepted = new Expectation("ClearCache answered Accepted", answer is { Kind: FrameKind.CallResult, Status: "Accepted" }, JudgeRules.Seen(call, answer), answer?.Number);
        if (accepted.IsMet == true) return new(Verdict.Pass, "Accepted", "The charge point cleared its cache.") { Expected = [accepted] };
        if (answer is not { Kind: FrameKind.CallResult or FrameKind.CallError })
            return new(Verdict.Fail, "no answer", "ClearCache stayed unanswered.") { Expected = [accepted] };
        var word = answer.Kind == FrameKind.CallError ? answer.ErrorCode : answer.Status;
        return facts.Switch(CacheEnabled) == true
            ? new(Verdict.Fail, word, $"The charge point has a cache ({CacheEnabled} is true), but answered {word}.") { Expected = [accepted], Traits = [$"ClearCache is answered {word}"] }
            : new(Verdict.NotApplicable, word, $"The charge point has no cache: {CacheEnabled} is {facts.Value(CacheEnabled) ?? "absent"}, and it answered {word}.") { Expected = [accepted] };
    }
}
