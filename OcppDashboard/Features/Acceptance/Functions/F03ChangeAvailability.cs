using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Every connector and then the whole charge point is made Inoperative and Operative again, and reports it.</summary>
public sealed class F03ChangeAvailability : AcceptanceFunction
{
    private static readonly TimeSpan MayFollow = TimeSpan.FromSeconds(5);

    public override FunctionInfo Info { get; } = new(3, "Change availability", RunPhase.Unattended,
    [
        "After sending ChangeAvailability with type Operative, the status must change to Available",
        "After sending ChangeAvailability with type Inoperative, the status must change to Unavailable",
        "This availability must be reflected by receiving a StatusNotification message (per connector)",
        "Receive a (not empty) StatusNotification message per connector (including connector 0), containing: if not in error: status with Available, Preparing, Charging, SuspendedEV, SuspendedEVSE, Finishing, Reserved, Unavailable or Faulted; if in error: error details (errorCode)",
    ], [new("3", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await bench.IsBackAsync()) return;
        if (bench.Facts.Connectors.IsEmpty) await bench.CallAgainAsync(new GetConfigurationRequest(["NumberOfConnectors"]));
        if (bench.Facts.Connectors.IsEmpty && JudgeRules.IsAccepted(await bench.CallAsync(new TriggerMessageRequest(MessageTrigger.StatusNotification)))
            && await bench.WaitAsync(frame => frame.IsStatus() && frame.ConnectorId > 0, TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), "StatusNotification") is not null)
            await bench.DelayAsync(MayFollow);
        IReadOnlyList<long> connectors = bench.Facts.Connectors.IsEmpty ? [bench.Plan.Connector] : [.. bench.Facts.Connectors];
        foreach (var connector in connectors) await BothAsync(bench, connector, [connector]);
        await BothAsync(bench, 0, connectors);
        if (!bench.Facts.SawConnectorZero && await bench.WaitAsync(frame => frame.IsStatus(0), MayFollow, "StatusNotification of connector 0") is null
            && await bench.CallAgainAsync(new TriggerMessageRequest(MessageTrigger.StatusNotification, 0)) is var asked && JudgeRules.IsAccepted(asked))
            await bench.WaitAsync(frame => frame.IsStatus(0), TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), "StatusNotification of connector 0");
        foreach (var connector in connectors.Append(0))
            if (IsLeftInoperative(bench.Capture, connector)) await bench.ChangeAvailabilityAsync(connector, AvailabilityType.Operative);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F03Judge.Judge(capture, facts, plan);

    /// <summary>How long the status may take after the answer.</summary>
    internal static TimeSpan Limit(long connector, RunFacts facts, AcceptancePlan plan) =>
        TimeSpan.FromSeconds((connector == 0 ? 2 : 1) * plan.Timeouts.StatusChange + Math.Clamp(facts.Number("MinimumStatusDuration") ?? 0, 0, 60));

    private static async Task BothAsync(RunContext bench, long connector, IReadOnlyList<long> reporting)
    {
        var wasHeard = await ChangeAsync(bench, connector, AvailabilityType.Inoperative, reporting);
        var isBack = await ChangeAsync(bench, connector, AvailabilityType.Operative, reporting);
        if (wasHeard != false || isBack != true) return;
        await ChangeAsync(bench, connector, AvailabilityType.Inoperative, reporting); // it may have been so before: then there was nothing to report
        await ChangeAsync(bench, connector, AvailabilityType.Operative, reporting);
    }

    /// <returns>Whether all statuses came; null when it was not accepted.</returns>
    private static async Task<bool?> ChangeAsync(RunContext bench, long connector, AvailabilityType type, IReadOnlyList<long> reporting)
    {
        var before = bench.Now;
        var answer = await bench.ChangeAvailabilityAsync(connector, type);
        if (!JudgeRules.IsAccepted(answer)) return null;
        string[] statuses = type == AvailabilityType.Inoperative ? ["Unavailable"] : ["Available", "Preparing", "Finishing"];
        var end = bench.Time.GetUtcNow() + Limit(connector, bench.Facts, bench.Plan);
        foreach (var id in reporting)
        {
            var left = end - bench.Time.GetUtcNow();
            if (await bench.WaitAsync(frame => frame.IsStatus(id, statuses), left > TimeSpan.Zero ? left : TimeSpan.Zero, $"StatusNotification of connector {id}, {statuses[0]}", before) is null) return false;
        }
        return true;
    }

    private static bool IsLeftInoperative(LegCapture capture, long connector)
    {
        var calls = capture.Sent("ChangeAvailability").Where(call => call.ConnectorId == connector).Select(call => (Type: call.Value("type"), Word: JudgeRules.Word(capture.AnswerOf(call)))).ToList();
        return calls.Any(call => call is { Type: "Inoperative", Word: not "Rejected" }) && calls.LastOrDefault() is not { Type: "Operative", Word: "Accepted" };
    }
}
